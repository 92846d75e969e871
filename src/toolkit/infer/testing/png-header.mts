/** As much of a PNG file as is read before it is sent, and some text that tells it from others. */
export function pngHeader(width: number, height: number, text: string): Buffer {
  const bytes = Buffer.alloc(33 + text.length);
  bytes.write('\x89PNG\r\n\x1a\n', 'latin1');
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.set([8, 2, 0, 0, 0], 24);
  bytes.write(text, 33);
  return bytes;
}
