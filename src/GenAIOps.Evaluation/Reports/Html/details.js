// A row's answers side by side. Everything is set as text: what an agent wrote is never read as HTML.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function side(title, text, parts, own, tag) {
  const body = element('p', { class: 'text box' });
  if (parts === null) body.append(text);
  else for (const [kind, words] of parts) {
    if (kind === '=') body.append(words);
    else if (kind === own) body.append(element(tag, null, words));
  }
  return element('div', null, element('h4', null, title), body);
}

function pair(title, beforeTitle, before, afterTitle, after) {
  if (before === after) return element('section', null, element('h3', null, title), element('p', { class: 'soft' }, 'Word for word the same.'));
  const parts = diff(before, after);
  return element('section', null,
    element('h3', null, title),
    element('p', { class: 'soft' }, parts === null ? 'The texts are too long to mark their differences.' : 'Struck through: only on the left. Underlined: only on the right.'),
    element('div', { class: 'pair' }, side(beforeTitle, before, parts, '-', 'del'), side(afterTitle, after, parts, '+', 'ins')));
}

function plain(title, text, name) {
  return text ? element('section', null, element('h3', null, title), element('p', { class: name ?? 'text' }, text)) : null;
}

function number(value) {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  const digits = size >= 100 ? { maximumFractionDigits: 0 } : size >= 0.01 || size === 0 ? { maximumFractionDigits: 3 } : { maximumSignificantDigits: 3 };
  return value.toLocaleString('en', digits).replace('-', '−');
}

function signed(value) {
  return value === null ? '–' : (value > 0 ? '+' : value < 0 ? '' : '±') + number(value);
}

function scores(row, metrics) {
  const shown = metrics.map((metric, i) => [metric, row.now.scores[i], row.then ? row.then.scores[i] : null]).filter(([, now, then]) => now !== null || then !== null);
  if (shown.length === 0) return null;
  const head = element('tr', null, ...['Metric', 'Candidate', ...(row.then ? ['Released'] : [])].map(name => element('th', { scope: 'col' }, name)));
  const body = shown.map(([metric, now, then]) => element('tr', null, element('th', { scope: 'row' }, metric), element('td', null, number(now)), row.then ? element('td', null, number(then)) : null));
  return element('section', null, element('h3', null, 'Scores'), element('table', null, element('thead', null, head), element('tbody', null, ...body)));
}

function released(row) {
  return row.against ? `released agent of ${row.against}` : 'released agent';
}

function facts(row) {
  const words = [`${number(row.now.ms)} ms`, `${row.now.attempts} ${row.now.attempts === 1 ? 'request' : 'requests'}`];
  if (row.now.tokens) words.push(`${number(row.now.tokens)} tokens`);
  if (row.now.times) words.push(row.now.times);
  if (row.then && row.then.times) words.push(`${released(row)}: ${row.then.times}`);
  if (row.critical) words.push('a critical row: it must pass');
  return element('p', { class: 'soft' }, words.join(' · '));
}

function details(row, metrics) {
  const answer = row.now.answer, before = row.then ? row.then.answer : undefined;
  return element('div', { class: 'detail-body' },
    facts(row),
    row.history ? plain('What was said before', row.history.join('\n'), 'text box') : null,
    plain('Question', row.query),
    plain('Why it did not pass', row.now.why.join('\n')),
    row.then && row.then.why.length > 0 ? plain(`Why the ${released(row)} did not pass`, row.then.why.join('\n')) : null,
    answer === undefined ? plain('Answer', 'There was none.') : before === undefined && !row.expected ? plain('Answer', answer, 'text box') : null,
    answer !== undefined && before !== undefined ? pair(`Against the ${released(row)}`, 'Released', before, 'Candidate', answer) : null,
    row.then && before === undefined ? plain(row.against ? `Released agent of ${row.against}` : 'Released agent', 'It gave no answer.') : null,
    answer === undefined && before !== undefined ? plain(`The ${released(row)} answered`, before, 'text box') : null,
    answer !== undefined && row.expected ? pair('Against what is expected', 'Expected', row.expected, 'Candidate', answer) : answer === undefined ? plain('Expected', row.expected) : null,
    scores(row, metrics));
}
