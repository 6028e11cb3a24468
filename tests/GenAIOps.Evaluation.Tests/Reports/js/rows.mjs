// The table of rows: filter, sort, differences of answers, pages, keyboard, hostile text, speed.
import assert from 'node:assert/strict';

const cells = (page, column) => page.$$eval('#table tbody tr:not(.detail)', (rows, at) => rows.map(row => row.children[at].innerText.trim()), column);
const count = page => page.$eval('#count', one => one.textContent);
const focused = page => page.evaluate(() => document.activeElement.dataset.sort ?? document.activeElement.dataset.row ?? document.activeElement.id);

async function type(page, text) {
  await page.$eval('#f-text', one => { one.value = ''; });
  await page.focus('#f-text');
  await page.keyboard.type(text);
}

async function filters(page) {
  const all = Number((await count(page)).match(/of ([\d,]+)/)[1].replaceAll(',', ''));
  await type(page, 'warranty-053');
  assert.deepEqual((await cells(page, 0)).map(text => text.split('\n')[0]), ['warranty-053']);
  assert.match(await count(page), /Rows 1 to 1 of 1, filtered from 460/);
  await page.click('#filters [type=reset]');
  await page.waitForFunction(() => !document.getElementById('count').textContent.includes('filtered'));

  await page.select('#f-status', 'lost');
  assert.ok((await cells(page, 1)).every(text => text.includes('failed')) && (await cells(page, 2)).every(text => text.includes('passed')));
  const lost = (await cells(page, 1)).length;
  await page.select('#f-status', 'won');
  assert.ok((await cells(page, 1)).every(text => text.includes('passed')));
  assert.ok(lost > 0);

  await page.select('#f-status', '');
  await page.select('#f-set', 'safety');
  await page.select('#f-category', await page.$eval('#f-category option:nth-child(2)', one => one.value));
  assert.ok((await cells(page, 3)).every(text => text.startsWith('attack')));
  await page.select('#f-tag', 'returns');
  assert.equal(await count(page), 'No rows');
  await page.click('#filters [type=reset]');
  await page.waitForFunction(() => document.getElementById('count').textContent.includes('of 460'));
  assert.equal(all, 460);
}

async function sorting(page) {
  const numbers = async () => (await cells(page, 6)).map(text => Number(text.replace(/[^\d.]/g, '')));
  const state = () => page.$eval('[data-sort="Latency"]', one => one.closest('th').getAttribute('aria-sort'));
  assert.equal(await state(), 'none');
  await page.focus('[data-sort="Latency"]');
  await page.keyboard.press('Enter');
  assert.equal(await state(), 'ascending');
  assert.deepEqual(await numbers(), (await numbers()).toSorted((a, b) => a - b));
  assert.equal(await focused(page), 'Latency');
  await page.keyboard.press('Space');
  assert.equal(await state(), 'descending');
  assert.deepEqual(await numbers(), (await numbers()).toSorted((a, b) => b - a));
  assert.equal(await page.$$eval('th[aria-sort=ascending], th[aria-sort=descending]', all => all.length), 1);
  await page.click('#filters [type=reset]');
  await page.waitForFunction(() => document.querySelector('[data-sort="Latency"]').closest('th').getAttribute('aria-sort') === 'none');
}

