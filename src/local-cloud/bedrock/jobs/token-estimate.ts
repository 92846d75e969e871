/** Characters of Latin text in one token: the guide's own rule of thumb. */
const CHARACTERS_PER_TOKEN = 6;
/** Han, kana and hangul characters in one token: our estimate, on the generous side so that no sound record is refused. */
const WIDE_CHARACTERS_PER_TOKEN = 1.5;

/** Lower estimate of the tokens in some texts; Nova's tokenizer is not published. */
export function estimateTextTokens(texts: readonly string[]): number {
  let wide = 0;
  let other = 0;
  for (const text of texts) {
    const wideHere = text.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g)?.length ?? 0;
    wide += wideHere;
    other += text.length - wideHere;
  }
  return Math.ceil(other / CHARACTERS_PER_TOKEN + wide / WIDE_CHARACTERS_PER_TOKEN);
}

/** Pixel area to tokens, as published for five sizes: 900×450, 900×900, 1400×900, 1800×900, 1300×1300. */
const IMAGE_TOKENS: readonly (readonly [pixels: number, tokens: number])[] = [
  [405_000, 800],
  [810_000, 1300],
  [1_260_000, 1800],
  [1_620_000, 2400],
  [1_690_000, 2600],
];

/** Tokens of an image by interpolation on its area; images beyond the last published size are scaled down by the model. */
export function estimateImageTokens(width: number, height: number): number {
  const pixels = width * height;
  let [lowPixels, lowTokens]: readonly [number, number] = [0, 0];
  for (const [highPixels, highTokens] of IMAGE_TOKENS) {
    if (pixels <= highPixels) {
      return Math.round(lowTokens + ((highTokens - lowTokens) * (pixels - lowPixels)) / (highPixels - lowPixels));
    }
    [lowPixels, lowTokens] = [highPixels, highTokens];
  }
  return lowTokens;
}
