/** What a `data:` URL holds (RFC 2397). */
export interface DataUrl {
  /** In lower case, without parameters, e.g. `image/png`; empty when not stated. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const HEAD = /^data:([^;,]*)(?:;[^;,]*)*?;base64,/i;

export function isDataUrl(text: string): boolean {
  return /^data:/i.test(text);
}

/** Decodes a base64 data URL; undefined when it is none, is empty, or has characters that base64 has not. */
export function decodeDataUrl(url: string): DataUrl | undefined {
  const head = HEAD.exec(url.slice(0, 256));
  if (head === null) return undefined;
  const data = url.slice(head[0].length).trim();
  if (data === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(data)) return undefined;
  return { mediaType: (head[1] ?? '').toLowerCase(), bytes: Buffer.from(data, 'base64') };
}

export function encodeDataUrl({ mediaType, bytes }: DataUrl): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
}
