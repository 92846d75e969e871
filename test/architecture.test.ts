import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { lineOf, linesOf, listFiles, readSources, type SourceFile, walk } from './architecture/source-files.ts';

const sources = readSources('src');
const shipped = sources.filter(({ isTest, path: file }) => !isTest && !file.includes('/testing/'));

/** Which box may import which, through its door. Longer names first: the model is a box inside a box. */
const BOXES: Readonly<Record<string, readonly string[]>> = {
  'src/local-cloud/model': ['src/pages'],
  'src/local-cloud': ['src/pages', 'src/local-cloud/model'],
  'src/pages': [],
  'src/samples': [],
  'src/toolkit': ['src/pages'],
  'src/studio': ['src/toolkit', 'src/pages'],
  'src/cli': ['src/toolkit', 'src/local-cloud', 'src/samples', 'src/pages', 'src/studio'],
};

/** What every folder of the toolkit may use besides itself. */
const SHARED = ['model', 'ports', 'lib'];
/** Folders of the toolkit with wider rights, and why. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  // Pictures, advice and sums are made by pure functions of their own: a report shows what they say.
  report: ['charts', 'advice', 'cost'],
  // Records are judged by the rules of validation, wherever they lie.
  doctor: ['validate'],
  // One object over a model's life: a job is validated before it is sent.
  'fine-tuning': ['train', 'validate'],
  // Strings the steps together.
  pipeline: [
    'audit',
    'cleanup',
    'cost',
    'deploy',
    'evaluate',
    'infer',
    'prepare',
    'report',
    'run',
    'train',
    'upload',
    'validate',
  ],
};

/** Packages that one part of the tree knows and nobody else. */
const OWNED_PACKAGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(@aws-sdk|@smithy)\//, ['src/toolkit/aws/', 'src/local-cloud/']],
  [/^sharp$/, ['src/pages/image/', 'src/samples/scanning/', 'src/toolkit/prepare/images/', 'src/toolkit/charts/']],
  [/^commander$/, ['src/cli/']],
  [/^(hono|@hono\/node-server)(\/|$)/, ['src/studio/']],
  [/^libsql$/, ['src/local-cloud/state/']],
  [/^zod$/, ['src/toolkit/', 'src/local-cloud/', 'src/studio/']],
];

/** Known deviations, each with its reason. A line that is no longer needed fails the test too. */
const LARGE_FILES: Readonly<Record<string, string>> = {
  'src/local-cloud/s3/operations/objects.test.ts': 'one suite over every operation on one object',
  'src/toolkit/index.ts': 'the door: one line for each export',
  'src/toolkit/prepare/prepare.test.ts': 'one suite over the whole step',
};
const ADAPTER = 'one port, one object of short methods: what counts is the length of each';
const LARGE_FUNCTIONS: Readonly<Record<string, string>> = {
  'src/toolkit/aws/clients.ts: createClients is long': ADAPTER,
  'src/toolkit/aws/deployments.ts: createDeployments is long': ADAPTER,
  'src/toolkit/aws/model-customizer.ts: createModelCustomizer is long': ADAPTER,
  'src/toolkit/aws/object-store.ts: createObjectStore is long': ADAPTER,
  'src/toolkit/aws/role-manager.ts: createRoleManager is long': ADAPTER,
  'src/toolkit/aws/schedules.ts: createSchedules is long': ADAPTER,
  'src/toolkit/aws/throughput.ts: createThroughput is long': ADAPTER,
};
const READS_PROCESS: Readonly<Record<string, string>> = {
  'src/toolkit/prepare/folder-lock.ts': 'a lock names the process that holds it',
  'src/toolkit/pipeline/steps/report.ts': 'the version of Node goes into the report',
};
const WRITES_STREAMS: Readonly<Record<string, string>> = {
  'src/local-cloud/local-cloud-process.ts': 'the entry of a process of its own; its output is its log',
};

const FILE_LINES = 300;
const FUNCTION_LINES = 60;
const NESTING = 3;

describe('the source tree', () => {
  it('holds nothing that a compiler wrote', () => {
    // Types for a package that has none are written by hand.
    const written = listFiles('src', /\.(js|cjs|map|d\.ts)$/).filter(
      (file) => file !== 'src/toolkit/aws/proxy-from-env.d.ts',
    );
    expect(written).toEqual([]);
  });
});

