import { type RecordRule, SOURCES } from '../rule.ts';

/** The guide's own example has both; AWS's tools refuse some combinations of them. */
export const reasoningWithMedia: RecordRule = {
  code: 'reasoning-with-media',
  severity: 'warning',
  remedy: 'Try a small job first, or leave the reasoning out.',
  source: SOURCES.forgeSdk,
  check({ others, media }, { model }, report) {
    if (others.length === 0 || media.length === 0 || !model.reasoning) return;
    const reasoning = others.find(({ kind }) => kind === 'reasoningContent');
    if (reasoning === undefined) return;
    const message = `Expected reasoning or media in a record: sources disagree on whether both may stand in one, and there is ${media[0]?.kind === 'image' ? 'an image' : `a ${media[0]?.kind}`} at ${media[0]?.pointer}.`;
    report({ pointer: `${reasoning.block.pointer}/reasoningContent`, message });
  },
};
