// Previews of images. They are fetched with the credential and shown from memory: the original of an image, which may
// be a document with scripts, is never shown.
import { path, send } from './api.js';

const AT_ONCE = 6;
const KEPT = 600;

const kept = new Map(); // address → object URL, or null for an image without a preview
const waiting = [];
let running = 0;

// Returns the URL of a preview, or null when there is none.
export async function preview(organization, hash, size, signal) {
  const address = `${path('sourceimages', organization, hash, 'preview')}?size=${size}`;
  if (kept.has(address)) {
    const url = kept.get(address);
    kept.delete(address);
    kept.set(address, url); // the one used last is removed last
    return url;
  }
  await turn(signal);
  try {
    const response = await send('GET', address, { signal });
    if (response.ok) {
      const url = URL.createObjectURL(await response.blob());
      keep(address, url);
      return url;
    }
    await response.body?.cancel();
    if (response.status === 404 || response.status === 403) {
      keep(address, null); // other failures are temporary
    }
    return null;
  } finally {
    running--;
    next();
  }
}

function keep(address, url) {
  kept.set(address, url);
  if (kept.size > KEPT) {
    const [oldest, former] = kept.entries().next().value;
    kept.delete(oldest);
    if (former) {
      URL.revokeObjectURL(former);
    }
  }
}

// Waits for one of the places. The last request is first, because that is for what is on the screen now.
function turn(signal) {
  return new Promise((resolve, reject) => {
    const entry = { resolve };
    signal?.addEventListener('abort', () => {
      const at = waiting.indexOf(entry);
      if (at >= 0) {
        waiting.splice(at, 1);
        reject(signal.reason);
      }
    }, { once: true });
    waiting.push(entry);
    next();
  });
}

function next() {
  while (running < AT_ONCE && waiting.length > 0) {
    running++;
    waiting.pop().resolve();
  }
}
