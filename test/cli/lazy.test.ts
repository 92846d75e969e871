import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { lineOf, readSources, type SourceFile } from '../architecture/source-files.ts';

/** What a command may load before it knows that it will run: the parser and code of its own box. */
const LIGHT = /^(node:|commander$)/;

const sources = new Map(readSources('src').map((source) => [source.path, source]));

/** Imports that are loaded with the file: static, and not of types alone. */
function eagerImports({ path: file, syntax, imports }: SourceFile): readonly string[] {
  const lines = new Set(
    syntax.statements.flatMap((node) =>
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier
        ? [lineOf(node.moduleSpecifier)]
        : [],
    ),
  );
  const specifiers = imports.filter((one) => lines.has(one.line) && !one.typeOnly).map((one) => one.specifier);
  return specifiers.map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));
}

it('help and parsing load nothing of the toolkit, the local cloud or a heavy package', () => {
  const heavy: string[] = [];
  const seen = new Set<string>();
  const visit = (file: string) => {
    const source = sources.get(file);
    if (!source || seen.has(file)) return;
    seen.add(file);
    for (const target of eagerImports(source)) {
      if (target.startsWith('src/cli/')) visit(target);
      else if (!LIGHT.test(target)) heavy.push(`${file} loads ${target}`);
    }
  };
  const nouns = [...sources.keys()].filter((file) => /^src\/cli\/commands\/[^/]+(?<!\.test)\.ts$/.test(file));
  for (const file of ['src/cli/main.ts', 'src/cli/program.ts', ...nouns]) visit(file);
  expect(seen.size).toBeGreaterThan(60);
  expect(heavy).toEqual([]);
});
