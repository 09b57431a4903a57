// Opens the reader's page of the API as a browser would, as far as its script can tell: node reference-page.mjs SERVER
// Runs the page's own script on a small document, and prints what it shows as JSON: each call, in order, and all text.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const page = new URL('/reference/', process.argv[2]);
const fetched = globalThis.fetch;

class Element {
  constructor(tag) { Object.assign(this, { tag, attributes: {}, listeners: {}, childNodes: [], hidden: false, value: '' }); }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  append(...more) { this.childNodes.push(...more); }
  replaceChildren(...more) { this.childNodes = more; }
  get textContent() { return this.childNodes.map((child) => child.textContent ?? String(child)).join(' '); }
  all() { return [this, ...this.childNodes.flatMap((child) => (child.all ? child.all() : []))]; }
}

const main = new Element('main');
globalThis.document = { getElementById: () => main, createElement: (tag) => new Element(tag) };
globalThis.location = { hash: '' };
globalThis.fetch = (address, options) => {
  const to = new URL(address, page);
  if (to.origin !== page.origin) throw new Error(`The policy does not let the page call ${to.origin}`);
  return fetched(to, options);
};
const folder = await mkdtemp(join(tmpdir(), 'reference-'));
await writeFile(join(folder, 'package.json'), '{"type":"module"}');
const script = await fetched(new URL('reference.js', page));
if (!script.ok || !/javascript/.test(script.headers.get('Content-Type'))) throw new Error(`reference.js: ${script.status}`);
await writeFile(join(folder, 'reference.js'), await script.text());
const style = await fetched(new URL('reference.css', page));
if (!/text\/css/.test(style.headers.get('Content-Type'))) throw new Error(`reference.css: ${style.status}`);
await import(join(folder, 'reference.js'));

const articles = main.all().filter((one) => one.tag === 'article');
const search = main.all().find((one) => one.tag === 'input');
search.value = 'trash';
search.listeners.input();
console.log(JSON.stringify({
  calls: articles.map((one) => one.attributes['data-operation']),
  texts: articles.map((one) => one.textContent.replace(/\s+/g, ' ')),
  found: articles.filter((one) => !one.hidden).map((one) => one.attributes['data-operation']),
}));
