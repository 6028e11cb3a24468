// The table of rows: filter, sort, pages. State is in one object, and the table is drawn anew from it.
const PAGE = 25;
const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);
const SIGNS = { passed: '✓', failed: '✗', errored: '!', skipped: '–' };
const ORDER = { failed: 0, errored: 1, skipped: 2, passed: 3 };
const SETS = { golden: 'question', safety: 'attack' };
const compared = data.rows.some(row => row.then);
const state = { text: '', status: '', set: '', tag: '', category: '', metric: 0, sort: null, down: false, page: 0, open: new Set() };

data.rows.forEach((row, i) => {
  row.order = i;
  row.search = [row.id, row.query, row.expected, row.now.answer, row.then && row.then.answer, ...row.now.why].filter(Boolean).join('\n').toLowerCase();
});

const score = row => row.now.scores[state.metric] ?? null;
const change = row => row.then && score(row) !== null && (row.then.scores[state.metric] ?? null) !== null ? score(row) - row.then.scores[state.metric] : null;
const COLUMNS = [
  { name: 'Row', value: row => row.id, cell: row => rowCell(row) },
  { name: 'Outcome', value: row => ORDER[row.now.status], cell: row => status(row.now.status) },
  ...(compared ? [{ name: 'Released', value: row => row.then ? ORDER[row.then.status] : null, cell: row => row.then ? status(row.then.status) : '–' }] : []),
  { name: 'Kind', value: row => SETS[row.set] + (row.category ?? ''), cell: row => kind(row) },
  ...(data.metrics.length > 0 ? [{ name: 'Score', value: score, cell: row => number(score(row)) }] : []),
  ...(data.metrics.length > 0 && compared ? [{ name: 'Change', value: change, cell: row => signed(change(row)) }] : []),
  { name: 'Latency', value: row => row.now.ms, cell: row => element('span', { class: 'number' }, `${number(row.now.ms)} ms`) },
];

function status(name) {
  return element('span', { class: `status s-${name}` }, element('span', { 'aria-hidden': 'true' }, `${SIGNS[name]} `), name);
}

function kind(row) {
  return element('span', null, SETS[row.set], row.category ? element('span', { class: 'sub' }, row.category.replaceAll('_', ' ')) : null,
    row.tags.length > 0 ? element('span', { class: 'tags' }, ...row.tags.map(tag => element('span', { class: 'tag' }, tag))) : null);
}

function rowCell(row) {
  const isOpen = state.open.has(row.order);
  const button = element('button', { type: 'button', class: 'open', 'aria-expanded': String(isOpen), 'aria-controls': isOpen ? `d-${row.order}` : null, 'data-row': row.order }, row.id);
  const shown = row.query.length > 140 ? `${row.query.slice(0, 139)}…` : row.query;
  return element('span', null, button, element('span', { class: 'query' }, shown));
}

function matches(row) {
  const wanted = state.status;
  if (wanted === 'lost' || wanted === 'won') {
    if (!row.then) return false;
    const [now, then] = [row.now.status === 'passed', row.then.status === 'passed'];
    if (wanted === 'lost' ? now || !then : !now || then) return false;
  } else if (wanted === '!passed' ? row.now.status === 'passed' : wanted && row.now.status !== wanted) return false;
  return (!state.set || row.set === state.set) && (!state.tag || row.tags.includes(state.tag)) && (!state.category || row.category === state.category)
    && (!state.text || row.search.includes(state.text));
}

function sorted(rows) {
  const column = COLUMNS.find(one => one.name === state.sort);
  if (!column) return rows;
  const sign = state.down ? -1 : 1;
  // What has no value comes last, whichever way.
  return rows.map(row => [column.value(row), row]).sort(([a, x], [b, y]) =>
    a === null || b === null ? (a === null) - (b === null) || x.order - y.order
      : sign * (typeof a === 'string' ? a.localeCompare(b, 'en', { numeric: true }) : a - b) || x.order - y.order).map(([, row]) => row);
}

