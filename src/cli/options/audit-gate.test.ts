import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditReport, type DocumentSource, hashLabels } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { type AuditGateFlags, passAuditGate } from './audit-gate.ts';

const DOCUMENTS = [
  { id: 'a.png', path: '/a.png', label: 'letter' },
  { id: 'b.png', path: '/b.png', label: 'memo' },
];
const source: DocumentSource = {
  kind: 'made',
  location: 'memory',
  async *documents() {
    for (const document of DOCUMENTS) yield { kind: 'document', document };
  },
};

let folder: string;
let said: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-gate-'));
  said = '';
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function pass(flags: AuditGateFlags, change: Partial<AuditReport> = {}): Promise<void> {
  const report: AuditReport = {
    documents: 2,
    findings: [],
    groups: [],
    labelsHash: hashLabels(DOCUMENTS),
    proposals: [],
    summary: { flagged: 1, flaggedShare: 0.5, withErrors: 1, pagesRead: 0, byCode: {} },
    ...change,
  };
  await writeFile(join(folder, 'audit.json'), JSON.stringify(report));
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  const io = {
    stderr,
    stdout: stderr,
    stdin: process.stdin,
    env: {},
    cwd: folder,
    signal: new AbortController().signal,
  };
  const context: CommandContext = { io, verbose: false, exitWith: () => undefined };
  await passAuditGate(flags, source, context);
}

describe('passAuditGate', () => {
  it('asks nothing without an audit file', () => expect(pass({})).resolves.toBeUndefined());

  it('refuses above the share, and lets pass up to it', async () => {
    await expect(pass({ auditFile: 'audit.json' })).rejects.toMatchObject({
      code: 'audit-gate-closed',
      family: 'data',
    });
    await expect(pass({ auditFile: 'audit.json', maxFlaggedShare: 0.49 })).rejects.toMatchObject({
      code: 'audit-gate-closed',
    });
    await pass({ auditFile: 'audit.json', maxFlaggedShare: 0.5 });
    expect(said).toBe('');
  });

  it('refuses an audit of other labels, whatever it says', async () => {
    const other = { labelsHash: hashLabels([{ id: 'a.png', label: 'form' }]) };
    await expect(pass({ auditFile: 'audit.json', maxFlaggedShare: 1 }, other)).rejects.toMatchObject({
      code: 'audit-outdated',
    });
  });

  it('goes on when told to, and says what it passed over', async () => {
    await pass({ auditFile: 'audit.json', ignoreAudit: true });
    expect(said).toContain('warning: The audit flags 1 of 2 labels (50.0 %)');
  });

  it('refuses files that are missing or no audit', async () => {
    await expect(pass({ auditFile: 'none.json' })).rejects.toMatchObject({ code: 'file-unreadable' });
    await writeFile(join(folder, 'other.json'), '{"findings": []}');
    await expect(pass({ auditFile: 'other.json' })).rejects.toMatchObject({ code: 'audit-file-invalid' });
  });
});
