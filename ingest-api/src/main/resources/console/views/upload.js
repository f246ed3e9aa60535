// Uploading: the dialog, dropping and pasting anywhere, and the tray with the progress of all uploads.
import { html, useEffect, useState } from '../core/html.js';
import { bytes, count } from '../core/format.js';
import { href } from '../core/router.js';
import { organization } from '../core/session.js';
import { Store, useStore } from '../core/store.js';
import { add, cancel, cancelAll, clearEnded, filesOf, hasEnded, retry, uploads, urlsOf } from '../core/uploads.js';
import { texts } from '../texts.js';
import { Button, Checkbox, Field, Progress } from '../ui/controls.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { Preview } from '../ui/preview.js';
import { notify } from '../ui/toasts.js';
import { Editor, fieldsOf, rowsOf } from './metadata.js';

// Rows of the tray in the document; the counts are of all uploads.
const SHOWN = 60;

// Options of the next uploads, also of those that are dropped or pasted.
const options = new Store({ optimize: '', protect: false, rows: [] });

function start(name, sources) {
  if (sources.length > 0) {
    const { optimize, protect, rows } = options.value;
    const metadata = fieldsOf(rows);
    add(name, sources, { optimize, protect, metadata: Object.keys(metadata).length > 0 ? metadata : null });
  }
}

export function UploadDialog({ onClose }) {
  const here = useStore(organization);
  const chosen = useStore(options);
  const [urls, setUrls] = useState('');
  const set = change => options.update(before => ({ ...before, ...change }));
  const found = urlsOf(urls);
  const begin = sources => {
    start(here.name, sources);
    onClose();
  };
  return html`
    <${Dialog} title=${texts.upload.title} onClose=${onClose} wide>
      <div class="upload-sources">
        <label class="drop-target">
          <${Icon} name="upload" />
          <span class="drop-title">${texts.upload.choose}</span>
          <span class="hint">${texts.upload.chooseHint}</span>
          <input type="file" multiple class="visually-hidden" aria-label=${texts.upload.choose}
            onChange=${event => begin([...event.target.files])} />
        </label>
        <div class="stack">
          <${Field} as="textarea" rows="4" label=${texts.upload.urls} hint=${texts.upload.urlsHint} value=${urls} onText=${setUrls}
            placeholder="https://…" spellcheck="false" autocapitalize="none" />
          <${Button} disabled=${found.length === 0} onClick=${() => begin(found)}>${texts.upload.fetch(found.length)}</${Button}>
        </div>
      </div>
      <details class="upload-options" open=${chosen.optimize !== '' || chosen.protect || chosen.rows.length > 0}>
        <summary>${texts.upload.options}</summary>
        <p class="hint">${texts.upload.optionsHint}</p>
        <${Field} as="select" label=${texts.upload.optimize} value=${chosen.optimize}
            onChange=${event => set({ optimize: event.target.value })}>
          ${['', 'png', 'jpg'].map(value => html`
            <option key=${value} value=${value} selected=${value === chosen.optimize}>${texts.upload.optimizing[value]}</option>`)}
        </${Field}>
        <${Checkbox} label=${texts.upload.protect} hint=${texts.upload.protectHint} checked=${chosen.protect}
          onChange=${protect => set({ protect })} />
        <h3>${texts.metadata.user}</h3>
        <${Editor} rows=${chosen.rows} onChange=${rows => set({ rows })} />
      </details>
    </${Dialog}>`;
}

// Files dropped anywhere on the page, and files or URLs that are pasted.
export function DropZone() {
  const here = useStore(organization);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const isRelevant = event => [...event.dataTransfer.types].some(type => type === 'Files' || type === 'text/uri-list');
    const enter = event => {
      if (isRelevant(event)) {
        depth++;
        setOver(true);
      }
    };
    const leave = event => {
      if (isRelevant(event) && --depth <= 0) {
        depth = 0;
        setOver(false);
      }
    };
    const over = event => isRelevant(event) && event.preventDefault();
    const drop = async event => {
      if (!isRelevant(event)) {
        return;
      }
      event.preventDefault();
      depth = 0;
      setOver(false);
      const urls = urlsOf(event.dataTransfer.getData('text/uri-list'));
      const files = await filesOf(event.dataTransfer);
      start(here.name, files.length > 0 ? files : urls);
    };
    const paste = event => {
      if (event.target.closest('input, textarea, dialog')) {
        return;
      }
      const files = [...event.clipboardData.files];
      const sources = files.length > 0 ? files : urlsOf(event.clipboardData.getData('text/plain'));
      if (sources.length > 0) {
        event.preventDefault();
        start(here.name, sources);
        notify(texts.upload.pasted(sources.length));
      }
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop, paste };
    Object.entries(listeners).forEach(([type, listener]) => addEventListener(type, listener));
    return () => Object.entries(listeners).forEach(([type, listener]) => removeEventListener(type, listener));
  }, [here.name]);
  return isOver && html`<div class="drop-overlay" aria-hidden="true"><div><${Icon} name="upload" />
    <span>${texts.upload.drop(here.displayName)}</span></div></div>`;
}

