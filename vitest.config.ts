import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Suites that take minutes or most of one: begun last, they would leave one of two workers idle. Slowest first. */
const SLOW = [
  'test/guides/guides.test.ts',
  'test/guide/example-commands.test.ts',
  'test/batch/command.test.ts',
  'test/cli/flow.test.ts',
  'test/studio/',
  'test/pipeline/kill.test.ts',
  'test/lifecycle/',
];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = SLOW.findIndex((name) => moduleId.includes(name));
      return place < 0 ? SLOW.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: 'forks',
    sequence: { sequencer: SlowFirst },
  },
});
