import { type AdviceRule, HYPERPARAMETER_GUIDE } from '../advice.ts';
import { rankShift } from '../statistics/rank-shift.ts';

const FEWEST = 18;
/** A fall of less than this is none. */
const LEAST_FALL = 0.1;

/** The whole interval of the fall from the first to the last third lies below a tenth. A noisy curve has a wider one, and gets no advice. */
export const nothingLearnt: AdviceRule = ({ training }) => {
  if (training.length < FEWEST || training.some(({ loss }) => loss <= 0)) return undefined;
  const logarithms = training.map(({ loss }) => Math.log(loss));
  const third = Math.floor(logarithms.length / 3);
  const { shift, low, high } = rankShift(logarithms.slice(0, third), logarithms.slice(-third));
  const [most, least] = [1 - Math.exp(low), 1 - Math.exp(high)];
  // Rising curves are another rule's business.
  if (most >= LEAST_FALL || least < -LEAST_FALL) return undefined;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return {
    code: 'nothing-learnt',
    message: `The training loss fell by ${percent(1 - Math.exp(shift))} from the first to the last third (95 % interval ${percent(least)} to ${percent(most)}).`,
    remedy:
      'Double the learning rate; and look at the labels: answers that cannot be told from the page cannot be learnt.',
    evidence: { fall: 1 - Math.exp(shift), low: least, high: most },
    source: HYPERPARAMETER_GUIDE,
  };
};
