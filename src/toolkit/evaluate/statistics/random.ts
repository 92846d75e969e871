/**
 * Uniform numbers from 0 to 1, the same for the same seed: sfc32 of the PractRand suite, https://pracrand.sourceforge.net/RNG_engines.txt,
 * good enough for resampling, not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next(); // Spreads the seed over the state.
  return next;
}
