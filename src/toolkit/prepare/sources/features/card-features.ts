import { z } from 'zod';
import type { Feature, Features } from './feature.ts';

const FIELD = z.looseObject({
  name: z.string(),
  dtype: z
    .union([
      z.string(),
      z.looseObject({
        class_label: z.looseObject({ names: z.union([z.record(z.string(), z.string()), z.array(z.string())]) }),
      }),
    ])
    .optional(),
});
const INFO = z.looseObject({ config_name: z.string().optional(), features: z.array(FIELD) });
const CARD = z.looseObject({ dataset_info: z.union([z.array(INFO), INFO]) });

/**
 * Features that a data set's card (the front matter of its README.md, as JSON) states for one config; undefined when there are none.
 * Only for files whose own metadata is silent.
 */
export function cardFeatures(card: unknown, config: string): Features | undefined {
  const parsed = CARD.safeParse(card);
  if (!parsed.success) return undefined;
  const infos = Array.isArray(parsed.data.dataset_info) ? parsed.data.dataset_info : [parsed.data.dataset_info];
  const info =
    infos.find((one) => (one.config_name ?? 'default') === config) ?? (infos.length === 1 ? infos[0] : undefined);
  return info && new Map(info.features.map((field) => [field.name, fieldFeature(field)]));
}

function fieldFeature({ dtype }: z.infer<typeof FIELD>): Feature {
  if (dtype === undefined) return { kind: 'other', type: 'nested' };
  if (typeof dtype === 'string') return dtype === 'image' ? { kind: 'image' } : { kind: 'value', dtype };
  const { names } = dtype.class_label;
  if (Array.isArray(names)) return { kind: 'class-label', names };
  const numbered = Object.entries(names).sort(([a], [b]) => Number(a) - Number(b));
  return { kind: 'class-label', names: numbered.map(([, name]) => name) };
}
