// Opens the operator's console as a browser would, as far as its scripts can tell: node console-page.mjs SERVER USER PASSWORD JOB
// Runs the page's own scripts on a small document, signs in at the real sign-on, starts a dry run of JOB and reads its end off the page.
// Like a browser it calls other origins only where the page's policy says so, and shows the page only what these origins allow it to see.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [server, user, password, job] = process.argv.slice(2);
const page = new URL('/operations/', server);
const fetched = globalThis.fetch;

class Element {
  constructor(tag) { Object.assign(this, { tag, attributes: {}, listeners: {}, childNodes: [], dataset: {} }); }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  append(...more) { this.childNodes.push(...more); }
  replaceChildren(...more) { this.childNodes = more; }
  get textContent() { return this.childNodes.map((child) => child.textContent ?? String(child)).join(' '); }
  all() { return [this, ...this.childNodes.flatMap((child) => (child.all ? child.all() : []))]; }
  querySelectorAll() { return []; }
  buttons(text) { return this.all().filter((one) => one.tag === 'button' && one.textContent === text); }
}

const frame = await fetched(page, { redirect: 'follow' });
const html = await frame.text();
const policy = frame.headers.get('Content-Security-Policy');
const allowed = /connect-src ([^;]*);/.exec(policy)[1].split(' ');
const main = new Element('main');
const body = new Element('body');
Object.assign(body.dataset, { issuer: /data-issuer="([^"]*)"/.exec(html)[1], client: /data-client="([^"]*)"/.exec(html)[1] });

globalThis.fetch = async (address, options = {}) => {
  const to = new URL(address, page);
  const foreign = to.origin !== page.origin;
  if (foreign && !allowed.includes(to.origin)) throw new Error(`The policy does not let the page call ${to.origin}`);
  const answer = await fetched(to, foreign ? { ...options, headers: { ...options.headers, Origin: page.origin } } : options);
  if (foreign && ![page.origin, '*'].includes(answer.headers.get('Access-Control-Allow-Origin'))) {
    throw new Error(`${to} does not let pages of ${page.origin} see its answer`);
  }
  return answer;
};
globalThis.document = { body, getElementById: () => main, createElement: (tag) => new Element(tag) };
let left;
globalThis.location = { origin: page.origin, pathname: page.pathname, search: '', assign: (to) => left(to) };
const kept = new Map();
globalThis.sessionStorage = { setItem: (k, v) => kept.set(k, v), getItem: (k) => kept.get(k) ?? null, removeItem: (k) => kept.delete(k) };
globalThis.history = { replaceState: () => { location.search = ''; } };
globalThis.confirm = () => true;

async function load() {
  const folder = await mkdtemp(join(tmpdir(), 'console-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const script of ['signon.js', 'format.js', 'console.js']) {
    const answer = await fetched(new URL(script, page));
    if (!answer.ok || !/javascript/.test(answer.headers.get('Content-Type'))) throw new Error(`${script}: ${answer.status}`);
    await writeFile(join(folder, script), await answer.text());
  }
  const style = await fetched(new URL('console.css', page));
  if (!/text\/css/.test(style.headers.get('Content-Type'))) throw new Error(`console.css: ${style.status}`);
  await import(join(folder, 'console.js'));
}

async function await_(what, test) {
  const until = Date.now() + 60_000;
  while (!test()) {
    if (Date.now() > until) throw new Error(`${what}; the page says: ${main.textContent}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

// What a person does at the sign-on: where it sends the browser back to.
async function approve(address) {
  const jar = new Map();
  const visit = async (to, options = {}) => {
    const answer = await fetched(to, { ...options, redirect: 'manual', headers: { ...options.headers, Cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      jar.set(name, value);
    }
    return answer;
  };
  const form = await (await visit(address)).text();
  const found = /<form[^>]*\saction="([^"]*)"/.exec(form);
  if (!found) throw new Error(`The sign-on shows no form: ${form.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 300)}`);
  const answer = await visit(found[1].replaceAll('&amp;', '&'), {
    method: 'POST', body: new URLSearchParams({ username: user, password }),
  });
  const back = answer.headers.get('Location');
  if (!back?.startsWith(page.href)) throw new Error(`The sign-on answers ${answer.status}, and sends to ${back}`);
  return new URL(back);
}

await load();
const going = new Promise((resolve) => { left = resolve; });
main.buttons('Sign in')[0].listeners.click();
location.search = (await approve(await going)).search;
await load();
if (main.buttons('Sign in').length > 0) {
  console.log(`refused: ${main.textContent}`);
  process.exit(3);
}
const card = main.all().find((one) => one.tag === 'article' && one.textContent.trim().startsWith(job));
await card.buttons('Dry run')[0].listeners.click();
const detail = () => main.all().find((one) => one.attributes.class === 'detail');
await await_('The dry run did not begin', () => detail()?.textContent.includes(`of ${job}`));
await await_('The dry run did not end', () => /completed|failed/.test(detail().textContent));
console.log(detail().textContent.replace(/\s+/g, ' '));
process.exit(detail().textContent.includes('completed') ? 0 : 1);