async function differences(page) {
  await type(page, 'payment-012');
  const button = '[data-row]';
  assert.equal(await page.$eval(button, one => one.getAttribute('aria-expanded')), 'false');
  await page.focus(button);
  await page.keyboard.press('Enter');
  assert.equal(await page.$eval(button, one => one.getAttribute('aria-expanded')), 'true');
  assert.ok(await page.$eval(button, one => document.getElementById(one.getAttribute('aria-controls')) !== null));
  assert.notEqual(await focused(page), '');
  const marked = name => page.$$eval(`.detail section:has(.pair) ${name}`, all => all.map(one => one.textContent.trim()));
  assert.deepEqual(await marked('del'), ['accept', 'fourteen', 'fourteen']);
  assert.deepEqual(await marked('ins'), ['take', 'thirty', '. That is all I know', 'thirty', '. That is all I know']);
  // Both sides together are the whole texts.
  const whole = await page.$$eval('.detail .pair .text', all => all.map(one => one.textContent));
  assert.equal(whole[0], 'We accept cards, bank transfer and invoice. An invoice is due fourteen days after the goods left our warehouse.');
  assert.equal(whole[1], 'We take cards, bank transfer and invoice. An invoice is due thirty days after the goods left our warehouse. That is all I know.');
  const [left, right] = await page.$$eval('.detail .pair:first-of-type > div', all => all.slice(0, 2).map(one => one.getBoundingClientRect().toJSON()));
  assert.ok(left.right <= right.left && Math.abs(left.top - right.top) < 1, 'side by side');
  await page.keyboard.press('Enter');
  assert.equal(await page.$('.detail'), null);
  await page.click('#filters [type=reset]');
}

async function keyboard(page) {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  assert.ok((await page.$eval('.skip', one => one.getBoundingClientRect().top)) >= 0, 'the link to the rows shows when it has the focus');
  await page.keyboard.press('Enter');
  const seen = new Set();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const [name, outline] = await page.evaluate(() => [document.activeElement.dataset.sort ?? document.activeElement.dataset.row ?? document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth]);
    if (name) assert.equal(outline, 'solid3px', `focus on ${name} can be seen`);
    seen.add(name);
  }
  for (const name of ['f-text', 'f-status', 'f-set', 'f-tag', 'f-category', 'f-metric', 'Row', 'Outcome', 'Latency', 'next']) assert.ok(seen.has(name), `Tab reaches ${name}: ${[...seen]}`);
}

async function hostile(page) {
  await type(page, 'onerror');
  await page.click('[data-row]');
  assert.ok(await page.$eval('.detail', one => one.textContent.includes('<img src=x onerror=') && one.textContent.includes('</script>')));
  assert.equal(await page.$('.detail img, .detail script'), null);
  assert.ok(!(await page.title()).includes('broken'));
  await page.click('#filters [type=reset]');
}

async function pages(page) {
  assert.match(await page.$eval('#rows', one => one.innerText), /5,000 of 6,500 rows.*The other 1,500 are in results\.jsonl only/);
  assert.match(await count(page), /Rows 1 to 25 of 5,000/);
  await page.click('#next');
  assert.match(await count(page), /Rows 26 to 50 of 5,000/);
  assert.equal(await page.$eval('#previous', one => one.disabled), false);
  // What is lost comes first, then what is won, then what did not pass.
  await page.click('#previous');
  assert.ok((await cells(page, 1)).every(text => text.includes('failed')));
  const draws = await page.evaluate(() => {
    const field = document.getElementById('f-text');
    const times = [];
    for (const text of ['w', 'wa', 'war', 'warranty', 'nothing has this', '']) {
      field.value = text;
      const from = performance.now();
      field.dispatchEvent(new Event('input', { bubbles: true }));
      document.body.getBoundingClientRect();
      times.push(performance.now() - from);
    }
    for (let i = 0; i < 4; i++) {
      const from = performance.now();
      document.querySelector('[data-sort="Row"]').click();
      document.body.getBoundingClientRect();
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b);
  });
  console.log(`5,000 rows: filter or sort takes ${draws[5].toFixed(0)} ms in the middle, ${draws.at(-1).toFixed(0)} ms at most`);
  assert.ok(draws[5] < 500, `half of the draws take less than 500 ms: ${draws}`);
}

export async function checkRows(open, close, sizes) {
  const page = await open('compared', sizes.desktop);
  for (const check of [filters, sorting, differences, hostile]) await check(page);
  await close(page);
  const fresh = await open('compared', sizes.desktop);
  await keyboard(fresh);
  await close(fresh);
  const large = await open('large', sizes.desktop);
  await pages(large);
  await close(large);
}
