import { type MediaRule, SOURCES } from '../rule.ts';

export const imageBroken: MediaRule = {
  code: 'image-broken',
  severity: 'error',
  remedy: 'Replace the image by a whole one, or remove the record.',
  source: SOURCES.novaGuide,
  *check({ pointer }, facts) {
    if (facts.kind !== 'found') return;
    const at = `${pointer}/image`;
    if (facts.sniffed.kind === 'broken')
      yield { pointer: at, message: `Expected a whole image, but ${facts.sniffed.reason}.` };
    else if (facts.bytes === 0) yield { pointer: at, message: 'Expected an image, but the file has 0 bytes.' };
  },
};
