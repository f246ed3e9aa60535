// Requests to the API. The credential is sent in a header and never becomes part of an address.
import { texts } from '../texts.js';

const ATTEMPTS = 4;
const LONGEST_WAIT = 10_000;

let credential = null;
let onSignedOut = () => {};

// Sets the API key or token of all further requests; `signedOut` is called when the server does not accept it any more.
export function authenticate(newCredential, signedOut) {
  credential = newCredential;
  onSignedOut = signedOut ?? (() => {});
}

// Three parts separated by dots are a token (RFC 7519); an API key has no dots.
export function authorization() {
  if (!credential) {
    return {};
  }
  return credential.split('.').length === 3 ? { Authorization: `Bearer ${credential}` } : { 'Api-Key': credential };
}

export class ApiError extends Error {
  constructor(status, body, retryAfter) {
    super(body?.message || (status === 0 ? texts.errors.offline : texts.errors.status(status)));
    this.status = status;
    this.reason = body?.reason ?? '';
    this.body = body ?? {};
    this.retryAfter = retryAfter;
  }

  get isOffline() {
    return this.status === 0;
  }

  get isForbidden() {
    return this.status === 403;
  }

  get isMissing() {
    return this.status === 404;
  }

  // The same request can succeed later.
  get isTemporary() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

export function path(...segments) {
  return '/' + segments.map(encodeURIComponent).join('/');
}

export function withQuery(address, query) {
  const text = query ? new URLSearchParams(query).toString() : '';
  return text ? `${address}?${text}` : address;
}

export const wait = (milliseconds, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, milliseconds);
  signal?.addEventListener('abort', () => {
    clearTimeout(timer);
    reject(signal.reason);
  }, { once: true });
});

// Makes one request and returns the response, whatever its status. Fails with an ApiError when there is none.
export async function send(method, address, { body, headers = {}, signal } = {}) {
  try {
    return await fetch(address, {
      method,
      headers: { ...authorization(), ...headers },
      body,
      signal,
      credentials: 'omit',
      redirect: 'error',
    });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new ApiError(0);
  }
}

export async function errorOf(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    // an answer of something between this page and the server: its status says enough
  }
  const error = new ApiError(response.status, body, Number(response.headers.get('Retry-After')) || 0);
  if (response.status === 401 || body?.invalid_authentication) {
    onSignedOut();
  }
  return error;
}

// Makes a request and returns `{ status, headers, body }`, where `body` is JSON or null. Requests that change nothing
// are repeated while the server is busy.
export async function exchange(method, address, { query, json, headers = {}, signal } = {}) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const sent = json === undefined ? headers : { 'Content-Type': 'application/json', ...headers };
  for (let attempt = 1; ; attempt++) {
    const response = await send(method, withQuery(address, query), { body, headers: sent, signal });
    if (response.ok) {
      const answer = response.status === 204 ? null : await response.json();
      return { status: response.status, headers: response.headers, body: answer };
    }
    const error = await errorOf(response);
    if (method !== 'GET' || attempt === ATTEMPTS || (error.status !== 429 && error.status !== 503)) {
      throw error;
    }
    await wait(Math.min(LONGEST_WAIT, (error.retryAfter || attempt) * 1000), signal);
  }
}

const call = async (method, address, options) => (await exchange(method, address, options)).body;

export const get = (address, query, options) => call('GET', address, { query, ...options });
export const post = (address, json, options) => call('POST', address, { json, ...options });
export const put = (address, json, options) => call('PUT', address, { json, ...options });
export const patch = (address, json, options) => call('PATCH', address, { json, ...options });
export const remove = (address, options) => call('DELETE', address, options);
