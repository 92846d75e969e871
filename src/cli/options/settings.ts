import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { SettingName, Settings } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';

/** Variables that give a setting, the first one first. */
const VARIABLES: Readonly<Record<SettingName, readonly string[]>> = {
  target: ['NOVATUNE_TARGET'],
  region: ['NOVATUNE_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION'],
  profile: ['NOVATUNE_PROFILE', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE'],
  endpointUrl: ['NOVATUNE_ENDPOINT_URL', 'AWS_ENDPOINT_URL'],
  maxCost: ['NOVATUNE_MAX_COST'],
};

const DEFAULTS: Readonly<Record<SettingName, string>> = {
  target: 'aws',
  region: 'that of the profile',
  profile: 'default',
  endpointUrl: 'AWS',
  maxCost: 'no limit',
};

/** Flags that stand for settings. */
export interface SettingFlags {
  readonly local?: boolean;
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly maxCost?: number;
}

/** One setting, and where its value comes from: `--region`, a variable, a file or `default`. */
export interface ResolvedSetting {
  readonly name: SettingName;
  /** Absent: the default. */
  readonly value?: string | number;
  readonly origin: string;
  /** The default in words. */
  readonly fallback: string;
}

export interface ResolvedSettings {
  readonly settings: readonly ResolvedSetting[];
  /** `novatune.yaml` here or in a parent folder, or the recipe that was named. */
  readonly projectFile?: string;
  /** The user's own, also when it is not there. */
  readonly userFile: string;
  /** The project may only be run on this machine. */
  readonly isLocalOnly: boolean;
}

/**
 * Settings by precedence: flag, variable, project file, user file, default.
 * @param projectFile default: `novatune.yaml` or `novatune.json` here or in a parent folder, up to the repository's
 * @throws {InputError} `recipe-unreadable`, `option-invalid` for a variable that cannot be
 */
export async function resolveSettings(
  flags: SettingFlags,
  { io }: CommandContext,
  projectFile: string | undefined = findProjectFile(io.cwd),
): Promise<ResolvedSettings> {
  const userFile = userSettingsFile(io.env);
  const project = projectFile === undefined ? {} : await readFrom(projectFile, 'project', io.env);
  const user = existsSync(userFile) ? await readFrom(userFile, 'user', io.env) : {};
  const given = flagSettings(flags);
  const names = Object.keys(VARIABLES) as SettingName[];
  const settings = await Promise.all(
    names.map(async (name): Promise<ResolvedSetting> => {
      const fallback = DEFAULTS[name];
      const flag = given[name];
      if (flag) return { name, ...flag, fallback };
      const variable = VARIABLES[name].find((one) => io.env[one]);
      if (variable !== undefined)
        return { name, value: await variableValue(name, variable, io.env), origin: variable, fallback };
      // Keys in the environment are credentials already: a profile of a file must not go before them.
      if (name === 'profile' && io.env.AWS_ACCESS_KEY_ID) return { name, origin: 'AWS_ACCESS_KEY_ID', fallback };
      const [value, origin] = fromFiles(name, { project, projectFile, user, userFile });
      return value === undefined
        ? { name, origin: 'default', fallback }
        : { name, value, origin: shown(origin, io.cwd), fallback };
    }),
  );
  return { settings, userFile, isLocalOnly: project.target === 'local', ...(projectFile && { projectFile }) };
}

/** The value of one setting; undefined is its default. */
export const settingOf = ({ settings }: ResolvedSettings, name: SettingName): ResolvedSetting | undefined =>
  settings.find((setting) => setting.name === name);

/** `novatune.yaml` in the folder or a parent of it; not looked for outside a repository that the folder is in. */
export function findProjectFile(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = ['novatune.yaml', 'novatune.json'].map((name) => join(at, name)).find((one) => existsSync(one));
    if (file !== undefined) return file;
    if (existsSync(join(at, '.git')) || dirname(at) === at) return undefined;
  }
}

/** `$NOVATUNE_HOME/config.yaml`, else `novatune/config.yaml` in `$XDG_CONFIG_HOME` (`~/.config`). */
function userSettingsFile({ NOVATUNE_HOME: home, XDG_CONFIG_HOME: config, HOME }: CommandContext['io']['env']): string {
  return join(resolve(home || join(config || join(HOME || homedir(), '.config'), 'novatune')), 'config.yaml');
}

type Given = Partial<Record<SettingName, { readonly value: string | number; readonly origin: string }>>;

function flagSettings({ local, region, profile, endpointUrl, maxCost }: SettingFlags): Given {
  return {
    ...(local && { target: { value: 'local', origin: '--local' } }),
    ...(region !== undefined && { region: { value: region, origin: '--region' } }),
    ...(profile !== undefined && { profile: { value: profile, origin: '--profile' } }),
    ...(endpointUrl !== undefined && { endpointUrl: { value: endpointUrl, origin: '--endpoint-url' } }),
    ...(maxCost !== undefined && { maxCost: { value: maxCost, origin: '--max-cost' } }),
  };
}

async function readFrom(file: string, kind: 'project' | 'user', env: CommandContext['io']['env']): Promise<Settings> {
  const { readSettings } = await import('../../toolkit/index.ts');
  return readSettings(file, kind, env);
}

async function variableValue(
  name: SettingName,
  variable: string,
  env: CommandContext['io']['env'],
): Promise<string | number> {
  const text = env[variable] ?? '';
  const wanted = name === 'maxCost' ? 'a number of USD' : name === 'target' ? 'local or aws' : undefined;
  const isRight = name === 'maxCost' ? Number(text) >= 0 : name === 'target' ? /^(local|aws)$/.test(text) : true;
  if (isRight) return name === 'maxCost' ? Number(text) : text;
  const { InputError } = await import('../../toolkit/index.ts');
  throw new InputError('option-invalid', `Expected ${variable} to be ${wanted}, got ${JSON.stringify(text)}.`);
}

interface Files {
  readonly project: Settings;
  readonly projectFile: string | undefined;
  readonly user: Settings;
  readonly userFile: string;
}

function fromFiles(
  name: SettingName,
  { project, projectFile, user, userFile }: Files,
): readonly [string | number | undefined, string] {
  const own = project[name];
  return own !== undefined && projectFile !== undefined ? [own, projectFile] : [user[name], userFile];
}

/** A path as short as it can be said. */
function shown(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short.startsWith('..') && short.length > file.length ? file : short;
}
