/** A header that promises more than there is, or something impossible. */
export class BrokenHeaderError extends Error {}

/** Reads numbers and tags out of a file's first bytes; every read outside of them throws `BrokenHeaderError`. */
export class HeaderReader {
  readonly length: number;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.length = bytes.byteLength;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** `size` bytes as an unsigned number; sizes above 6 bytes lose precision. */
  number(at: number, size: number, littleEndian = false): number {
    this.require(at, size);
    let value = 0;
    for (let i = 0; i < size; i++) {
      value = value * 256 + this.view.getUint8(at + (littleEndian ? size - 1 - i : i));
    }
    return value;
  }

  byte(at: number): number {
    return this.number(at, 1);
  }

  /** Latin-1 text, for tags and magic numbers. */
  tag(at: number, size: number): string {
    this.require(at, size);
    let text = '';
    for (let i = 0; i < size; i++) text += String.fromCharCode(this.view.getUint8(at + i));
    return text;
  }

  /** True when these Latin-1 characters stand at `at`. */
  has(at: number, tag: string): boolean {
    return at + tag.length <= this.length && this.tag(at, tag.length) === tag;
  }

  private require(at: number, size: number): void {
    if (at < 0 || at + size > this.length) {
      throw new BrokenHeaderError(`the header goes on after the end of the data (${this.length} bytes)`);
    }
  }
}
