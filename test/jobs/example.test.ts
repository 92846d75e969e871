import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/fine-tuning-service.ts');

it('the example of the service object runs as it stands', { timeout: 120_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', EXAMPLE]);
  expect(stdout).toContain('epochCount 5: 36 rows');
  expect(stdout).toContain('job example-1 Completed');
  expect(stdout).toMatch(/throughput example-1 InService, 1 model unit\ndeleted what would bill\n$/);
});
