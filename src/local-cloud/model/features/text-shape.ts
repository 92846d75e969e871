const MAX_SHAPE = 14;

/** The pattern of a text: 'INV-0042' becomes 'X-9', 'Dear Sir' becomes 'Xx Xx', Chinese characters become 'C'. */
export function textShape(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u3400-\u9fff]/g, 'C')
    .replace(/[A-Z]/g, 'X')
    .replace(/[a-z]/g, 'x')
    .replace(/[0-9]/g, '9')
    .replace(/(.)\1+/gu, '$1')
    .slice(0, MAX_SHAPE);
}
