// Looks at web pages as their readers do, in headless Chromium:
//   node tests/web.mjs MODULES CHROMIUM PAGE.html…
// MODULES is a folder with playwright-core and axe-core. Each page is opened on a telephone and on a desk, light and dark:
// axe-core finds nothing; nothing is wider than a window of 320 CSS pixels (1280 at 400 %); nothing is asked of the network; no
// script is needed; every link and every area that scrolls is reached by the Tab key, once, in the order of the page, and shows it;
// printed, the page has its words. One line for each page and each mistake; the exit code is 1 if there was one.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, executablePath, ...pages] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + '/'));
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');

const views = [
  { name: 'telephone, light', viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { name: 'telephone, dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { name: 'desk, light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'desk, dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: '400 %', viewport: { width: 320, height: 256 }, colorScheme: 'light' },
];

let mistakes = 0;
function mistake(page, view, what) {
  mistakes++;
  console.log(`${page} (${view}): ${what}`);
}

async function judge(page, path, view) {
  await page.addScriptTag({ path: axe });
  const result = await page.evaluate(() => globalThis.axe.run());
  for (const violation of result.violations)
    mistake(path, view, `${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 120)} ${violation.nodes[0].failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`);
  return result.passes.length;
}

async function reflow(page, path, view) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > width
      ? [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1)
        .map((e) => e.outerHTML.slice(0, 80))[0] ?? 'the page' : null;
  });
  if (wide)
    mistake(path, view, `wider than the window: ${wide}`);
}

async function keyboard(page, path, view) {
  const wanted = await page.evaluate(() => {
    const focusable = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
      .filter((e) => e.getClientRects().length > 0);
    focusable.forEach((e, i) => { e.dataset.order = i; });
    return focusable.length;
  });
  for (let i = 0; i < wanted; i++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const e = document.activeElement;
      const style = getComputedStyle(e);
      return { order: e.dataset.order, shown: style.outlineStyle !== 'none' && style.outlineWidth !== '0px', html: e.outerHTML.slice(0, 80) };
    });
    if (found.order !== String(i))
      return mistake(path, view, `Tab number ${i + 1} goes to ${found.html}`);
    if (!found.shown)
      return mistake(path, view, `the focus cannot be seen: ${found.html}`);
  }
}

async function printed(page, path) {
  const words = (await page.evaluate(() => document.body.innerText)).split(/\s+/).filter((w) => w).length;
  await page.emulateMedia({ media: 'print' });
  const left = (await page.evaluate(() => document.body.innerText)).split(/\s+/).filter((w) => w).length;
  const colours = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (left < words * 0.9)
    mistake(path, 'print', `${left} of ${words} words are printed`);
  if (!['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(colours))
    mistake(path, 'print', `the paper is ${colours}`);
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
for (const path of pages) {
  let passes = 0;
  for (const view of views) {
    const context = await browser.newContext({ viewport: view.viewport, colorScheme: view.colorScheme });
    const page = await context.newPage();
    const address = pathToFileURL(path).href;
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:'))
        mistake(path, view.name, `asks for ${request.url()}`);
    });
    page.on('pageerror', (error) => mistake(path, view.name, String(error)));
    await page.goto(address);
    if (await page.evaluate(() => document.scripts.length) > 0)
      mistake(path, view.name, 'has a script');
    await reflow(page, path, view.name);
    passes += await judge(page, path, view.name);
    if (view.name.startsWith('desk, light'))
      await keyboard(page, path, view.name);
    await printed(page, path);
    await context.close();
  }
  console.log(`${path}: ${passes} rules of axe-core hold`);
}
await browser.close();
process.exit(mistakes > 0 ? 1 : 0);
