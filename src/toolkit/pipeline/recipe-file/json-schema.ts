import { z } from 'zod';
import { RECIPE_FILE } from './recipe-schema.ts';

/** A part of a JSON Schema, as far as recipes use it. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly pattern?: string;
}

/** JSON Schema (draft 7, which editors read) of recipe files. */
export function recipeJsonSchema(): SchemaNode & { readonly $schema?: string } {
  const schema = z.toJSONSchema(RECIPE_FILE, { target: 'draft-7', io: 'input' });
  return { title: 'novatune recipe', ...schema } as SchemaNode;
}

/** One key of a recipe, for the table of the docs. */
export interface RecipeKey {
  /** Dotted, such as `task.field`; with the kind in brackets where it depends on one: `source[arrow].folder`. */
  readonly key: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** Every key of a recipe in the order of the schema. */
export const recipeKeys = (): RecipeKey[] => keysOf(recipeJsonSchema(), '');

function keysOf(node: SchemaNode, at: string): RecipeKey[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const key = at === '' ? name : `${at}.${name}`;
    const required = (node.required ?? []).includes(name);
    const own: RecipeKey = { key, type: typeOf(child), required, description: describe(child) };
    return [own, ...variantsOf(child).flatMap(([kind, variant]) => keysOf(variant, `${key}${kind}`))];
  });
}

function variantsOf(node: SchemaNode): (readonly [string, SchemaNode])[] {
  const variants = node.oneOf ?? node.anyOf;
  if (!variants) return [['', node]];
  return variants.map((variant) => {
    const kind = variant.properties?.kind?.const;
    return [kind === undefined ? '' : `[${String(kind)}]`, variant];
  });
}

function typeOf(node: SchemaNode): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(' or ');
  const variants = node.oneOf ?? node.anyOf;
  if (variants) return [...new Set(variants.map(typeOf))].join(' or ');
  if (node.type === 'array') return `list of ${typeOf(node.items ?? {})}`;
  return node.type ?? 'any';
}

function describe({ description = '', default: value }: SchemaNode): string {
  return value === undefined ? description : `${description} Default: \`${String(value)}\`.`.trim();
}

/** Names that may stand at `path` of a recipe like `data`; undefined where any may. */
export function knownKeys(path: readonly PropertyKey[], data: unknown): readonly string[] | undefined {
  let node: SchemaNode = chosen(recipeJsonSchema(), data);
  let value = data;
  for (const step of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined;
    const child = typeof step === 'number' ? node.items : node.properties?.[String(step)];
    if (!child) return undefined;
    node = chosen(child, value);
  }
  return node.properties && Object.keys(node.properties);
}

/** The variant that the value's `kind` names, or the ones together. */
function chosen(node: SchemaNode, value: unknown): SchemaNode {
  const variants = node.oneOf ?? node.anyOf;
  if (!variants) return node;
  const kind = typeof value === 'object' && value !== null ? (value as { readonly kind?: unknown }).kind : undefined;
  const named = variants.find(({ properties }) => kind !== undefined && properties?.kind?.const === kind);
  return named ?? { properties: Object.assign({}, ...variants.map(({ properties }) => properties)) };
}
