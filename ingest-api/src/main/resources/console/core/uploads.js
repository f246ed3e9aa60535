// Uploads of this page: a queue of files and URLs, of which a few are sent at a time, each as a request of its own so
// that one refused file does not affect the others.
import { ApiError, authorization, get, path, wait } from './api.js';
import { Store } from './store.js';

const AT_ONCE = 3;
const ATTEMPTS = 10;
const LONGEST_WAIT = 20_000;
const POLL = 1_000;

// `items` in the order in which they were added; a new object for each change, at most one a frame.
export const uploads = new Store({ items: [] });

// The states in which an upload is over.
const ENDS = new Set(['stored', 'existed', 'refused', 'cancelled']);

const items = [];
let running = 0;
let scheduled = false;
let nextId = 1;

export const hasEnded = item => ENDS.has(item.state);

// Adds files (`File`) and URLs (texts). `options`: `optimize`, `protect`, `metadata` (an object or null).
export function add(organization, sources, options) {
  for (const source of sources) {
    const isUrl = typeof source === 'string';
    items.push({
      id: nextId++,
      organization,
      source,
      options,
      name: isUrl ? source : source.webkitRelativePath || source.name,
      size: isUrl ? 0 : source.size,
      sent: 0,
      state: 'waiting',
      image: null,
      error: null,
      abort: new AbortController(),
    });
  }
  changed();
  fill();
}

export function cancel(item) {
  item.abort.abort();
  if (item.state === 'waiting') {
    item.state = 'cancelled';
    changed();
  }
}

export function cancelAll() {
  items.filter(item => !hasEnded(item)).forEach(cancel);
}

export function retry(item) {
  Object.assign(item, { state: 'waiting', sent: 0, error: null, abort: new AbortController() });
  changed();
  fill();
}

export function clearEnded() {
  items.splice(0, items.length, ...items.filter(item => !hasEnded(item)));
  changed();
}

function changed() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      uploads.set({ items: [...items] });
    });
  }
}

function fill() {
  while (running < AT_ONCE) {
    const item = items.find(candidate => candidate.state === 'waiting');
    if (!item) {
      return;
    }
    running++;
    item.state = 'sending';
    changed();
    upload(item).finally(() => {
      running--;
      changed();
      fill();
    });
  }
}

async function upload(item) {
  try {
    const { image, created } = await result(item, await sent(item));
    item.image = image;
    item.state = created ? 'stored' : 'existed';
  } catch (error) {
    if (item.abort.signal.aborted) {
      item.state = 'cancelled';
    } else {
      item.state = 'refused';
      item.error = error;
    }
  }
}

// Sends the request until it is answered. The key makes repeating it safe.
async function sent(item) {
  const key = randomKey();
  for (let attempt = 1; ; attempt++) {
    try {
      return await request(item, key);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isTemporary || attempt === ATTEMPTS) {
        throw error;
      }
      item.sent = 0;
      item.state = 'paused';
      changed();
      const pause = error.retryAfter ? error.retryAfter * 1000 : Math.min(LONGEST_WAIT, 500 * 2 ** attempt);
      await wait(pause, item.abort.signal);
      item.state = 'sending';
      changed();
    }
  }
}

// With XMLHttpRequest, because fetch does not report how much of a body has been sent.
function request(item, key) {
  return new Promise((resolve, reject) => {
    const { signal } = item.abort;
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    xhr.open('POST', path('sourceimages', item.organization));
    Object.entries({ ...authorization(), 'Idempotency-Key': key })
      .forEach(([name, value]) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = event => {
      item.sent = event.total ? event.loaded / event.total : 0;
      item.state = event.loaded === event.total ? 'processing' : 'sending';
      changed();
    };
    xhr.onload = () => {
      const body = parse(xhr.responseText);
      if (xhr.status >= 200 && xhr.status < 300 && body) {
        resolve({ operation: xhr.getResponseHeader('Sluice-Operation') ?? body.id, body, status: xhr.status });
      } else {
        reject(new ApiError(xhr.status, body, Number(xhr.getResponseHeader('Retry-After')) || 0));
      }
    };
    xhr.onerror = () => reject(new ApiError(0));
    xhr.onabort = () => reject(signal.reason);
    xhr.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    xhr.send(form(item));
  });
}

function form(item) {
  const fields = new FormData();
  const { optimize, protect, metadata } = item.options;
  if (metadata) {
    fields.append('meta_user[0]', JSON.stringify(metadata));
  }
  if (protect) {
    fields.append('options[0][protected]', 'true');
  }
  if (optimize) {
    fields.append('optimize_source', optimize);
  }
  if (typeof item.source === 'string') {
    fields.append('url[0]', item.source);
  } else {
    fields.append('filedata[0]', item.source, item.source.name);
  }
  return fields;
}

// Follows the operation until it has ended. It says whether the image is new, which the answer to an upload does not.
async function result(item, { operation, body, status }) {
  for (;;) {
    const { state, parts, message, reason, code } = await get(path('operations', operation));
    const part = parts?.[0];
    if (state === 'rejected') {
      throw new ApiError(code ?? 422, { message, reason }, 0);
    }
    if (state === 'succeeded') {
      return { image: part?.item ?? body.items?.[0] ?? null, created: part?.created ?? true };
    }
    if (status !== 202) {
      return { image: body.items[0], created: true };
    }
    item.state = 'processing';
    changed();
    await wait(POLL, item.abort.signal);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// `crypto.randomUUID` exists over HTTPS only.
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

// Returns the files of a drop, those in directories included.
export async function filesOf(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) {
    return [...transfer.files];
  }
  const files = [];
  await Promise.all(entries.map(entry => collect(entry, files)));
  return files;
}

async function collect(entry, files) {
  if (entry.isFile) {
    files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) {
      const children = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (children.length === 0) {
        return;
      }
      for (const child of children.filter(candidate => !candidate.name.startsWith('.'))) {
        await collect(child, files);
      }
    }
  }
}

// Returns the addresses in a text, one a word.
export const urlsOf = text => text.split(/\s+/).filter(word => /^https?:\/\/\S+$/i.test(word));