function head() {
  return element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...COLUMNS.map(column => {
    const isSorted = state.sort === column.name;
    const arrow = isSorted ? (state.down ? ' ↓' : ' ↑') : ' ↕';
    return element('th', { scope: 'col', role: 'columnheader', 'aria-sort': isSorted ? (state.down ? 'descending' : 'ascending') : 'none' },
      element('button', { type: 'button', class: 'sort', 'data-sort': column.name }, column.name, element('span', { 'aria-hidden': 'true' }, arrow)));
  })));
}

function lines(row) {
  const cells = COLUMNS.map((column, i) => i === 0
    ? element('th', { scope: 'row', role: 'rowheader' }, column.cell(row))
    : element('td', { role: 'cell', 'data-label': column.name === 'Score' ? data.metrics[state.metric] : column.name }, element('div', null, column.cell(row))));
  const line = element('tr', { role: 'row' }, ...cells);
  if (!state.open.has(row.order)) return [line];
  return [line, element('tr', { class: 'detail', role: 'row', id: `d-${row.order}` }, element('td', { role: 'cell', colspan: COLUMNS.length }, details(row, data.metrics)))];
}

function draw() {
  const rows = sorted(data.rows.filter(matches));
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  state.page = Math.min(state.page, pages - 1);
  const first = state.page * PAGE, shown = rows.slice(first, first + PAGE);
  const focused = document.activeElement && document.activeElement.dataset ? { ...document.activeElement.dataset } : {};
  byId('table').replaceChildren(rows.length === 0 ? element('p', null, 'No row fits the filters.')
    : element('table', { class: 'cards sortable', role: 'table', 'aria-labelledby': 'rows-title' }, head(), element('tbody', { role: 'rowgroup' }, ...shown.flatMap(lines))));
  // The button that was used is a new one now.
  const again = focused.sort ? `[data-sort="${focused.sort}"]` : focused.row ? `[data-row="${focused.row}"]` : null;
  if (again) byId('table').querySelector(again)?.focus({ preventScroll: true });
  byId('count').textContent = rows.length === 0 ? 'No rows' : `Rows ${number(first + 1)} to ${number(first + shown.length)} of ${number(rows.length)}${rows.length < data.rows.length ? `, filtered from ${number(data.rows.length)}` : ''}`;
  byId('pages').hidden = pages === 1;
  byId('page').textContent = `Page ${state.page + 1} of ${pages}`;
  byId('previous').disabled = state.page === 0;
  byId('next').disabled = state.page === pages - 1;
}

function options(id, values) {
  byId(id).append(...[...new Set(values)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map(value => element('option', { value }, value)));
  byId(id).closest('.field').hidden = byId(id).options.length < 2;
}

function start() {
  options('f-tag', data.rows.flatMap(row => row.tags));
  options('f-category', data.rows.flatMap(row => row.category ?? []));
  byId('f-metric').append(...data.metrics.map((metric, i) => element('option', { value: i }, metric)));
  byId('f-metric').closest('.field').hidden = data.metrics.length < 2;
  const filters = byId('filters');
  const read = () => {
    Object.assign(state, { text: byId('f-text').value.trim().toLowerCase(), status: byId('f-status').value, set: byId('f-set').value, tag: byId('f-tag').value, category: byId('f-category').value, metric: Number(byId('f-metric').value || 0), page: 0 });
    draw();
  };
  filters.addEventListener('input', read);
  filters.addEventListener('submit', event => event.preventDefault());
  filters.addEventListener('reset', () => setTimeout(() => { Object.assign(state, { sort: null, down: false }); read(); }));
  filters.hidden = data.rows.length === 0;
  byId('table').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.dataset.sort) {
      state.down = state.sort === button.dataset.sort ? !state.down : false;
      state.sort = button.dataset.sort;
      state.page = 0;
    } else {
      const row = Number(button.dataset.row);
      if (!state.open.delete(row)) state.open.add(row);
    }
    draw();
  });
  for (const [id, step] of [['previous', -1], ['next', 1]]) {
    byId(id).addEventListener('click', () => {
      state.page += step;
      draw();
      byId('rows').focus();
    });
  }
  draw();
}

start();
