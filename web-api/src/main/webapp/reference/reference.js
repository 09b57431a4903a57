// The API for people: made from the description that the server serves itself, so that both can't differ.
const main = document.getElementById('main');
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];
const DEEPEST = 6;

function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
const code = (text) => h('code', {}, text);
const fold = (summary, open, ...inside) => h('details', { open }, h('summary', {}, summary), ...inside);

/** All operations of a description, by the one tag that each has, in the order of their paths. */
export function operations(description) {
  const found = [];
  for (const [path, item] of Object.entries(description.paths ?? {})) {
    for (const method of METHODS.filter((one) => item[one])) {
      const told = item[method];
      found.push({
        ...told,
        method: method.toUpperCase(),
        path,
        id: slug(`${method} ${path}`),
        tag: told.tags?.[0] ?? 'Other',
        parameters: [...(item.parameters ?? []), ...(told.parameters ?? [])],
      });
    }
  }
  return found.sort((a, b) => a.tag.localeCompare(b.tag) || a.path.localeCompare(b.path)
    || METHODS.indexOf(a.method.toLowerCase()) - METHODS.indexOf(b.method.toLowerCase()));
}

class Reference {
  constructor(description) {
    this.description = description;
  }

  resolved(part) {
    let at = part ?? {};
    for (let step = 0; at.$ref && step < DEEPEST; step += 1) {
      at = at.$ref.slice(2).split('/').reduce((inside, name) => inside?.[name.replaceAll('~1', '/')], this.description) ?? {};
    }
    return at;
  }

  name(schema) {
    return schema?.$ref ? schema.$ref.split('/').pop() : null;
  }

  type(given) {
    const schema = this.resolved(given);
    const types = [schema.type ?? (schema.properties ? 'object' : 'any')].flat().filter((one) => one !== 'null');
    if (types[0] === 'array') return `list of ${this.name(schema.items) ?? this.type(schema.items)}`;
    const known = this.name(given);
    return `${known && schema.properties ? known : types.join(' or ')}${schema.format ? ` (${schema.format})` : ''}`;
  }

  fields(given, depth = 0) {
    const schema = this.resolved(given);
    if ([schema.type].flat().includes('array')) return this.fields(schema.items, depth);
    const members = Object.entries(schema.properties ?? {});
    if (members.length === 0 || depth > DEEPEST) return null;
    return h('table', { class: 'fields' }, h('tbody', {}, members.map(([name, value]) => {
      const inner = this.resolved(value);
      const below = depth < 3 ? this.fields(value, depth + 1) : null;
      return h('tr', {},
        h('th', { scope: 'row' }, code(name), schema.required?.includes(name) ? h('span', { class: 'must', title: 'required' }, '*') : null),
        h('td', {}, h('span', { class: 'soft' }, this.type(value)),
          inner.enum ? h('span', { class: 'soft' }, `: ${inner.enum.join(', ')}`) : null,
          inner.description ? h('p', {}, inner.description) : null,
          below ? fold('its fields', false, below) : null));
    })));
  }

  content(part) {
    const given = this.resolved(part);
    const forms = Object.entries(given.content ?? {});
    const shown = forms.find(([form]) => /json$/.test(form)) ?? forms[0];
    if (!shown) return [];
    const [, { schema, example, examples }] = shown;
    const sample = example ?? Object.values(examples ?? {})[0]?.value;
    return [
      h('p', { class: 'soft' }, forms.map(([form]) => form).join(', '), this.name(schema) ? ` · ${this.name(schema)}` : ''),
      sample === undefined ? null : h('pre', {}, typeof sample === 'string' ? sample : JSON.stringify(sample, null, 2)),
      this.fields(schema) ? fold('Fields', false, this.fields(schema)) : null,
    ];
  }

