import { type AdviceRule, HYPERPARAMETER_GUIDE } from '../advice.ts';
import { rankShift } from '../statistics/rank-shift.ts';
import { medianOf } from '../statistics/trend.ts';

const FEWEST = 24;
/** Steps on either side of the running median that the swings are measured from. */
const REACH = 3;
const SIGNIFICANCE = 0.005;
const FACTOR = 1.5;

/** Swings that grow while training goes on: usual noise shrinks with the loss. */
export const unstable: AdviceRule = ({ training }) => {
  if (training.length < FEWEST) return undefined;
  const losses = training.map(({ loss }) => loss);
  const swings = losses.map((loss, index) =>
    Math.abs(loss - medianOf(losses.slice(Math.max(0, index - REACH), index + REACH + 1))),
  );
  // The first quarter falls too steeply for a running median to follow.
  const settled = swings.slice(Math.floor(swings.length / 4));
  const half = Math.floor(settled.length / 2);
  const [early, late] = [settled.slice(0, half), settled.slice(half)];
  const { pAbove } = rankShift(early, late);
  const [before, after] = [medianOf(early), medianOf(late)];
  if (pAbove > SIGNIFICANCE || after < FACTOR * before) return undefined;
  return {
    code: 'loss-unstable',
    message: `The loss swings more and more: the median swing grew from ${before.toFixed(3)} to ${after.toFixed(3)} (Mann–Whitney p ${pAbove < 0.001 ? '< 0.001' : `= ${pAbove.toFixed(3)}`}).`,
    remedy: 'Halve the learning rate.',
    evidence: { swingBefore: before, swingAfter: after, p: pAbove },
    source: HYPERPARAMETER_GUIDE,
  };
};
