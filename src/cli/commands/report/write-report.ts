import { dirname, join, relative, resolve } from 'node:path';
import type { ReportDocument, ReportLanguage } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { printResult } from '../../output.ts';
import { requireWritable, writeText } from '../../write-file.ts';
import { type ArtifactFlags, readArtifacts } from './read-artifacts.ts';

export interface ReportFlags extends ArtifactFlags {
  readonly output?: string;
  readonly markdown?: string;
  readonly redact?: boolean;
  readonly language: ReportLanguage;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Artifacts → a page, and its twin for a pull request. Nothing is written when one of the files is there already. */
export async function writeReport(
  folder: string | undefined,
  flags: ReportFlags,
  context: CommandContext,
): Promise<void> {
  const { renderMarkdown, report } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const { redact = false, language, force = false } = flags;
  const input = await readArtifacts(folder, flags, context);
  const output = resolve(io.cwd, flags.output ?? join(folder ?? '.', redact ? 'report-redacted.html' : 'report.html'));
  const markdown = flags.markdown === undefined ? undefined : resolve(io.cwd, flags.markdown);
  const mayReplace = () => force;
  for (const file of [output, markdown]) if (file !== undefined) await requireWritable(file, mayReplace);
  const document = await report(input, { file: output, redact, language, signal: io.signal });
  if (markdown !== undefined) {
    await writeText(markdown, renderMarkdown(document, relative(dirname(markdown), output)), mayReplace);
  }
  const files = { report: output, ...(markdown !== undefined && { markdown }) };
  printResult({ ...files, document }, () => describe(document, Object.values(files)), flags.json, context);
}

function describe({ comparison, documents }: ReportDocument, files: readonly string[]): string {
  const shown = documents.map(({ change, count }) => `${count} ${change.replace('-', ' ')}`);
  return [
    ...(comparison ? [comparison.sentence] : []),
    ...(shown.length > 0 ? [`Documents: ${shown.join(', ')}`] : []),
    ...files.map((file) => `Wrote ${file}`),
  ].join('\n');
}
