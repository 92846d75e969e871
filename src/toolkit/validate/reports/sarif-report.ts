import { pathToFileURL } from 'node:url';
import type { Finding, Severity } from '../../model/finding.ts';
import { KNOWN_RULES } from '../known-rules.ts';
import type { RecordsSummary } from '../validate.ts';
import type { FindingReport } from './finding-report.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, as code scanners read it. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export class SarifReport implements FindingReport {
  readonly #codes = [...KNOWN_RULES.keys()];
  readonly #version: string;
  #separator = '';

  /** @param version of the tool */
  constructor(version: string) {
    this.#version = version;
  }

  begin(): string {
    const rules = [...KNOWN_RULES.values()].map(({ code, severity, remedy, source }) => ({
      id: code,
      shortDescription: { text: code.replaceAll('-', ' ') },
      help: { text: remedy },
      helpUri: source,
      defaultConfiguration: { level: LEVELS[severity] },
    }));
    const driver = JSON.stringify({ name: 'novatune', version: this.#version, rules });
    return `{"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n"tool": {"driver": ${driver}},\n"columnKind": "utf16CodeUnits",\n"results": [`;
  }

  finding({ code, severity, message, remedy, file, line, pointer }: Finding): string {
    const location = {
      physicalLocation: {
        artifactLocation: { uri: toUri(file) },
        ...(line === undefined ? {} : { region: { startLine: line } }),
      },
      ...(pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] }),
    };
    const result = {
      ruleId: code,
      ruleIndex: this.#codes.indexOf(code),
      level: LEVELS[severity],
      message: { text: `${message} ${remedy}` },
      locations: [location],
    };
    const text = `${this.#separator}\n  ${JSON.stringify(result)}`;
    this.#separator = ',';
    return text;
  }

  end(summary: RecordsSummary): string {
    return `\n],\n"properties": ${JSON.stringify(summary)}}]}\n`;
  }
}

/** A URI, or a reference relative to where the command ran. */
function toUri(file: string): string {
  if (file.startsWith('s3://')) return file;
  if (file.startsWith('/')) return pathToFileURL(file).href;
  return file.split('/').map(encodeURIComponent).join('/');
}
