namespace GenAIOps.Evaluation.Reports;

/// <summary>Filter, sort, and the differences of answers. It reads the rows from the page and asks nobody.</summary>
internal static class ReportScript
{
    public const string Js = """
        'use strict';
        (() => {
          const data = JSON.parse(document.getElementById('data').textContent);
          const $ = id => document.getElementById(id);
          const body = $('rows'), status = $('status'), more = $('more');
          const step = 100;
          let shown = step, order = null, up = true, found = [];
          const el = (name, text, attributes) => {
            const node = document.createElement(name);
            if (text !== undefined && text !== null) node.textContent = text;
            for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
            return node;
          };
          const options = (select, values) => values.forEach(value => select.append(el('option', value, { value })));
          const distinct = pick => [...new Set(data.flatMap(pick))].filter(Boolean).sort();
          options($('set'), distinct(row => [row.set]));
          options($('tag'), distinct(row => row.category ? [row.category, ...row.tags] : row.tags));
          const words = text => text.split(/(\s+)/).filter(word => word.length > 0);
          // The longest common subsequence of words; of long texts only the first thousand.
          const difference = (before, after) => {
            const a = words(before).slice(0, 1000), b = words(after).slice(0, 1000);
            const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
            for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
            const out = [];
            const push = (kind, word) => { const last = out[out.length - 1]; if (last && last.kind === kind) last.text += word; else out.push({ kind, text: word }); };
            let i = 0, j = 0;
            while (i < a.length || j < b.length) {
              if (i < a.length && j < b.length && a[i] === b[j]) { push('same', a[i]); i++; j++; }
              else if (j >= b.length || (i < a.length && table[i + 1][j] >= table[i][j + 1])) push('del', a[i++]);
              else push('ins', b[j++]);
            }
            return out;
          };
          const compared = (title, before, after, side) => {
            const block = el('div'), text = el('p');
            block.append(el('h3', title));
            for (const part of difference(before, after)) {
              if (part.kind === 'same') text.append(part.text);
              else if ((part.kind === 'del') === (side === 'before')) text.append(el(part.kind, part.text));
            }
            block.append(text);
            return block;
          };
          const detail = row => {
            const box = el('div', null, { class: 'detail' }), first = el('div', null, { class: 'pair' });
            const other = row.before !== null ? ['Released agent', row.before] : ['Expected', row.expected];
            first.append(compared(other[0], other[1], row.answer, 'before'), compared('Candidate', other[1], row.answer, 'after'));
            box.append(first);
            const list = el('dl');
            const add = (term, value) => { if (value) { list.append(el('dt', term), el('dd', value)); } };
            add('Asked', row.query);
            if (row.before !== null) add('Expected', row.expected);
            add('Why', row.reasons.join('; '));
            add('Scores', Object.entries(row.scores).map(([name, value]) => `${name} ${Math.round(value * 1000) / 1000}`).join(', '));
            add('Tags', [row.category, ...row.tags].filter(Boolean).join(', '));
            add('Latency', `${row.latency} ms, ${row.attempts} ${row.attempts === 1 ? 'request' : 'requests'}`);
            box.append(list);
            return box;
          };
          const cell = (label, content, name) => { const node = el('td', null, { 'data-label': label }); if (name) node.className = name; node.append(content); return node; };
          const line = (row, index) => {
            const tr = el('tr');
            const open = el('button', row.id, { type: 'button', 'aria-expanded': 'false', 'aria-controls': `detail-${index}` });
            const first = el('td'); first.append(open);
            tr.append(first, cell('Question', row.query), cell('Status', row.change ? `${row.status} (${row.change})` : row.status), cell('Set', row.set), cell('ms', String(row.latency), 'num'));
            open.addEventListener('click', () => {
              const there = $(`detail-${index}`);
              open.setAttribute('aria-expanded', String(!there));
              if (there) { there.remove(); return; }
              const extra = el('tr', null, { id: `detail-${index}` }), whole = el('td', null, { colspan: '5' });
              whole.append(detail(row)); extra.append(whole); tr.after(extra);
            });
            return tr;
          };
          const draw = () => {
            body.replaceChildren(...found.slice(0, shown).map(line));
            status.textContent = `${found.length} of ${data.length} rows${found.length > shown ? `, the first ${shown} shown` : ''}`;
            more.hidden = found.length <= shown;
          };
          const apply = () => {
            const text = $('text').value.toLowerCase(), state = $('state').value, set = $('set').value, tag = $('tag').value;
            found = data.filter(row => (!state || row.status === state || row.change === state) && (!set || row.set === set) && (!tag || row.category === tag || row.tags.includes(tag))
              && (!text || [row.id, row.query, row.answer, row.before, row.expected, ...row.reasons].some(part => part && part.toLowerCase().includes(text))));
            if (order) found.sort((one, other) => (up ? 1 : -1) * (typeof one[order] === 'number' ? one[order] - other[order] : String(one[order]).localeCompare(String(other[order]), 'en', { numeric: true })));
            shown = step;
            draw();
          };
          for (const id of ['text', 'state', 'set', 'tag']) $(id).addEventListener('input', apply);
          for (const button of document.querySelectorAll('th button')) {
            button.addEventListener('click', () => {
              const key = button.dataset.key;
              up = order === key ? !up : true;
              order = key;
              for (const head of document.querySelectorAll('th[aria-sort]')) head.setAttribute('aria-sort', 'none');
              button.parentElement.setAttribute('aria-sort', up ? 'ascending' : 'descending');
              apply();
            });
          }
          more.addEventListener('click', () => { const from = shown; shown += step; draw(); body.children[from]?.querySelector('button')?.focus(); });
          $('filters').addEventListener('submit', event => event.preventDefault());
          apply();
        })();
        """;
}
