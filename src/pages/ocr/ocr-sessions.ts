import {
  loadOnnxRuntime,
  type OnnxRuntime,
  type OnnxSession,
  type OnnxTensor,
  SESSION_OPTIONS,
} from './onnx-runtime.ts';
import { loadWeights } from './weights.ts';

/** The two networks, ready to run. */
export interface OcrSessions {
  readonly detector: Network;
  readonly recogniser: Network;
  readonly alphabet: readonly string[];
}

/** A network with one image in (planes × rows × columns) and one tensor out. */
export type Network = (planes: Float32Array, height: number, width: number) => Promise<OnnxTensor>;

let loading: Promise<OcrSessions> | undefined;

/** The process's sessions: loaded on first use (about 0.2 s, 250 MB once they have run), then shared. A failure may be retried. */
export function ocrSessions(): Promise<OcrSessions> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<OcrSessions> {
  const runtime = loadOnnxRuntime();
  const weights = await loadWeights();
  const [detector, recogniser] = await Promise.all([
    runtime.InferenceSession.create(weights.detector, SESSION_OPTIONS),
    runtime.InferenceSession.create(weights.recogniser, SESSION_OPTIONS),
  ]);
  return {
    detector: networkOf(runtime, detector),
    recogniser: networkOf(runtime, recogniser),
    alphabet: weights.alphabet,
  };
}

function networkOf(runtime: OnnxRuntime, session: OnnxSession): Network {
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  if (input === undefined || output === undefined) throw new Error('An OCR network has no input or no output.');
  return async (planes, height, width) => {
    const result = await session.run({ [input]: new runtime.Tensor('float32', planes, [1, 3, height, width]) });
    const tensor = result[output];
    if (tensor === undefined) throw new Error(`An OCR network gave no output ${output}.`);
    return tensor;
  };
}
