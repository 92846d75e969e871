import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { listFiles, ROOT, readSources, walk } from './architecture/source-files.ts';

const isBuilt = existsSync(path.join(ROOT, 'dist/cli/main.js'));
const sources = readSources('src');
const shipped = sources.filter(({ isTest, path: file }) => !isTest && !file.includes('/testing/'));

describe('the manifest', () => {
  const { dependencies, devDependencies } = manifest;

  it('names exact versions', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('declares what the shipped code imports', () => {
    const imported = packagesOf(shipped.flatMap(({ imports }) => imports.filter(({ typeOnly }) => !typeOnly)));
    expect(imported.filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('declares what tests, scripts and types import', () => {
    const all = packagesOf([...sources, ...readSources('test', 'bench')].flatMap(({ imports }) => imports));
    const undeclared = all.filter((name) => !(name in dependencies) && !(name in devDependencies));
    expect(undeclared).toEqual([]);
  });

  it('declares no dependency that the shipped code does not name', () => {
    const text = shipped.map((source) => source.text).join('\n');
    const unused = Object.keys(dependencies).filter((name) => !text.includes(`'${name}`));
    expect(unused).toEqual([]);
  });

  it.skipIf(!isBuilt)('points at files that are there', () => {
    const exported = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const named = [...Object.values(manifest.bin), ...exported, ...manifest.files.filter((file) => !/[!*]/.test(file))];
    expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    expect(readFileSync(path.join(ROOT, manifest.bin.novatune), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it.skipIf(!isBuilt)('passes publint', { timeout: 60_000 }, () => {
    const publint = path.join(ROOT, 'node_modules/publint/src/cli.js');
    // Without packing: that would build.
    const run = () =>
      execFileSync(process.execPath, [publint, '--pack', 'false', '--strict'], { cwd: ROOT, encoding: 'utf8' });
    expect(run()).toContain('All good!');
  });
});

describe('docs/errors.md', () => {
  const text = readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8');
  const section = (title: string) => text.split('\n## ').find((part) => part.startsWith(title)) ?? '';
  const rows = (part: string) => [...part.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code = '']) => code);

  it('has a heading for each error code, and no other', () => {
    const documented = [...text.matchAll(/^### (.+)$/gm)].map(([, code = '']) => code);
    expect(documented.toSorted()).toEqual([...errorCodes()].sort());
  });

  it('lists each code of a finding, and no other', () => {
    expect(rows(section('Findings of validation')).toSorted()).toEqual([...findingCodes()].sort());
  });

  it('lists each code of the preflight, and no other', () => {
    const preflight = shipped.find(({ path: file }) => file === 'src/toolkit/train/preflight.ts');
    const codes = [...(preflight?.text ?? '').matchAll(/\b(?:error|warning)\(\s*'([a-z-]+)'/g)].map(
      ([, code = '']) => code,
    );
    expect(rows(section('Findings of the preflight')).toSorted()).toEqual([...new Set(codes)].sort());
  });

  it('lists each reason for skipping a document, and no other', () => {
    const prepare = shipped.filter(({ path: file }) => file.startsWith('src/toolkit/prepare/'));
    const call = /\bskip(?:ped)?\(\s*(?:[\w.]+,\s*)*'([a-z-]+)'/g;
    const codes = prepare.flatMap((source) => [...source.text.matchAll(call)].map(([, code = '']) => code));
    const documented = rows(section('Why a document was skipped'));
    expect(codes.filter((code) => !documented.includes(code))).toEqual([]);
    const literals = prepare.map((source) => source.text).join('\n');
    expect(documented.filter((code) => !literals.includes(`'${code}'`))).toEqual([]);
  });
});

describe('documents', () => {
  const documents = [...listFiles('docs', /\.md$/), ...listFiles('examples', /\.md$/), 'README.md', 'CONTRIBUTING.md'];

  it('link to files that are there', () => {
    const broken = documents.flatMap((file) => {
      const text = readFileSync(path.join(ROOT, file), 'utf8').replaceAll(/```.*?```/gs, '');
      return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].flatMap(([, link = '']) =>
        existsSync(path.join(ROOT, path.dirname(file), link)) ? [] : [`${file}: ${link}`],
      );
    });
    expect(broken).toEqual([]);
  });

  it('and everything else kept speak of no machine but the reader’s', () => {
    const folders = ['bench', 'docs', 'examples', 'scripts', 'src', 'test'];
    const root = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== '.git');
    const kept = [...folders.flatMap((folder) => listFiles(folder, /./)), ...root.map(({ name }) => name)];
    const suspicious = /(^|["'`(\s=:])\/(work|root|home\/[a-z]+|Users\/[a-z]+|tmp\/[a-z]+-[a-z0-9]+)\//m;
    const broken = kept.flatMap((file) => {
      if (/\.(png|jpe?g|gif|webp|parquet|onnx|ico)$/.test(file)) return [];
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      const hosts = [...text.matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map(([, host]) => host);
      const strange = hosts.find((host) => host !== 'registry.npmjs.org');
      return [
        ...(suspicious.test(text) ? [`${file}: ${suspicious.exec(text)?.[0]}`] : []),
        ...(strange ? [`${file}: ${strange}`] : []),
      ];
    });
    expect(broken).toEqual([]);
  });
});

function packagesOf(imports: readonly { readonly specifier: string }[]): string[] {
  const names = imports.flatMap(({ specifier }) => {
    if (specifier.startsWith('.') || isBuiltin(specifier)) return [];
    const [scope = '', name = ''] = specifier.split('/');
    return [scope.startsWith('@') ? `${scope}/${name}` : scope];
  });
  return [...new Set(names)].sort();
}

/** First arguments of our error classes, and the codes that errors of AWS are turned into. */
function errorCodes(): Set<string> {
  const codes = new Set<string>();
  for (const { path: file, syntax } of shipped) {
    if (!/^src\/(toolkit|studio|cli)\//.test(file)) continue;
    walk(syntax, (node) => {
      if (
        ts.isNewExpression(node) &&
        /^(Input|Data|Configuration|Cloud|WaitTimeout|Partial|Budget)Error$/.test(node.expression.getText())
      ) {
        for (const code of literalsOf(node.arguments?.[0])) codes.add(code);
      }
      // Errors that are kept as values.
      if (/\/(map-error|batch\/read-answers)\.ts$/.test(file)) for (const code of codeProperty(node)) codes.add(code);
    });
  }
  return codes;
}

/** The codes of the rules of validation. */
function findingCodes(): Set<string> {
  const codes = new Set<string>();
  for (const { path: file, syntax } of shipped) {
    if (!file.startsWith('src/toolkit/validate/')) continue;
    walk(syntax, (node) => {
      for (const code of codeProperty(node)) codes.add(code);
    });
  }
  return codes;
}

const codeProperty = (node: ts.Node): string[] =>
  ts.isPropertyAssignment(node) && node.name.getText() === 'code' ? literalsOf(node.initializer).filter(Boolean) : [];

function literalsOf(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteral(node)) return [node.text];
  return ts.isConditionalExpression(node) ? [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)] : [];
}
