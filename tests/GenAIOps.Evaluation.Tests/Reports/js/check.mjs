// Opens reports in Chromium as people do: node check.mjs <folder for pictures> <report.html> [<other.html> ...]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import puppeteer from 'puppeteer-core';

const [pictures, report, ...others] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu'] });

async function open(path, { width, height, scheme, bypass = false }) {
  const page = await browser.newPage();
  const troubles = [];
  page.on('console', message => { if (message.type() === 'error') troubles.push(`console: ${message.text()}`); });
  page.on('pageerror', error => troubles.push(`error: ${error.message}`));
  page.on('request', request => { if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) troubles.push(`request: ${request.url()}`); });
  // The page's own policy lets no tool in; it is set aside for the tool alone, and tested in the other runs.
  if (bypass) await page.setBypassCSP(true);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(path).href);
  return { page, troubles };
}

async function accessible(path, name, size) {
  const { page } = await open(path, { ...size, bypass: true });
  await page.evaluate(() => document.querySelector('#rows button')?.click());
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  assert.deepEqual(violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.target).slice(0, 3).join(', ')}`), [], `${name} breaks WCAG`);
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: size.width < 500 });
  await page.close();
}

async function fits(path, width) {
  const { page, troubles } = await open(path, { width, height: 740, scheme: 'light' });
  const [has, holds] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(has <= holds, `at ${width} pixels the page is ${has} wide`);
  assert.deepEqual(troubles, []);
  await page.close();
}

async function works(path) {
  const { page, troubles } = await open(path, { width: 1200, height: 800, scheme: 'light' });
  const count = () => page.$$eval('#rows > tr', rows => rows.length);
  const told = () => page.$eval('#status', node => node.textContent);
  const all = await told();
  await page.type('#text', 'needle');
  assert.equal(await count(), 1, 'the filter finds the one row');
  assert.notEqual(await told(), all);
  await page.$eval('#text', node => { node.value = ''; node.dispatchEvent(new Event('input')); });
  await page.select('#state', 'failed');
  assert.ok((await page.$$eval('#rows td[data-label=Status]', cells => cells.map(cell => cell.textContent))).every(text => text.startsWith('failed')));
  await page.select('#state', 'broken');
  assert.ok(await count() > 0, 'there are rows that passed before');
  await page.select('#state', '');
  // By the keyboard alone: sort by latency, twice.
  await page.focus('th button[data-key=latency]');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.equal(await page.$eval('th:has(button[data-key=latency])', head => head.getAttribute('aria-sort')), 'descending');
  const times = await page.$$eval('#rows td[data-label=ms]', cells => cells.map(cell => Number(cell.textContent)));
  assert.deepEqual(times, [...times].sort((one, other) => other - one));
  // And a row with the differences of its answers.
  await page.type('#text', 'needle');
  await page.focus('#rows button');
  await page.keyboard.press('Enter');
  assert.equal(await page.$eval('#rows button', button => button.getAttribute('aria-expanded')), 'true');
  assert.equal(await page.$eval('.detail del', node => node.textContent.trim()), 'thirty');
  assert.equal(await page.$eval('.detail ins', node => node.textContent.trim()), 'sixty');
  await page.keyboard.press('Enter');
  assert.equal(await page.$('.detail'), null);
  assert.equal(await page.evaluate(() => window.broken), undefined, 'words of an agent ran as a script');
  assert.deepEqual(troubles, []);
  await page.close();
}

try {
  await works(report);
  for (const [name, path] of [['report', report], ...others.map((other, i) => [`other-${i + 1}`, other])]) {
    for (const width of [320, 360, 768, 1280]) await fits(path, width);
    for (const scheme of ['light', 'dark']) {
      await accessible(path, `${name}-desktop-${scheme}`, { width: 1280, height: 900, scheme });
      await accessible(path, `${name}-phone-${scheme}`, { width: 360, height: 740, scheme });
    }
  }
  console.log('ok');
} finally {
  await browser.close();
}
