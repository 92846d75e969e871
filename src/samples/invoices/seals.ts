import type { Sheet } from '../drawing/sheet.ts';
import { textWidth } from '../drawing/typefaces.ts';
import type { Random } from '../random.ts';
import words from '../vocabulary/invoice-form.json' with { type: 'json' };
import type { Invoice } from './invoice.ts';
import type { PrintStyle } from './print-style.ts';

interface Seal {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly style: PrintStyle;
}

/** The tax office's seal over the title, and the seller's over the lower right corner. */
export function drawSeals(sheet: Sheet, invoice: Invoice, style: PrintStyle, random: Random): void {
  const office: Seal = { x: 800, y: 88, radiusX: 92, radiusY: 58, style };
  outline(sheet, office);
  around(sheet, office, words.sealTop, 15, 1);
  middle(sheet, office, invoice.seller.city, 17, 6);
  around(sheet, office, words.sealBottom, 14, -1);
  if (!style.sealed) return;
  const seller: Seal = {
    x: random.integer(1090, 1330),
    y: random.integer(735, 800),
    radiusX: 132,
    radiusY: 96,
    style,
  };
  outline(sheet, seller);
  around(sheet, seller, invoice.seller.name, 23, 1);
  middle(sheet, seller, invoice.seller.taxpayerNumber, 20, 2);
  middle(sheet, seller, words.invoiceSeal, 23, 44);
}

function outline(sheet: Sheet, { x, y, radiusX, radiusY, style }: Seal): void {
  sheet.ring(x, y, radiusX, radiusY, { weight: radiusX / 24, ink: style.sealInk, opacity: 0.75 });
}

function middle(sheet: Sheet, { x, y, style }: Seal, text: string, size: number, down: number): void {
  const face = /^\d/.test(text) ? 'arimo-bold' : 'zcool-xiaowei';
  sheet.text(text, x, y + down, { face, size, align: 'centre', ink: style.sealInk, opacity: 0.75 });
}

/** Text along the inside of the ring. @param side 1 for the upper arc, -1 for the lower one. */
function around(sheet: Sheet, seal: Seal, text: string, size: number, side: 1 | -1): void {
  const [rx, ry] = [seal.radiusX - size * 0.85, seal.radiusY - size * 0.85];
  const span = Math.min(3.9, (text.length * size * 1.25) / ((rx + ry) / 2));
  [...text].forEach((character, i) => {
    const along = text.length > 1 ? i / (text.length - 1) - 0.5 : 0;
    const angle = along * span * side;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    // Across the tangent of the ellipse, half of the character's width back and a third of its height down.
    const slope = Math.atan2(ry * sin, rx * cos);
    const half = textWidth('zcool-xiaowei', size, character) / 2;
    const x = seal.x + rx * sin - half * Math.cos(slope) - 0.35 * size * Math.sin(slope);
    const y = seal.y - side * ry * cos - half * Math.sin(slope) * 1 + 0.35 * size * Math.cos(slope);
    const style = { face: 'zcool-xiaowei', size, ink: seal.style.sealInk, opacity: 0.75 } as const;
    sheet.text(character, x, y, { ...style, turn: (slope * 180) / Math.PI });
  });
}
