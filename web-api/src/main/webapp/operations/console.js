// The operator's console. Everything goes through the API that scripts use as well (docs/jobs.md).
import * as signOn from './signon.js';
import * as format from './format.js';

const FAST_MILLIS = 1_000; // while a job runs
const SLOW_MILLIS = 5_000;
const PAGE = 200;
const ACTIVE = ['starting', 'running', 'stopping'];

const main = document.getElementById('main');
const view = { jobs: [], runs: [], open: null, detail: null, items: null, filter: '', note: '' };

function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== ''));
  return made;
}

async function api(path, body, method = 'POST') {
  const answer = await fetch(`../api/v1/jobs${path}`, {
    method: body === undefined ? 'GET' : method,
    headers: { Authorization: `Bearer ${await signOn.token()}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.detail ?? found.title ?? `The server answers ${answer.status}`);
  return found;
}

async function act(work) {
  try {
    view.note = '';
    const run = await work();
    if (run?.run) await show(run.run);
  } catch (e) {
    view.note = e.message;
  }
  await look();
}

const start = (body) => act(() => api('/runs', body));
const tell = (run, what) => act(() => api(`/runs/${run}/${what}`, {}));

async function show(run) {
  view.open = run;
  view.items = null;
  view.detail = await api(`/runs/${run}`);
  if (view.detail.run.dryRun) await more();
}

async function more() {
  const after = view.items?.next ? `&after=${encodeURIComponent(view.items.next)}` : '';
  const page = await api(`/runs/${view.open}/items?limit=${PAGE}${after}`);
  view.items = { items: [...(view.items?.items ?? []), ...page.items], next: page.next };
}

const isActive = (run) => run && ACTIVE.includes(run.state);
const chip = (state) => h('span', { class: `chip ${state}` }, state);
const button = (text, onclick, kind = '') => h('button', { type: 'button', class: kind, onclick }, text);
const took = (run) => format.duration((run.endedMillis ?? Date.now()) - run.startedMillis);

function counts(run, most = Infinity, before = null) {
  const all = Object.entries(run.counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return h('dl', { class: 'counts' }, all.slice(0, most).map(([name, value]) =>
    h('div', {}, h('dt', {}, format.words(name)), h('dd', {}, format.count(name, value),
      before ? h('span', { class: 'soft' }, ` (${format.count(name, before.counts[name] ?? 0)} before)`) : ''))));
}

function release(job) {
  if (!job.release) return '';
  const { needed, offAskedBy } = job.release;
  const ask = (body) => act(() => api(`/${job.kind}/release`, body, 'PUT'));
  return h('p', { class: 'soft' },
    needed ? `Runs wait for a second operator${offAskedBy ? `; ${offAskedBy} wants to end that` : ''}. ` : 'Runs need no second operator. ',
    needed ? button('Ask no more', () => confirm('Two operators have to say so. Say it?') && ask({ needed: false }))
      : button('Ask for one', () => ask({ needed: true })));
}

function card(job) {
  const { last } = job;
  const active = isActive(last);
  return h('article', { class: `card ${active ? 'active' : ''}` },
    h('header', {}, h('h2', {}, job.kind), last ? chip(last.state) : h('span', { class: 'chip' }, 'never ran')),
    h('p', { class: 'about' }, job.about),
    active ? h('div', { class: 'now' }, h('div', { class: 'bar' }),
      h('p', {}, `${last.dryRun ? 'dry run ' : 'run '}${last.run}: ${last.step ?? 'begins'}, ${took(last)}`), counts(last, 6)) : '',
    !active && last ? h('p', { class: 'soft' },
      `last ${last.dryRun ? 'dry run' : 'run'}: ${format.time(last.startedMillis)}, ${took(last)}, by ${last.startedBy ?? 'the schedule'}`) : '',
    h('p', { class: 'soft' }, format.schedule(job.schedule)),
    h('details', {}, h('summary', {}, 'Settings'), h('dl', { class: 'counts' },
      Object.entries({ ...job.defaults, ...job.schedule?.settings }).map(([name, value]) =>
        h('div', {}, h('dt', {}, format.words(name)), h('dd', {}, format.setting(name, value))))), release(job)),
    h('footer', {}, active
      ? [button('Stop', () => tell(last.run, 'stop'), 'danger'), button('Details', () => act(() => last))]
      : [button('Dry run', () => start({ kind: job.kind, dryRun: true })),
         button('Run now', () => confirm(`Run ${job.kind} in all workspaces now?`) && start({ kind: job.kind }), 'primary')]));
}

function history() {
  const kinds = ['', ...view.jobs.map((job) => job.kind)];
  return h('section', {},
    h('header', { class: 'row' }, h('h2', {}, 'History'),
      h('select', { 'aria-label': 'Job', onchange: (e) => { view.filter = e.target.value; look(); } },
        kinds.map((kind) => h('option', { value: kind, selected: kind === view.filter }, kind || 'all jobs')))),
    h('div', { class: 'scroll' }, h('table', {},
      h('thead', {}, h('tr', {}, ['Run', 'Job', '', 'State', 'Started', 'Took', 'By'].map((text) => h('th', {}, text)))),
      h('tbody', {}, view.runs.map((run) => h('tr', {
        class: run.run === view.open ? 'open' : '', tabindex: 0, onclick: () => act(() => run),
        onkeydown: (e) => e.key === 'Enter' && act(() => run),
      }, h('td', { class: 'figure' }, run.run), h('td', {}, run.kind), h('td', {}, run.dryRun ? 'dry run' : run.listOf ? `list of ${run.listOf}` : ''),
        h('td', {}, chip(run.state)), h('td', {}, format.time(run.startedMillis)), h('td', { class: 'figure' }, took(run)),
        h('td', {}, run.startedBy ?? 'schedule')))))));
}

function list(run) {
  if (!run.dryRun || !view.items) return '';
  const takeable = run.state === 'completed' && view.items.items.length > 0;
  return h('div', {},
    h('header', { class: 'row' }, h('h3', {}, view.items.items.length ? 'What a run would take' : 'A run would take nothing'),
      takeable ? button('Take exactly this', () => confirm('Take what this dry run has listed, but for what is in use again?')
        && start({ kind: run.kind, listOf: run.run, workspace: run.workspace, settings: run.settings }), 'primary') : ''),
    view.items.items.length ? h('div', { class: 'scroll' }, h('table', {},
      h('thead', {}, h('tr', {}, ['Stage', 'Item', 'Workspace', 'Size'].map((text) => h('th', {}, text)))),
      h('tbody', {}, view.items.items.map((item) => h('tr', {}, h('td', {}, item.stage), h('td', { class: 'id' }, item.item),
        h('td', { class: 'id' }, item.workspace.startsWith('00000000-0000-0000') ? '' : item.workspace),
        h('td', { class: 'figure' }, item.bytes ? format.bytes(item.bytes) : '')))))) : '',
    view.items.next ? button('More', () => act(more)) : '');
}

function detail() {
  if (!view.detail) return '';
  const { run, workspaces, errors, before } = view.detail;
  const restartable = run.state === 'stopped' || run.state === 'failed';
  return h('section', { class: 'detail' },
    h('header', { class: 'row' }, h('h2', {}, `${run.dryRun ? 'Dry run' : 'Run'} ${run.run} of ${run.kind}`), chip(run.state),
      isActive(run) ? button('Stop', () => tell(run.run, 'stop'), 'danger') : '',
      run.state === 'waiting' ? [h('span', { class: 'soft' }, `${run.startedBy ?? 'the schedule'} wants it`),
        button('Release', () => confirm('Let this run begin?') && tell(run.run, 'release'), 'primary'),
        button('Reject', () => tell(run.run, 'reject'), 'danger')] : '',
      restartable ? button('Go on', () => tell(run.run, 'restart'), 'primary') : '',
      button('Close', () => { view.open = null; view.detail = null; draw(); })),
    Object.keys(run.counts).length ? counts(run, Infinity, before) : h('p', { class: 'soft' }, 'Nothing was counted.'),
    errors.length ? h('div', {}, h('h3', {}, 'Errors'), h('ul', { class: 'errors' }, errors.map((error) =>
      h('li', {}, h('b', {}, `${error.stage}, ${format.time(error.timeMillis)}: `), error.message)))) : '',
    list(run),
    workspaces.length > 1 ? h('details', {}, h('summary', {}, `By workspace (${workspaces.length})`), workspaces.map((one) =>
      h('div', {}, h('p', { class: 'id' }, one.workspace), counts({ counts: one.counts })))) : '');
}

function draw() {
  const { name } = signOn.person();
  const openDetails = new Set([...main.querySelectorAll('details[open]')].map((one) => one.closest('article')?.querySelector('h2')?.textContent));
  main.replaceChildren(
    h('header', { class: 'top' }, h('h1', {}, 'Driftless operations'), h('span', { class: 'soft' }, name), button('Sign out', signOn.signOut)),
    view.note ? h('p', { class: 'note', role: 'alert' }, view.note) : '',
    h('div', { class: 'cards' }, view.jobs.map(card)), detail(), history());
  for (const one of main.querySelectorAll('article details')) {
    if (openDetails.has(one.closest('article').querySelector('h2').textContent)) one.open = true;
  }
}

let followed = null; // the run whose events are read just now

// What the open run does, as the server tells it.
async function follow(run) {
  followed = run;
  try {
    const answer = await fetch(`../api/v1/jobs/runs/${run}/events`, { headers: { Authorization: `Bearer ${await signOn.token()}` } });
    if (!answer.ok) return;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; view.open === run;) {
      const { done, value } = await reader.read();
      if (done) break;
      const events = (text + value).split(/\r?\n\r?\n/);
      text = events.pop();
      const told = events.flatMap((event) => event.split(/\r?\n/)).filter((line) => line.startsWith('data:'));
      if (told.length && view.open === run) {
        view.detail = JSON.parse(told.at(-1).slice(5));
        draw();
      }
    }
    reader.cancel().catch(() => {});
    if (view.open === run && view.detail.run.dryRun) { view.items = null; await more(); draw(); }
  } catch {
    // the next look asks again
  } finally {
    followed = null;
  }
}

let timer;
async function look() {
  clearTimeout(timer);
  try {
    const [{ jobs }, { runs }] = await Promise.all([api(''), api(`/runs?limit=50${view.filter ? `&job=${view.filter}` : ''}`)]);
    Object.assign(view, { jobs, runs });
    if (view.open && view.open !== followed) {
      const was = view.detail?.run;
      view.detail = await api(`/runs/${view.open}`);
      if (isActive(was) && view.detail.run.dryRun) { view.items = null; await more(); }
      if (isActive(view.detail.run)) follow(view.open);
    }
  } catch (e) {
    view.note = e.message;
  }
  draw();
  timer = setTimeout(look, view.jobs.some((job) => isActive(job.last)) ? FAST_MILLIS : SLOW_MILLIS);
}

function welcome(text) {
  main.replaceChildren(h('div', { class: 'welcome' }, h('h1', {}, 'Driftless operations'), h('p', { class: 'soft' }, text),
    button('Sign in', signOn.signIn, 'primary')));
}

try {
  if (!(await signOn.takeCode())) welcome('For operators of this server: its jobs, what they do now, and what they did.');
  else if (signOn.person().roles.includes('operator')) await look();
  else welcome(`${signOn.person().name} is no operator of this server. Sign in as somebody who is.`);
} catch (e) {
  welcome(`The sign-in failed: ${e.message}`);
}
