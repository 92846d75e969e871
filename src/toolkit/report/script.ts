/**
 * Sorting of tables and filtering of documents. The page reads the same without it: the controls are made by the script itself.
 * It sets text alone, never markup.
 */
export const SCRIPT = `'use strict';
const value = (row, column) => {
  const text = (row.cells[column]?.textContent ?? '').trim();
  const number = Number(text.replace(/[ ,%]/g, ''));
  return text !== '' && !Number.isNaN(number) ? number : text;
};
const order = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === typeof b) return String(a).localeCompare(String(b));
  return typeof a === 'number' ? -1 : 1;
};
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const body = table.tBodies[0];
      const rows = [...body.rows].sort((a, b) => order(value(a, column), value(b, column)) * (down ? -1 : 1));
      body.append(...rows);
    });
  });
}
const documents = document.getElementById('documents');
if (documents) {
  const label = document.createElement('label');
  const input = document.createElement('input');
  const count = document.createElement('output');
  input.type = 'search';
  label.className = 'filter';
  label.append(documents.dataset.filter + ' ', input, ' ', count);
  documents.querySelector('h2').after(label);
  const items = [...documents.querySelectorAll('.card, tbody tr')].map((item) => [item, item.textContent.toLowerCase()]);
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !text.includes(wanted);
      if (!item.hidden) shown += 1;
    }
    for (const further of documents.querySelectorAll('details')) further.open = wanted !== '';
    count.textContent = wanted === '' ? '' : shown + ' ' + documents.dataset.shown;
  });
}
addEventListener('beforeprint', () => {
  for (const part of document.querySelectorAll('details')) part.open = true;
});
`;
