// What a report's page must hold in a real browser: node check.mjs <folder with compared, first, large and experiment> [folder for screenshots]
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { checkRows } from './rows.mjs';

const [folder, screenshots] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740, isMobile: true, hasTouch: true } };

const browser = await puppeteer.launch({
  executablePath: process.env.PATH.split(delimiter).map(part => join(part, 'chromium')).find(existsSync),
  headless: true,
  args: ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});

async function open(report, viewport, scheme = 'light') {
  const page = await browser.newPage();
  page.troubles = [];
  page.on('console', message => ['error', 'warn'].includes(message.type()) && page.troubles.push(`console: ${message.text()}`));
  page.on('pageerror', error => page.troubles.push(`error: ${error.message}`));
  const url = pathToFileURL(resolve(folder, report, 'report.html')).href;
  page.on('request', request => request.url() !== url && !request.url().startsWith('data:') && page.troubles.push(`request: ${request.url()}`));
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(url, { waitUntil: 'load' });
  return page;
}

async function close(page) {
  assert.deepEqual(page.troubles, []);
  await page.close();
}

// The debugger may run axe although the page's policy lets no other script run.
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(values => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), tags);
  return found.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => `${node.target} ${node.failureSummary}`).join(' | ')}`);
}

const overflow = page => page.evaluate(() => ({
  page: document.documentElement.scrollWidth - window.innerWidth,
  parts: [...document.querySelectorAll('main *')].filter(one => !one.closest('.plot, .hidden, thead, option, .scroll') && one.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 5).map(one => one.outerHTML.slice(0, 120)),
}));

async function checkAccess() {
  for (const report of ['compared', 'first', 'experiment']) {
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const scheme of ['light', 'dark']) {
        const page = await open(report, viewport, scheme);
        assert.deepEqual(await violations(page), [], `${report}, ${size}, ${scheme}`);
        await page.$$eval('.open, summary', all => all.slice(0, 2).forEach(one => one.click()));
        assert.deepEqual(await violations(page), [], `${report}, ${size}, ${scheme}, with details`);
        if (screenshots) await page.screenshot({ path: join(screenshots, `${report}-${size}-${scheme}.png`), fullPage: true });
        await close(page);
      }
    }
  }
}

async function checkWidth() {
  for (const report of ['compared', 'first', 'experiment']) {
    for (const width of [320, 360, 768, 1024]) {
      const page = await open(report, { width, height: 640 });
      await page.$$eval('.open', all => all.slice(0, 1).forEach(one => one.click()));
      assert.deepEqual(await overflow(page), { page: 0, parts: [] }, `${report} at ${width}`);
      await close(page);
    }
  }
}

async function checkPlots() {
  const page = await open('compared', sizes.desktop);
  const names = await page.$$eval('svg.plot', all => all.map(one => one.getAttribute('aria-label')));
  assert.ok(names.length > 10);
  for (const name of names) assert.match(name, /: .*interval .* to /, name);
  // The same numbers stand in tables.
  assert.ok(await page.$$eval('table[aria-labelledby="metrics-title"] tbody tr', all => all.length) >= 5);
  await close(page);
}

async function checkPrint() {
  const page = await open('compared', sizes.desktop);
  await page.emulateMediaType('print');
  assert.equal(await page.$eval('#filters', one => getComputedStyle(one).display), 'none');
  await close(page);
}

try {
  await checkAccess();
  await checkWidth();
  await checkPlots();
  await checkPrint();
  await checkRows(open, close, sizes);
  console.log('all checks passed');
} finally {
  await browser.close();
}