  parameters(operation) {
    const all = operation.parameters.map((one) => this.resolved(one));
    if (all.length === 0) return [];
    return [h('h4', {}, 'Parameters'), h('table', { class: 'fields' }, h('tbody', {}, all.map((one) => h('tr', {},
      h('th', { scope: 'row' }, code(one.name), one.required ? h('span', { class: 'must', title: 'required' }, '*') : null),
      h('td', {}, h('span', { class: 'soft' }, `in ${one.in}, ${this.type(one.schema)}`), one.description ? h('p', {}, one.description) : null)))))];
  }

  responses(operation) {
    return Object.entries(operation.responses ?? {}).sort(([a], [b]) => a.localeCompare(b)).map(([status, given]) => {
      const told = this.resolved(given);
      const good = status.startsWith('2');
      return fold([h('span', { class: `status ${good ? 'good' : 'bad'}` }, status), ' ', told.description ?? ''], good, this.content(told));
    });
  }

  operation(one) {
    const open = Array.isArray(one.security) && one.security.every((needs) => Object.keys(needs).length === 0);
    return h('article', { id: one.id, 'data-operation': `${one.method} ${one.path}` },
      h('h3', {}, h('span', { class: `method ${one.method.toLowerCase()}` }, one.method), ' ', h('a', { href: `#${one.id}` }, code(one.path))),
      h('p', { class: 'summary' }, one.summary ?? '', open ? h('span', { class: 'chip' }, 'no sign-on') : null),
      one.description ? h('p', {}, one.description) : null,
      ...this.parameters(one),
      ...(one.requestBody ? [h('h4', {}, 'Body'), ...this.content(one.requestBody)] : []),
      h('h4', {}, 'Answers'), ...this.responses(one));
  }
}

function filter(search, sections) {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const { section, entries } of sections) {
    let some = false;
    for (const { text, article, link } of entries) {
      const fits = words.every((word) => text.includes(word));
      article.hidden = !fits;
      link.hidden = !fits;
      some ||= fits;
    }
    section.forEach((part) => { part.hidden = !some; });
  }
}

export function render(description) {
  const reference = new Reference(description);
  const all = operations(description);
  const tags = [...new Set(all.map((one) => one.tag))];
  const sections = tags.map((tag) => {
    const entries = all.filter((one) => one.tag === tag).map((one) => ({
      text: `${one.method} ${one.path} ${one.summary ?? ''} ${tag}`.toLowerCase(),
      article: reference.operation(one),
      link: h('a', { href: `#${one.id}` }, h('span', { class: `method ${one.method.toLowerCase()}` }, one.method), ' ', one.summary ?? one.path),
    }));
    const told = description.tags?.find((one) => one.name === tag)?.description;
    return {
      entries,
      section: [
        h('section', {}, h('h2', { id: slug(tag) }, tag), told ? h('p', { class: 'soft' }, told) : null, entries.map((one) => one.article)),
        h('div', { class: 'group' }, h('h2', {}, tag), entries.map((one) => one.link)),
      ],
    };
  });
  const search = h('input', { type: 'search', placeholder: 'Find a call', 'aria-label': 'Find a call', oninput: () => filter(search, sections) });
  main.replaceChildren(
    h('nav', { 'aria-label': 'Calls' }, search, sections.map((one) => one.section[1])),
    h('div', { class: 'text' },
      h('header', {}, h('h1', {}, description.info?.title ?? 'API'),
        h('p', { class: 'lead' }, description.info?.description ?? ''),
        h('p', { class: 'soft' }, `Version ${description.info?.version ?? ''} · ${all.length} calls · `, h('a', { href: '../openapi' }, 'as OpenAPI'))),
      sections.map((one) => one.section[0])));
}

try {
  const answer = await fetch('../openapi', { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`The server answers ${answer.status}`);
  render(await answer.json());
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
} catch (e) {
  main.replaceChildren(h('p', { class: 'note' }, `The description can't be read: ${e.message}. Load the page again to try once more.`));
}
