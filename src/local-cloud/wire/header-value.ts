/** Visible ASCII, space and tab: what any HTTP implementation passes on unharmed. */
const PLAIN = /^[\t\x20-\x7e]*$/;

/** Header text as S3 sends it: anything beyond ASCII as an RFC 2047 encoded word. */
export function headerValue(text: string): string {
  return PLAIN.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
