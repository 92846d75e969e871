import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCloudLog } from './cloud-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'novatune-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the log', () => {
  it('keeps two files of bounded size', () => {
    const file = join(folder, 'cloud.log');
    const heard: string[] = [];
    const log = openCloudLog(file, (line) => heard.push(line), 2000);
    for (let index = 0; index < 200; index += 1) log.write('counted', { index, text: 'x'.repeat(50) });
    expect(heard).toHaveLength(200);
    expect(statSync(file).size).toBeLessThanOrEqual(2100);
    expect(statSync(`${file}.1`).size).toBeLessThanOrEqual(2100);
    const last = readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ event: 'counted', index: 199 });
  });

  it('goes on where it stopped', () => {
    const file = join(folder, 'again.log');
    openCloudLog(file).write('first');
    openCloudLog(file).write('second');
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
  });
});
