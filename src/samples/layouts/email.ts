import { boldOf, SANS } from '../drawing/face-families.ts';
import { type Page, paragraph, stack, type Type } from '../drawing/page.ts';
import words from '../vocabulary/correspondence.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

const HEADERS = [
  ['From:', 'Sent:', 'To:', 'Cc:', 'Subject:'],
  ['From:', 'To:', 'CC:', 'Date:', 'Subject:'],
  ['To:', 'From:', 'Cc:', 'Date:', 'Subject:'],
];

export const email: DocumentLayout = {
  description: 'a printed electronic mail with sender, recipients, sent time and subject, often with quoted replies',
  landscape: 0,
  draw(page) {
    const { random, sheet, prose } = page;
    const face = random.pick([...SANS, ...SANS, 'courier-prime', 'ibm-plex-mono', 'pt-serif'] as const);
    const type: Type = { face, size: random.between(12.5, 15.5) };
    const left = random.integer(60, 100);
    const width = sheet.width - 2 * left;
    let y = random.integer(60, 130);
    if (random.chance(0.5)) {
      sheet.text(prose.name(), left, y, { face: boldOf(face), size: type.size + 2 });
      sheet.line(left, y + 7, left + width, y + 7, { weight: random.between(1.5, 4) });
      y += 34;
    }
    y = headers(page, left, y, width, type);
    y = body(page, left, y, width, type);
    for (let i = random.integer(0, 2); i > 0 && y < 760; i--) {
      sheet.text(separator(page), left, y, type);
      y = headers(page, left + random.pick([0, 0, 14]), y + type.size * 1.6, width, type);
      y = body(page, left, y, width, type);
    }
    if (random.chance(0.3))
      sheet.text(`Page ${random.integer(1, 3)}`, sheet.width / 2, 1055, { ...type, align: 'centre' });
  },
};

function headers(page: Page, left: number, y: number, width: number, type: Type): number {
  const { random, sheet } = page;
  const labels = { ...type, face: boldOf(type.face) };
  let below = y;
  for (const label of random.pick(HEADERS)) {
    if (/cc/i.test(label) && random.chance(0.45)) continue;
    sheet.text(label, left, below, labels);
    below = paragraph(page, headerValue(page, label), left + 78, below, width - 90, type);
  }
  if (random.chance(0.25)) {
    sheet.text(random.pick(words.emailAttachments), left, below, type);
    below += type.size * 1.3;
  }
  return below + type.size * 1.2;
}

function headerValue(page: Page, label: string): string {
  const { random, prose } = page;
  if (label === 'Sent:' || label === 'Date:') return prose.sentAt();
  if (label === 'Subject:') return random.pick(words.emailPrefixes) + prose.heading(4);
  if (label === 'From:') return address(page);
  return Array.from({ length: random.integer(1, 4) }, () => address(page)).join('; ');
}

function address(page: Page): string {
  const { random, prose } = page;
  const [first, last] = [prose.firstName(), prose.lastName()];
  if (random.chance(0.45))
    return `${last}, ${first}${random.chance(0.3) ? ` (${random.pick(['HQ', 'NYO', 'R&D'])})` : ''}`;
  if (random.chance(0.5)) return `${first} ${last}`;
  const host = prose.organisation().split(' ')[0] ?? '';
  return `${first}.${last}@${host}.com`.toLowerCase();
}

function body(page: Page, left: number, y: number, width: number, type: Type): number {
  const { random, prose } = page;
  let below = y;
  if (random.chance(0.3)) below = stack(page, [`${prose.firstName()},`], left, below, type) + 4;
  for (let i = random.integer(1, 3); i > 0 && below < 1000; i--) {
    below = paragraph(page, prose.paragraph(random.integer(1, 3)), left, below, width, type) + type.size;
  }
  if (random.chance(0.5) && below < 1000) {
    below = stack(page, [random.pick(words.emailThanks), prose.firstName()], left, below, type) + type.size;
  }
  return below + type.size;
}

function separator(page: Page): string {
  const dashes = '-'.repeat(page.random.integer(5, 10));
  return page.random.pick([
    `${dashes}Original Message${dashes}`,
    `${dashes} Forwarded by ${page.prose.name()} ${dashes}`,
    `${page.prose.name()} wrote:`,
  ]);
}
