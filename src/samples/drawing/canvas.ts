import type { Coverage } from './coverage.ts';

/** One value per channel, 0 (black) to 255. */
export type Colour = readonly [number] | readonly [number, number, number];

/** Pixels to paint on: one grey channel or three interleaved colour channels, 8 bits each. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;

  constructor(width: number, height: number, paper: Colour) {
    this.width = width;
    this.height = height;
    this.channels = paper.length;
    this.data = new Uint8Array(width * height * paper.length);
    this.data.set(paper);
    // Twice as much each time: far faster than pixel by pixel.
    for (let done = paper.length; done < this.data.length; done *= 2) this.data.copyWithin(done, 0, done);
  }

  /** Lays ink over the covered pixels, shifted by whole pixels; what falls outside is cut. @param opacity 0 to 1. */
  paint(shape: Coverage, ink: Colour, opacity = 1, shiftX = 0, shiftY = 0): void {
    const left = shape.left + shiftX;
    const top = shape.top + shiftY;
    const fromX = Math.max(0, -left);
    const toX = Math.min(shape.width, this.width - left);
    const toY = Math.min(shape.height, this.height - top);
    const strength = Math.round(opacity * 257);
    for (let y = Math.max(0, -top); y < toY; y++) {
      const row = (top + y) * this.width + left;
      for (let x = fromX; x < toX; x++) {
        const covered = shape.values[y * shape.width + x] ?? 0;
        if (covered > 0) this.mix((row + x) * this.channels, ink, covered * strength);
      }
    }
  }

  /** @param weight 0 to 65535 */
  private mix(at: number, ink: Colour, weight: number): void {
    for (let channel = 0; channel < this.channels; channel++) {
      if (weight >= 65535) {
        this.data[at + channel] = ink[channel] ?? 0;
        continue;
      }
      const old = this.data[at + channel] ?? 0;
      this.data[at + channel] = old + (((ink[channel] ?? 0) - old) * weight) / 65535 + 0.5;
    }
  }
}
