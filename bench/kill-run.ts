/**
 * Kills `novatune run` at random again and again, and compares what it leaves with an undisturbed run.
 *
 *   npx tsx bench/kill-run.ts [kills] [first seed] [--source]
 *
 * `--source` runs the sources instead of the built command line. Ends with 1 when anything differs.
 */
import { isDeepStrictEqual } from 'node:util';
import { BUILT, FROM_SOURCE, killedRun, randomKills } from '../test/support/killed-run.ts';
import { HELD_OUT } from '../test/support/sample-run.ts';

const [wanted = 100, firstSeed = 1] = process.argv.slice(2).map(Number).filter(Number.isFinite);
const fromSource = process.argv.includes('--source');
const program = fromSource ? FROM_SOURCE : BUILT;
/** Kills of one run at most. */
const PER_RUN = 12;

const startedAt = performance.now();
const calm = await killedRun({ program });
const calmMs = performance.now() - startedAt;
console.log(`undisturbed: ${calm.requests} requests, ${Math.round(calmMs)} ms`);

let kills = 0;
let runs = 0;
const places = new Map<string, number>();
const wrong: string[] = [];
for (let seed = firstSeed; kills < wanted; seed += 1) {
  const killed = await killedRun({ program, nextKill: randomKills(seed, PER_RUN, calmMs / 8) });
  const deaths = killed.attempts.filter(({ code }) => code === undefined);
  kills += deaths.length;
  runs += 1;
  for (const { killedAt = '?' } of deaths) {
    const place = killedAt.replace(/ \+.*/, '').replace(/^\d+ ms$/, 'by time');
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  const problems = [
    ...(isDeepStrictEqual(killed.results, calm.results) ? [] : ['other results']),
    ...(killed.jobs === 1 && killed.models === 1 && killed.deployments === 1 ? [] : ['not one of each']),
    ...(killed.accepted.CreateModelCustomizationJob === 1 ? [] : ['a job was submitted twice']),
    ...(killed.accepted.CreateCustomModelDeployment === 1 ? [] : ['a deployment was made twice']),
    ...killed.writtenTwice.map((one) => `asked twice: ${one}`),
    ...((killed.accepted.Converse ?? 0) <= 2 * HELD_OUT + deaths.length ? [] : ['more calls than kills explain']),
  ];
  wrong.push(...problems.map((problem) => `seed ${seed}: ${problem}`));
  console.log(
    `seed ${seed}: ${deaths.length} kills, ${killed.accepted.Converse} answers, ${problems.join('; ') || 'right'}`,
  );
}
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`${kills} kills in ${runs} runs, ${wrong.length} wrong, ${seconds} s`);
console.log(JSON.stringify(Object.fromEntries([...places].sort((a, b) => b[1] - a[1]))));
process.exitCode = wrong.length > 0 ? 1 : 0;
