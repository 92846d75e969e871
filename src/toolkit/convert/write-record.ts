import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import { encodeDataUrl } from '../lib/data-url.ts';
import { sha256Hex } from '../lib/hash.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import type { ImageBlock } from '../model/example.ts';
import type { Conversation, Report } from './conversation.ts';
import type { ConvertPlan } from './convert-options.ts';
import { writeBedrock } from './formats/bedrock.ts';
import { writeHfChat } from './formats/hf-chat.ts';
import { writeOpenAi } from './formats/openai.ts';
import type { FoundImage, ImageFinder } from './image-finder.ts';

type Image = FoundImage & { readonly kind: 'found' };

/** Writes conversations as lines of the target format, and their images as files where the format wants files. */
export class RecordWriter {
  readonly #plan: ConvertPlan;
  readonly #finder: ImageFinder;
  readonly #written = new Set<string>();

  constructor(plan: ConvertPlan, finder: ImageFinder) {
    this.#plan = plan;
    this.#finder = finder;
  }

  /** Distinct image files that records so far point to. */
  get images(): number {
    return this.#written.size;
  }

  /** One line without its end; undefined when an image cannot be used, and why is reported. */
  async write(conversation: Conversation, report: Report): Promise<string | undefined> {
    const images = await this.#findImages(conversation, report);
    if (images === undefined) return undefined;
    return JSON.stringify(await this.#format(conversation, images));
  }

  async #findImages({ turns }: Conversation, report: Report): Promise<Map<string, Image> | undefined> {
    const images = new Map<string, Image>();
    let complete = true;
    for (const part of turns.flatMap(({ parts }) => parts)) {
      if (part.kind === 'text' || images.has(part.source)) continue;
      const found = await this.#finder.find(part.source);
      if (found.kind === 'found') images.set(part.source, found);
      else {
        complete = false;
        report({ code: found.code, severity: 'error', pointer: part.pointer, message: found.message });
      }
    }
    return complete ? images : undefined;
  }

  async #format(conversation: Conversation, images: ReadonlyMap<string, Image>): Promise<unknown> {
    if (this.#plan.to === 'openai') {
      const urls = new Map([...images].map(([source, image]) => [source, toDataUrl(image)]));
      return writeOpenAi(conversation, (source) => known(urls, source));
    }
    const paths = new Map<string, string>();
    for (const [source, image] of images) paths.set(source, await this.#store(image));
    if (this.#plan.to === 'hf-chat') return writeHfChat(conversation, (source) => known(paths, source));
    return writeBedrock(conversation, (source) => this.#block(known(images, source), known(paths, source)));
  }

  #block({ format }: Image, path: string): ImageBlock {
    const { s3 } = this.#plan;
    if (s3 === undefined) {
      throw new InputError(
        's3-location-missing',
        'Expected a bucket that the images will be uploaded to, but none is given.',
        {
          remedy: 'Name the bucket.',
        },
      );
    }
    const owner = s3.bucketOwner === undefined ? {} : { bucketOwner: s3.bucketOwner };
    return { image: { format, source: { s3Location: { uri: `${s3.uri}${path}`, ...owner } } } };
  }

  /** Puts the image beside the output unless it is there; its path from there, with `/`. */
  async #store({ bytes, format }: Image): Promise<string> {
    const path = `${DATASET_FILES.images}/${sha256Hex(bytes).slice(0, 16)}.${format}`;
    if (this.#written.has(path)) return path;
    const file = join(dirname(this.#plan.output), path);
    // Images are written whole or not at all, so the size tells.
    const there = await stat(file).catch(() => undefined);
    if (there?.size !== bytes.length) await writeFileAtomic(file, bytes);
    this.#written.add(path);
    return path;
  }
}

function toDataUrl({ bytes, format }: Image): string {
  return encodeDataUrl({ mediaType: `image/${format}`, bytes });
}

function known<Value>(values: ReadonlyMap<string, Value>, source: string): Value {
  const value = values.get(source);
  if (value === undefined) throw new TypeError('Expected every image of the record to have been found.');
  return value;
}
