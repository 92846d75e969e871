import form from '../vocabulary/invoice-form.json' with { type: 'json' };

/** A sum in the capital numerals of Chinese accounting: 3826605 cents are 叁万捌仟贰佰陆拾陆圆零伍分. */
export function moneyInWords(cents: number): string {
  if (!Number.isSafeInteger(cents) || cents < 1 || cents >= 10 ** 14) {
    throw new RangeError(`Sum in words: expected whole cents from 1 to below 10^14, got ${cents}.`);
  }
  const { yuan, jiao, fen, whole } = form.money;
  const units = Math.floor(cents / 100);
  const tens = Math.floor(cents / 10) % 10;
  const ones = cents % 10;
  const front = units > 0 ? integerInWords(units) + yuan : '';
  if (tens === 0 && ones === 0) return front + whole;
  const gap = tens === 0 && front !== '' ? numeral(0) : '';
  return front + (tens > 0 ? numeral(tens) + jiao : gap) + (ones > 0 ? numeral(ones) + fen : whole);
}

const numeral = (digit: number): string => form.digits[digit] ?? '';

/** Groups of four digits; a run of zeros inside is said once. */
function integerInWords(value: number): string {
  const digits = String(value);
  let text = '';
  let zeros = false;
  let groupSpoken = false;
  for (let i = 0; i < digits.length; i++) {
    const place = digits.length - 1 - i;
    const digit = Number(digits[i]);
    if (digit === 0) zeros = true;
    else {
      text += (zeros && text !== '' ? numeral(0) : '') + numeral(digit) + (form.places[place % 4] ?? '');
      zeros = false;
      groupSpoken = true;
    }
    if (place % 4 === 0 && groupSpoken) {
      text += form.groups[place / 4] ?? '';
      groupSpoken = false;
    }
  }
  return text;
}
