import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { InputError } from '../../errors.ts';

/** Raw label → class, e.g. `0` → `letter`. */
export type LabelMapping = ReadonlyMap<string, string>;

const PAIRS = z.array(z.tuple([z.string().trim().min(1), z.string().trim().min(1)])).min(1);

/**
 * Reads a label mapping: a JSON object of raw labels to classes, or CSV with two columns (raw label, class) under any header. UTF-8.
 * @throws InputError `label-mapping-invalid`
 */
export async function readLabelMapping(file: string): Promise<LabelMapping> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InputError('label-mapping-invalid', `Expected a label mapping at ${file}, but it cannot be read.`, {
      cause,
    });
  });
  const parsed = PAIRS.safeParse(parsePairs(text.replace(/^\uFEFF/, ''), file));
  if (!parsed.success) throw invalid(file, z.prettifyError(parsed.error));
  const mapping = new Map<string, string>();
  for (const [raw, name] of parsed.data) {
    const known = mapping.get(raw);
    if (known !== undefined && known !== name)
      throw invalid(file, `${JSON.stringify(raw)} stands for ${JSON.stringify(known)} and ${JSON.stringify(name)}`);
    mapping.set(raw, name);
  }
  return mapping;
}

function parsePairs(text: string, file: string): unknown {
  try {
    if (extname(file).toLowerCase() === '.json') {
      const value: unknown = JSON.parse(text);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : value;
    }
    return parse(text, { from_line: 2, trim: true, skip_empty_lines: true });
  } catch (cause) {
    if (!(cause instanceof CsvError || cause instanceof SyntaxError)) throw cause;
    throw invalid(file, cause.message, cause);
  }
}

function invalid(file: string, reason: string, cause?: unknown): InputError {
  return new InputError(
    'label-mapping-invalid',
    `Expected raw labels and the classes they stand for in ${file}, but ${reason}.`,
    { remedy: 'Use CSV with two columns and a header, or a JSON object such as {"0": "letter"}.', cause },
  );
}

/**
 * The class that a raw label stands for. Numbers and the data set's own names are one: a mapping of numbers applies to a label that is
 * the name with that number, and a number without mapping is the name it has in the data set.
 */
export function mapLabel(raw: string, mapping: LabelMapping, ownNames: readonly string[] = []): string {
  const direct = mapping.get(raw);
  if (direct !== undefined) return direct;
  const number = ownNames.indexOf(raw);
  if (number !== -1) return mapping.get(String(number)) ?? raw;
  const name = labelNumber(raw) === undefined ? undefined : ownNames[Number(raw)];
  return name === undefined ? raw : (mapping.get(name) ?? name);
}

/** A label that is a class number, 0 or more. */
export function labelNumber(raw: string): number | undefined {
  return /^(?:0|[1-9]\d{0,5})$/.test(raw) ? Number(raw) : undefined;
}
