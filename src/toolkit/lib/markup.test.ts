import { describe, expect, it } from 'vitest';
import { html, trusted } from './markup.ts';

describe('html', () => {
  it('escapes text in content and attributes, keeps markup, joins lists', () => {
    const name = '"><script>alert(1)</script>&\'';
    const { markup } =
      html`<p title="${name}">${name}${[html`<b>${1}</b>`, html`<i>x</i>`]}${undefined}${trusted('<hr>')}</p>`;
    expect(markup).not.toContain('<script>');
    expect(markup).toContain('<b>1</b><i>x</i><hr></p>');
    expect(markup).toContain('&#34;&#62;&#60;script');
  });
});