describe('boxes', () => {
  it('import one another only along the arrows, and only through doors', () => {
    const broken = shipped.flatMap((source) =>
      source.imports.flatMap(({ target, line }) => {
        if (target === undefined) return [];
        const [from, to] = [boxOf(source.path), boxOf(target)];
        if (from === to) return [];
        if (to !== undefined && from !== undefined && BOXES[from]?.includes(to) && target === `${to}/index.ts`)
          return [];
        return [`${source.path}:${line} imports ${target}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('export by hand: a door names each export', () => {
    // The command line has no door: it is a program, nobody imports it.
    const stars = Object.keys(BOXES)
      .filter((box) => box !== 'src/cli')
      .map((box) => sources.find(({ path: file }) => file === `${box}/index.ts`))
      .filter((door) => door === undefined || /export \*/.test(door.text));
    expect(stars).toEqual([]);
  });

  it('hold no import cycles', () => {
    expect(findCycles(shipped)).toEqual([]);
  });
});

describe('the toolkit', () => {
  const toolkit = shipped.filter(({ path: file }) => file.startsWith('src/toolkit/'));

  it('has steps that never import one another', () => {
    const broken = toolkit.flatMap((source) => {
      const folder = folderOf(source.path);
      if (folder === undefined) return [];
      const allowed = [folder, ...SHARED, ...(WIDER[folder] ?? [])];
      return source.imports.flatMap(({ target, line }) => {
        if (!target?.startsWith('src/toolkit/') || target === 'src/toolkit/errors.ts') return [];
        const wanted = folderOf(target);
        return wanted !== undefined && allowed.includes(wanted) ? [] : [`${source.path}:${line} imports ${target}`];
      });
    });
    expect(broken).toEqual([]);
  });

  it('enters a step through its door', () => {
    const broken = toolkit.flatMap((source) =>
      source.imports.flatMap(({ target, line }) => {
        const wanted = target === undefined ? undefined : folderOf(target);
        if (wanted === undefined || wanted === folderOf(source.path) || SHARED.includes(wanted)) return [];
        return path.basename(target ?? '') === 'index.ts' ? [] : [`${source.path}:${line} imports ${target}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('reads no process but where AWS settings are read', () => {
    const files = toolkit.filter(({ syntax }) => uses(syntax, 'process')).map(({ path: file }) => file);
    expect(files.filter((file) => !file.startsWith('src/toolkit/aws/'))).toEqual(Object.keys(READS_PROCESS).sort());
  });
});

describe('packages', () => {
  it.each(OWNED_PACKAGES.map(([name, owners]) => ({ name, owners })))('$name is known to its owners alone', (rule) => {
    const importers = shipped.filter(({ imports }) => imports.some(({ specifier }) => rule.name.test(specifier)));
    expect(importers.length).toBeGreaterThan(0);
    const strangers = importers
      .map(({ path: file }) => file)
      .filter((file) => !rule.owners.some((o) => file.startsWith(o)));
    expect(strangers).toEqual([]);
  });

  it('names Node modules with their prefix', () => {
    const bare = /^(assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|stream|url|util|zlib)(\/|$)/;
    const broken = sources.filter(({ imports }) => imports.some(({ specifier }) => bare.test(specifier)));
    expect(broken.map(({ path: file }) => file)).toEqual([]);
  });
});

describe('house rules', () => {
  it('lets only the command line write to a console', () => {
    const files = shipped.filter(({ syntax }) => uses(syntax, 'console')).map(({ path: file }) => file);
    expect(files).toEqual([]);
    const writers = shipped.filter(({ text }) => /process\.std(out|err)\b/.test(text)).map(({ path: file }) => file);
    expect(writers.filter((file) => !file.startsWith('src/cli/'))).toEqual(Object.keys(WRITES_STREAMS));
  });

  it('suppresses no type error', () => {
    const broken = sources.flatMap(({ path: file, text, syntax }) => {
      const found = /@ts-(ignore|expect-error|nocheck)/.test(text) ? [`${file} suppresses errors`] : [];
      walk(syntax, (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${file}:${lineOf(node)} any`);
        if (ts.isNonNullExpression(node)) found.push(`${file}:${lineOf(node)} !`);
      });
      return found;
    });
    expect(broken).toEqual([]);
  });

  it(`keeps files within ${FILE_LINES} lines`, () => {
    const large = sources.filter(({ text }) => text.split('\n').length - 1 > FILE_LINES).map(({ path: file }) => file);
    expect(large).toEqual(Object.keys(LARGE_FILES));
  });

  it(`keeps functions within ${FUNCTION_LINES} lines and ${NESTING} levels`, () => {
    const large = shipped.flatMap(({ path: file, syntax }) => {
      const found: string[] = [];
      walk(syntax, (node) => {
        if (!isFunction(node)) return;
        if (linesOf(node) > FUNCTION_LINES) found.push(`${file}: ${nameOf(node)} is long`);
        const depth = nestingOf(node);
        if (depth > NESTING) found.push(`${file}: ${nameOf(node)} nests deeply`);
      });
      return found;
    });
    expect(large).toEqual(Object.keys(LARGE_FUNCTIONS));
  });
});

function boxOf(file: string): string | undefined {
  return Object.keys(BOXES).find((box) => file.startsWith(`${box}/`));
}

/** First folder below the toolkit; undefined for the door and the errors. */
function folderOf(file: string): string | undefined {
  return /^src\/toolkit\/([^/]+)\//.exec(file)?.[1];
}

/** Whether a global is named as a value: not a member, not a property, not a word in a comment. */
function uses(syntax: ts.SourceFile, name: string): boolean {
  let found = false;
  walk(syntax, (node) => {
    if (!ts.isIdentifier(node) || node.text !== name) return;
    const { parent } = node;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isKey = (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
    if (!isMember && !isKey) found = true;
  });
  return found;
}

/** Cycles among imports that remain at run time, each from its alphabetically first file. */
function findCycles(files: readonly SourceFile[]): string[] {
  const graph = new Map(
    files.map(({ path: file, imports }) => [
      file,
      imports.flatMap(({ target, typeOnly }) => (target === undefined || typeOnly ? [] : [target])),
    ]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isAccessor(node);

function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (node.name) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : 'function';
}

/** Deepest nesting of branches and loops in a function, without the functions inside it; `else if` is one level. */
function nestingOf(owner: ts.FunctionLikeDeclaration): number {
  const deepest = (node: ts.Node, depth: number): number => {
    let most = depth;
    ts.forEachChild(node, (child) => {
      if (isFunction(child)) return;
      const isElseIf = ts.isIfStatement(node) && node.elseStatement === child && ts.isIfStatement(child);
      most = Math.max(most, deepest(child, depth + (opensLevel(child) && !isElseIf ? 1 : 0)));
    });
    return most;
  };
  return owner.body ? deepest(owner.body, 0) : 0;
}

const opensLevel = (node: ts.Node): boolean =>
  ts.isIfStatement(node) ||
  ts.isIterationStatement(node, false) ||
  ts.isSwitchStatement(node) ||
  ts.isTryStatement(node);
