import { createRequire } from 'node:module';

/** The little of onnxruntime-node that is used here; the package's own declarations are not published with it. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
}

export interface OnnxTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

interface SessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  readonly graphOptimizationLevel: 'all';
}

/** Text cannot be read on this machine at all, whatever the image. */
export class OcrUnavailableError extends Error {
  readonly code = 'ocr-unavailable';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OcrUnavailableError';
  }
}

/** Loads the native runtime on first use: it costs about 30 ms and 30 MB that a command without images need not pay. */
export function loadOnnxRuntime(): OnnxRuntime {
  try {
    return createRequire(import.meta.url)('onnxruntime-node') as OnnxRuntime;
  } catch (cause) {
    const machine = `${process.platform}-${process.arch}`;
    throw new OcrUnavailableError(
      `Reading text needs the native part of onnxruntime-node, which does not load on ${machine} ` +
        `(${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}). ` +
        'It exists for Linux with glibc (not musl/Alpine), macOS and Windows, each on x64 and arm64.',
      { cause },
    );
  }
}

/** One thread a process: two processes of one thread read more pages a second than one process of two threads. */
export const SESSION_OPTIONS: SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
};
