import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { AuditReport, DocumentSource, LabelledDocument } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { realNumber } from './numbers.ts';

/** Flags that hold a command back when the labels are bad. */
export interface AuditGateFlags {
  readonly auditFile?: string;
  readonly maxFlaggedShare?: number;
  readonly ignoreAudit?: boolean;
}

export const addAuditGateOptions = (command: Command): Command =>
  command
    .option('--audit-file <file>', 'report of dataset audit --out; refuses when too many labels are flagged')
    .option(
      '--max-flagged-share <share>',
      'share of documents that the audit may flag (default: 0.05)',
      realNumber(0, 1),
    )
    .option('--ignore-audit', 'go on whatever the audit says');

/**
 * Holds the command back when the audit flags too many labels or speaks of other labels.
 * @throws {InputError} `file-unreadable`, `audit-file-invalid`; {DataError} `audit-outdated`, `audit-gate-closed`
 */
export async function passAuditGate(
  flags: AuditGateFlags,
  source: DocumentSource,
  { io }: CommandContext,
): Promise<void> {
  if (flags.auditFile === undefined) return;
  const { auditGate, DataError, hashLabels } = await import('../../toolkit/index.ts');
  const report = await readAuditFile(resolve(io.cwd, flags.auditFile));
  const { passed, message } = auditGate(
    report,
    flags.maxFlaggedShare === undefined ? {} : { maxFlaggedShare: flags.maxFlaggedShare },
  );
  const isCurrent = hashLabels(await labelledDocuments(source, io.signal)) === report.labelsHash;
  const problem = isCurrent ? message : `${flags.auditFile} speaks of other labels than the source has now.`;
  if (passed && isCurrent) return;
  if (flags.ignoreAudit) {
    io.stderr.write(`warning: ${problem}\n`);
    return;
  }
  if (!isCurrent) {
    throw new DataError('audit-outdated', problem, {
      remedy: 'Run dataset audit again, or go on with --ignore-audit.',
    });
  }
  throw new DataError('audit-gate-closed', message, {
    remedy: 'Correct the labels (dataset audit --html), raise --max-flagged-share, or go on with --ignore-audit.',
  });
}

async function readAuditFile(file: string): Promise<AuditReport> {
  const { InputError } = await import('../../toolkit/index.ts');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new InputError('file-unreadable', `Expected a readable file with the audit, got ${file} (${cause.code}).`, {
      remedy: 'Check the path.',
      cause,
    });
  });
  const content = parseJson(text);
  if (isAuditReport(content)) return content;
  throw new InputError('audit-file-invalid', `Expected the JSON that dataset audit --out writes in ${file}.`, {
    remedy: 'Write it again.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Told as a file that holds no audit.
  }
}

/** An audit's JSON, as far as the gate and the replacement of an earlier file need to know. */
export function isAuditReport(content: unknown): content is AuditReport {
  if (typeof content !== 'object' || content === null) return false;
  const { documents, findings, summary, labelsHash } = content as Record<string, unknown>;
  return (
    typeof documents === 'number' &&
    Array.isArray(findings) &&
    typeof labelsHash === 'string' &&
    typeof summary === 'object' &&
    summary !== null &&
    'flaggedShare' in summary &&
    typeof summary.flaggedShare === 'number'
  );
}

async function labelledDocuments(source: DocumentSource, signal: AbortSignal): Promise<LabelledDocument[]> {
  const documents: LabelledDocument[] = [];
  for await (const item of source.documents(signal)) if (item.kind === 'document') documents.push(item.document);
  return documents;
}
