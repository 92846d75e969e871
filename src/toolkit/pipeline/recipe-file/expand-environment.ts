/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `$${` stands for `${`; a default may be empty and holds no closing bracket. */
const VARIABLE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

export interface Expanded {
  readonly text: string;
  /** Variables without a value and without a default. */
  readonly missing: readonly string[];
  /** Variables that were named. */
  readonly used: readonly string[];
}

/** Fills in `${NAME}` and `${NAME:-default}`; as in a shell, the default also stands in for an empty variable. Pure. */
export function expandEnvironment(text: string, environment: Environment): Expanded {
  const missing: string[] = [];
  const used: string[] = [];
  const filled = text.replaceAll(VARIABLE, (whole, name: string | undefined, fallback: string | undefined) => {
    if (name === undefined) return whole.slice(1);
    used.push(name);
    const value = environment[name];
    if (value !== undefined && (value !== '' || fallback === undefined)) return value;
    if (fallback === undefined) missing.push(name);
    return fallback ?? '';
  });
  return { text: filled, missing, used };
}
