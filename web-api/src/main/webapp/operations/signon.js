// Signs a person in by OpenID Connect: code flow with PKCE (RFC 7636), by a public client. Tokens stay in this module's memory and die with the page.
const { issuer, client } = document.body.dataset;
const here = location.origin + location.pathname;
const KEPT = 'driftless-sign-in';
let endpoints;
let tokens = null;
let refreshing = null;

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const claims = (token) => {
  const part = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (c) => c.charCodeAt(0))));
};

async function discover() {
  endpoints ??= await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  return endpoints;
}

async function ask(form) {
  const { token_endpoint: address } = await discover();
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ client_id: client, ...form }) });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error_description ?? found.error ?? 'The sign-in failed');
  tokens = { access: found.access_token, refresh: found.refresh_token, until: Date.now() + 1000 * found.expires_in };
}

// Goes to the sign-on; it comes back to this page with a code.
export async function signIn() {
  const { authorization_endpoint: address } = await discover();
  const kept = { verifier: random(), state: random() };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(kept.verifier)));
  location.assign(`${address}?${new URLSearchParams({
    response_type: 'code', client_id: client, redirect_uri: here, scope: 'openid',
    state: kept.state, code_challenge: challenge, code_challenge_method: 'S256',
  })}`);
  return new Promise(() => {}); // the page goes
}

// Takes the code that the sign-on has sent along, if it did. Whether somebody is signed in now.
export async function takeCode() {
  const given = new URLSearchParams(location.search);
  if (!given.has('state')) return false;
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}');
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', here);
  if (given.get('state') !== kept.state) return false; // an old address, or not asked for from here
  if (given.has('error')) throw new Error(given.get('error_description') ?? given.get('error'));
  await ask({ grant_type: 'authorization_code', code: given.get('code'), redirect_uri: here, code_verifier: kept.verifier });
  return true;
}

// A token that is good for a while yet.
export async function token() {
  if (tokens && Date.now() > tokens.until - 30_000) {
    refreshing ??= ask({ grant_type: 'refresh_token', refresh_token: tokens.refresh })
      .catch(() => signIn())
      .finally(() => { refreshing = null; });
    await refreshing;
  }
  return tokens.access;
}

export const person = () => {
  const known = claims(tokens.access);
  return { name: known.name ?? known.preferred_username, roles: known.realm_access?.roles ?? [] };
};

export async function signOut() {
  const { end_session_endpoint: address } = await discover();
  tokens = null;
  location.assign(`${address}?${new URLSearchParams({ client_id: client, post_logout_redirect_uri: here })}`);
}
