// An example portal in about 100 lines: browse, download, upload, versions, restore. Needs nothing but Node 20.
//   ./dev up --detach
//   SERVER=http://127.0.0.1:PORT TOKEN="$(./dev token ada)" node docs/portal/portal.mjs 8000
// ./dev status tells the server's address. A real portal signs its people in by OpenID Connect and calls with each one's token.
import { createServer } from 'node:http';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
const root = '00000000-0000-0000-0000-000000000000';

async function api(path, options = {}) {
  const answer = await fetch(`${server}/api/v1${path}`, {
    ...options,
    headers: { Authorization: `Bearer ${process.env.TOKEN}`, ...options.headers },
  });
  if (!answer.ok) { // problem+json: type, title, detail
    const problem = await answer.json();
    throw Object.assign(new Error(problem.detail ?? problem.title), { status: answer.status });
  }
  return answer;
}

const json = async (path) => (await api(path)).json();
const safe = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const time = (millis) => (millis ? new Date(millis).toISOString().replace('T', ' ').slice(0, 19) : '');
const link = (href, text) => `<a href="${safe(href)}">${safe(text)}</a>`;
const table = (rows) => `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

async function workspaces() {
  const { workspaces } = await json('/workspaces');
  return `<h1>Workspaces</h1>${table(workspaces.map((w) => [link(`/${w.workspace}/${root}`, w.name), w.role]))}`;
}

async function folder(workspace, node) {
  const at = `/workspaces/${workspace}/nodes/${node}`;
  const here = await json(at);
  const rows = [];
  let page = null;
  do { // page by page; a portal would stop here and offer "more"
    const found = await json(`${at}/children?limit=500${page ? `&page=${page}` : ''}`);
    for (const child of found.nodes) {
      const to = `/${workspace}/${child.node}`;
      rows.push([
        child.kind === 'folder' ? link(to, `${child.name}/`) : link(`${to}/content`, child.name),
        child.version?.size ?? '', time(child.changedMillis),
        child.kind === 'file' ? link(`${to}/versions`, `version ${child.version.number}`) : '',
      ]);
    }
    page = found.nextPage;
  } while (page);
  const up = node === root ? link('/', 'Workspaces') : link(`/${workspace}/${here.parent}`, 'Up');
  return `<h1>${safe(here.name || 'All files')}</h1><p>${up}</p>${table(rows)}
    <form onsubmit="event.preventDefault(); const f = this.file.files[0];
      fetch('/${workspace}/${node}/children/' + encodeURIComponent(f.name), {method: 'PUT', body: f})
        .then(async (r) => r.ok ? location.reload() : alert(await r.text()))">
      <input type="file" name="file" required> <button>Upload</button></form>`;
}

async function versions(workspace, node) {
  const found = await json(`/workspaces/${workspace}/nodes/${node}/versions`);
  const rows = found.versions.map((v) => [
    v.version.number, v.version.size, time(v.committedMillis), safe(v.username ?? ''), safe(v.deviceName ?? ''),
    link(`/${workspace}/${node}/versions/${v.version.number}/content`, 'download'),
    `<form method="post" action="/${workspace}/${node}/restore/${v.version.number}"><button>Restore</button></form>`,
  ]);
  return `<h1>${safe(found.node.name)}</h1><p>${link(`/${workspace}/${found.node.parent}`, 'Back')}</p>${table(rows)}`;
}

async function download(path, response) {
  const answer = await api(path);
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream', 'Content-Disposition': answer.headers.get('Content-Disposition'),
  });
  for await (const piece of answer.body) if (!response.write(piece)) await new Promise((go) => response.once('drain', go));
  response.end();
}

async function upload(workspace, node, name, request) {
  const path = `/workspaces/${workspace}/nodes/${node}/children/${name}`;
  const body = Buffer.concat(await request.toArray());
  try { // a new file, or else the next version of the one of that name
    await api(path, { method: 'PUT', body, headers: { 'If-None-Match': '*' } });
  } catch (problem) {
    if (problem.status !== 412) throw problem;
    await api(path, { method: 'PUT', body, headers: { 'If-Match': '*' } });
  }
}

async function serve(request, response) {
  const [, workspace, node, what, more, last] = new URL(request.url, 'http://portal').pathname.split('/');
  if (request.method === 'PUT') {
    await upload(workspace, node, more, request);
    return response.writeHead(204).end();
  }
  if (request.method === 'POST') {
    const body = JSON.stringify({ from: Number(more) });
    await api(`/workspaces/${workspace}/nodes/${node}/restore`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    return response.writeHead(303, { Location: `/${workspace}/${node}/versions` }).end();
  }
  if (what === 'content' || last === 'content') {
    return download(`/workspaces/${workspace}/nodes/${node}/${what === 'content' ? what : `versions/${more}/content`}`, response);
  }
  const page = await (what === 'versions' ? versions(workspace, node) : node ? folder(workspace, node) : workspaces());
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><meta charset="utf-8"><title>Portal</title><style>body{font:16px system-ui;margin:2rem auto;max-width:60rem}td{padding:.3rem 1rem .3rem 0}</style>${page}`);
}

createServer((request, response) => {
  serve(request, response).catch((problem) => {
    if (!response.headersSent) response.writeHead(problem.status ?? 502, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(problem.message);
  });
}).listen(Number(process.argv[2] ?? 8000), '127.0.0.1', function () { console.log(`http://127.0.0.1:${this.address().port}/`); });