const ORDER = { sending: 0, processing: 0, paused: 0, refused: 1, waiting: 2, stored: 3, existed: 3, cancelled: 3 };

export function UploadTray() {
  const { items } = useStore(uploads);
  const [isOpen, setOpen] = useState(true);
  if (items.length === 0) {
    return null;
  }
  const ended = items.filter(hasEnded);
  const refused = items.filter(item => item.state === 'refused').length;
  const isDone = ended.length === items.length;
  const done = items.reduce((sum, item) => sum + (hasEnded(item) ? 1 : item.sent * 0.9), 0) / items.length;
  const summary = texts.upload.summary(count(ended.length - refused), count(items.length), refused);
  const shown = items.toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || b.id - a.id).slice(0, SHOWN);
  return html`
    <section class="tray" aria-label=${texts.upload.tray}>
      <header class="tray-head">
        <button type="button" class="tray-toggle" aria-expanded=${isOpen ? 'true' : 'false'} onClick=${() => setOpen(!isOpen)}>
          <${Icon} name=${isDone ? (refused ? 'alert' : 'check') : 'upload'} /><span>${summary}</span>
        </button>
        ${isDone
          ? html`<${Button} kind="quiet" icon="close" label=${texts.upload.clear} onClick=${clearEnded} />`
          : html`<${Button} kind="quiet" onClick=${cancelAll}>${texts.cancel}</${Button}>`}
      </header>
      ${!isDone && html`<${Progress} value=${done} label=${texts.upload.tray} />`}
      <p class="visually-hidden" role="status" aria-live="polite">${isDone ? texts.upload.finished(summary) : ''}</p>
      ${isOpen && html`
        <ul class="tray-items" tabindex="0" aria-label=${texts.upload.tray}>
          ${shown.map(item => html`<${Item} key=${item.id} item=${item} state=${item.state} sent=${item.sent} />`)}
          ${items.length > SHOWN && html`<li class="hint tray-more">${texts.upload.more(count(items.length - SHOWN))}</li>`}
        </ul>`}
    </section>`;
}

function Item({ item }) {
  const { image, error, name, size, state } = item;
  return html`
    <li class=${`tray-item ${state}`}>
      <span class="thumb">${image
        ? html`<${Preview} image=${image} size=${160} />`
        : html`<span class="preview format-tile"><${Icon} name=${state === 'refused' ? 'alert' : 'images'} /></span>`}</span>
      <span class="tray-text">
        ${image
          ? html`<a class="tile-name" href=${href(item.organization, 'images', image.hash)}>${name}</a>`
          : html`<span class="tile-name" title=${name}>${name}</span>`}
        <span class=${state === 'refused' ? 'error-text' : 'tile-facts'}>
          ${state === 'refused' ? error.message : texts.upload.states[state]}${size && state !== 'refused' ? ` · ${bytes(size)}` : ''}
        </span>
        ${state === 'refused' && error.reason && html`<span class="reason">${error.reason}</span>`}
        ${!hasEnded(item) && state !== 'waiting' && html`
          <${Progress} value=${state === 'sending' && size ? item.sent : null} label=${texts.upload.progressOf(name)} />`}
      </span>
      ${state === 'refused' && html`<${Button} kind="quiet" icon="replay" label=${texts.upload.again(name)} onClick=${() => retry(item)} />`}
      ${!hasEnded(item) && html`<${Button} kind="quiet" icon="close" label=${texts.upload.cancelOne(name)} onClick=${() => cancel(item)} />`}
    </li>`;
}
