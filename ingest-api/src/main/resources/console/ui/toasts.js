// Short messages about what was done, also for screen readers.
import { html, useEffect } from '../core/html.js';
import { Store, useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Button } from './controls.js';
import { Icon } from './icons.js';

const SHOWN = 6_000;
const MOST = 4;

const toasts = new Store([]);
let nextId = 1;

export function notify(text, kind = 'ok') {
  toasts.update(shown => [...shown.slice(1 - MOST), { id: nextId++, text, kind }]);
}

export const notifyError = error => notify(error.message, 'danger');

const dismiss = id => toasts.update(shown => shown.filter(toast => toast.id !== id));

export function Toasts() {
  const shown = useStore(toasts);
  return html`
    <div class="toasts" role="status" aria-live="polite">
      ${shown.map(toast => html`<${Toast} key=${toast.id} ...${toast} />`)}
    </div>`;
}

function Toast({ id, text, kind }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), kind === 'danger' ? SHOWN * 2 : SHOWN);
    return () => clearTimeout(timer);
  }, [id]);
  return html`
    <div class=${`toast ${kind}`}>
      <${Icon} name=${kind === 'danger' ? 'alert' : 'check'} />
      <span>${text}</span>
      <${Button} kind="quiet" icon="close" label=${texts.close} onClick=${() => dismiss(id)} />
    </div>`;
}
