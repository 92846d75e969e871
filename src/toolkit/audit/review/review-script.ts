/** Writes a table as CSV: UTF-8 with a byte order mark, so that spreadsheets read Chinese; cells quoted where they must be. */
export const CSV_SCRIPT = `
function toCsv(header, rows) {
  const cell = (text) => (/[",\\r\\n]|^\\s|\\s$/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  return '\\uFEFF' + [header, ...rows].map((row) => row.map(cell).join(',')).join('\\r\\n') + '\\r\\n';
}
function correctedRows(rows, labelColumn, items, values) {
  const copy = rows.map((row) => row.slice());
  items.forEach((item, index) => {
    for (const row of item.rows) copy[row][labelColumn] = values[index];
  });
  return copy;
}
`;

/** Behaviour of the review page. Reads the embedded JSON, writes nothing but the downloaded file, logs nothing. */
export const REVIEW_SCRIPT = `'use strict';
${CSV_SCRIPT}
const data = JSON.parse(document.getElementById('data').textContent);
const values = data.items.map((item) => item.label);
const decided = data.items.map(() => false);
const cards = [];
let current = -1;
let unsaved = false;
const find = (id) => document.getElementById(id);
function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}
function describe(list, findings) {
  for (const { code, severity, message, remedy } of findings) {
    list.append(element('li', { className: severity },
      element('code', { textContent: code }), ' ', message, ' ', element('span', { className: 'soft', textContent: remedy })));
  }
  return list;
}
function decide(index, value) {
  values[index] = value;
  decided[index] = true;
  unsaved = true;
  const { input, state, card } = cards[index];
  if (input.value !== value) input.value = value;
  const changed = value !== data.items[index].label;
  card.dataset.state = changed ? 'changed' : 'kept';
  state.textContent = changed ? 'changed' : 'kept';
  count();
}
function count() {
  const changed = values.filter((value, index) => value !== data.items[index].label).length;
  const open = decided.filter((is) => !is).length;
  find('count').textContent = changed + ' changed, ' + open + ' to look at, ' + visible().length + ' shown';
}
function visible() {
  return cards.map((_, index) => index).filter((index) => !cards[index].card.hidden);
}
function select(index, focus) {
  cards[current]?.card.classList.remove('current');
  current = index;
  const { card } = cards[index];
  card.classList.add('current');
  if (focus) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: 'nearest' });
}
function step(by) {
  const shown = visible();
  if (shown.length === 0) return;
  const at = shown.indexOf(current);
  select(shown[Math.min(shown.length - 1, Math.max(0, at + by))], true);
}
function applyFilter() {
  const code = find('code').value;
  const state = find('state').value;
  data.items.forEach((item, index) => {
    const fits = code === '' || item.findings.some((finding) => finding.code === code);
    const changed = values[index] !== item.label;
    const wanted = state === '' || (state === 'open' ? !decided[index] : state === 'changed' ? changed : item.proposed !== undefined && !decided[index]);
    cards[index].card.hidden = !(fits && wanted);
  });
  count();
}
function makeCard(item, index) {
  const input = element('input', { value: item.label, id: 'label-' + index, spellcheck: false, disabled: item.rows.length === 0 });
  const state = element('span', { className: 'state', textContent: 'to look at' });
  const list = describe(element('ul', { className: 'findings' }), item.findings);
  const buttons = element('p', { className: 'buttons' });
  if (item.proposed !== undefined && item.rows.length > 0) {
    const take = element('button', { type: 'button', className: 'take', title: 'Key: p' }, 'Use proposal');
    take.addEventListener('click', () => decide(index, item.proposed));
    buttons.append(take, ' ');
  }
  const keep = element('button', { type: 'button', title: 'Key: k' }, 'Keep as it is');
  keep.addEventListener('click', () => decide(index, item.label));
  buttons.append(keep, ' ', state);
  const body = element('div', { className: 'body' }, element('h2', { textContent: item.id }), list,
    element('p', { className: 'now' }, element('span', { className: 'soft', textContent: 'Label ' }), element('bdi', { textContent: item.label })));
  if (item.proposed !== undefined) {
    body.append(element('p', { className: 'proposal' }, element('span', { className: 'soft', textContent: 'Proposed ' }), element('bdi', { textContent: item.proposed })));
  }
  body.append(element('label', { htmlFor: input.id, className: 'soft', textContent: 'Corrected label' }), input, buttons);
  const picture = element('div', { className: 'picture' });
  if (item.picture) {
    const image = element('img', { src: item.picture, loading: 'lazy', alt: item.id, title: 'Click to enlarge' });
    image.addEventListener('click', () => picture.classList.toggle('large'));
    picture.append(image);
  } else picture.append(element('span', { className: 'soft', textContent: 'no picture' }));
  const card = element('article', { tabIndex: 0, className: 'card' }, picture, body);
  card.dataset.state = 'open';
  input.addEventListener('change', () => decide(index, input.value));
  card.addEventListener('focusin', () => { if (current !== index) select(index, false); });
  return { card, input, state };
}
function download() {
  const text = toCsv(data.header, correctedRows(data.rows, data.labelColumn, data.items, values));
  const link = element('a', { href: URL.createObjectURL(new Blob([text], { type: 'text/csv' })), download: data.fileName });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  unsaved = false;
}
const KEYS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => { if (current >= 0) { decide(current, data.items[current].label); step(1); } },
  ArrowUp: () => step(-1), u: () => step(-1),
  p: () => { const item = data.items[current]; if (item && item.proposed !== undefined && item.rows.length > 0) { decide(current, item.proposed); step(1); } },
  e: () => { if (current >= 0) { cards[current].input.focus(); cards[current].input.select(); } },
};
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target.closest('input, select, button');
  if (event.key === 'Escape' || (event.key === 'Enter' && event.target.matches('input'))) {
    event.target.blur();
    if (current >= 0) cards[current].card.focus({ preventScroll: true });
    return;
  }
  const work = inField ? undefined : KEYS[event.key];
  if (work === undefined) return;
  event.preventDefault();
  work();
});
data.items.forEach((item, index) => {
  const made = makeCard(item, index);
  cards.push(made);
  find('cards').append(made.card);
});
describe(find('set'), data.setFindings);
const codes = new Map();
for (const item of data.items) for (const code of new Set(item.findings.map((finding) => finding.code))) codes.set(code, (codes.get(code) ?? 0) + 1);
for (const [code, number] of [...codes].sort((a, b) => b[1] - a[1])) find('code').append(element('option', { value: code, textContent: code + ' (' + number + ')' }));
find('code').addEventListener('change', applyFilter);
find('state').addEventListener('change', applyFilter);
find('all').addEventListener('click', () => {
  visible().forEach((index) => { const { proposed, rows } = data.items[index]; if (proposed !== undefined && rows.length > 0 && !decided[index]) decide(index, proposed); });
});
find('download').addEventListener('click', download);
addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });
count();
if (cards.length > 0) select(0, true);
scrollTo(0, 0);
`;
