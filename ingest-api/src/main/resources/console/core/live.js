// Changes in an organization as they happen: server-sent events (HTML standard, section 9.2), read with fetch because
// the browser's own client cannot send the header that authenticates.
import { useEffect, useRef } from './html.js';
import { errorOf, path, send, wait } from './api.js';
import { Store } from './store.js';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

// The server sends a comment every 15 seconds; without one for this long the connection is dead.
const SILENCE = 45_000;

// `connecting`, `live`, `lost` (with `until`, the time of the next attempt) or `denied`.
export const connection = new Store({ state: 'connecting' });

const listeners = new Set();
let current = null;
let retryNow = () => {};

// Follows an organization instead of the former one; null for none.
export function follow(organization) {
  current?.abort();
  current = null;
  connection.set({ state: 'connecting' });
  if (organization) {
    current = new AbortController();
    run(organization, current.signal).catch(() => {}); // it fails only when it is aborted
  }
}

export function reconnect() {
  retryNow();
}

addEventListener('online', () => retryNow());

// A browser has six connections to a host for all of its tabs, so a hidden one gives its connection back after a while.
const HIDDEN = 20_000;
let pauseHidden = () => {};
let hiddenTimer = 0;

document.addEventListener('visibilitychange', () => {
  clearTimeout(hiddenTimer);
  if (document.hidden) {
    hiddenTimer = setTimeout(() => pauseHidden(), HIDDEN);
  } else {
    retryNow();
  }
});

// Calls `handler({ type, data })` for every event; `type` is also `reset` when events were missed and everything
// should be loaded again.
export function useLive(handler) {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const listener = event => latest.current(event);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
}

function publish(event) {
  for (const listener of [...listeners]) {
    listener(event);
  }
}

async function run(organization, signal) {
  let lastId = '';
  let failures = 0;
  let interrupted = false;
  while (!signal.aborted) {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    signal.addEventListener('abort', stop);
    pauseHidden = stop;
    try {
      const response = await send('GET', path('organizations', organization, 'events'), {
        headers: { Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) },
        signal: attempt.signal,
      });
      if (response.status === 401 || response.status === 403 || response.status === 404) {
        await errorOf(response);
        connection.set({ state: 'denied' });
        return;
      }
      if (response.ok && response.body) {
        connection.set({ state: 'live' });
        failures = 0;
        if (interrupted && !lastId) {
          publish({ type: 'reset', data: null });
        }
        await read(response.body, attempt, event => {
          lastId = event.id || lastId;
          publish(event);
        });
      } else {
        await response.body?.cancel();
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      // otherwise the connection broke, and is made again below
    } finally {
      signal.removeEventListener('abort', stop);
    }
    interrupted = true;
    if (document.hidden) {
      await visible(signal);
      continue;
    }
    failures++;
    await pause(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (0.75 + Math.random() / 2), signal);
  }
}

function visible(signal) {
  return new Promise((resolve, reject) => {
    retryNow = resolve;
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function pause(milliseconds, signal) {
  connection.set({ state: 'lost', until: Date.now() + milliseconds });
  const early = new Promise(resolve => {
    retryNow = resolve;
  });
  await Promise.race([wait(milliseconds, signal), early]);
  connection.set({ state: 'connecting' });
}

async function read(body, attempt, onEvent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser(onEvent);
  for (;;) {
    const timer = setTimeout(() => attempt.abort(), SILENCE);
    try {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      parser.push(value);
    } finally {
      clearTimeout(timer);
    }
  }
}

class EventParser {
  #rest = '';
  #event = { id: '', type: 'message', data: [] };
  #onEvent;

  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  push(text) {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop();
    lines.forEach(line => this.#line(line));
  }

  #line(line) {
    if (line === '') {
      this.#end();
    } else if (!line.startsWith(':')) {
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') {
        this.#event.data.push(value);
      } else if (field === 'event') {
        this.#event.type = value;
      } else if (field === 'id') {
        this.#event.id = value;
      }
    }
  }

  #end() {
    const { id, type, data } = this.#event;
    this.#event = { id: '', type: 'message', data: [] };
    if (data.length > 0) {
      this.#onEvent({ id, type, data: parse(data.join('\n')) });
    }
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
