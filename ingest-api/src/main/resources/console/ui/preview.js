// The preview of an image, or a tile with its format where there is none.
import { html, useEffect, useState } from '../core/html.js';
import { preview } from '../core/previews.js';

export function Preview({ image, size = 320 }) {
  const [shown, setShown] = useState({ hash: null, url: null, done: false });
  useEffect(() => {
    if (image.deleted) {
      return undefined;
    }
    const abort = new AbortController();
    preview(image.organization, image.hash, size, abort.signal)
      .then(url => ({ hash: image.hash, url, done: true }), () => ({ hash: image.hash, url: null, done: true }))
      .then(result => !abort.signal.aborted && setShown(result));
    return () => abort.abort();
  }, [image.hash, image.deleted, size]);
  const current = shown.hash === image.hash ? shown : { url: null, done: Boolean(image.deleted) };
  // the name is beside the preview, so an alternative text would only repeat it
  return current.url
    ? html`<img class="preview" src=${current.url} alt="" decoding="async" />`
    : html`<span class=${`preview format-tile ${current.done ? '' : 'pending'}`} aria-hidden="true">
        <span>${image.format}</span></span>`;
}
