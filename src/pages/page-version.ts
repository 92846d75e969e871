import { WEIGHTS_ID } from './ocr/weights.ts';

/** Raised whenever this box's own code gives different pages for the same image. */
const READER = 1;

/**
 * Names everything a page depends on besides its image; usable as a folder name. The recogniser's text differs a
 * little between runtimes, and the appearance between image libraries, so both are part of it.
 */
export const PAGE_VERSION = `r${READER}-ppocrv4.${WEIGHTS_ID}-onnxruntime.1.16.3-sharp.0.35.5`;
