// Dialogs. The browser's own element keeps the focus inside and closes on Escape.
import { html, useId, useLayoutEffect, useRef, useState } from '../core/html.js';
import { useAction } from '../core/resource.js';
import { Store, useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Button, Field } from './controls.js';
import { Problem } from './states.js';

export function Dialog({ title, onClose, children, footer, wide, side }) {
  const ref = useRef(null);
  const id = useId();
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const dialog = ref.current;
    dialog.showModal();
    return () => {
      dialog.close();
      if (opener?.isConnected) {
        opener.focus();
      }
    };
  }, []);
  return html`
    <dialog ref=${ref} class=${`dialog ${wide ? 'wide' : ''} ${side ? 'side-sheet' : ''}`} aria-labelledby=${id}
        onCancel=${event => {
          event.preventDefault();
          onClose();
        }}
        onMouseDown=${event => event.target === ref.current && onClose()}>
      <div class="dialog-box">
        <header class="dialog-head">
          <h2 id=${id}>${title}</h2>
          <${Button} kind="quiet" icon="close" label=${texts.close} onClick=${onClose} />
        </header>
        <div class="dialog-body">${children}</div>
        ${footer && html`<footer class="dialog-foot">${footer}</footer>`}
      </div>
    </dialog>`;
}

const question = new Store(null);

// Asks for a confirmation and then runs `action`. With `typed`, that text has to be entered first.
export function ask({ title, text, button, danger, typed, action }) {
  question.set({ title, text, button, danger, typed, action });
}

export function Questions() {
  const current = useStore(question);
  return current && html`<${Question} key=${current} ...${current} onClose=${() => question.set(null)} />`;
}

function Question({ title, text, button, danger, typed, action, onClose }) {
  const [entered, setEntered] = useState('');
  const { run, busy, error } = useAction(action);
  const submit = async event => {
    event.preventDefault();
    if (await run()) {
      onClose();
    }
  };
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <form onSubmit=${submit}>
        <p class="prose">${text}</p>
        ${typed && html`<${Field} label=${texts.typeToConfirm(typed)} value=${entered} onText=${setEntered}
          autocomplete="off" spellcheck="false" />`}
        ${error && html`<${Problem} error=${error} />`}
        <div class="actions end">
          <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
          <${Button} type="submit" kind=${danger ? 'danger' : 'primary'} busy=${busy}
            disabled=${typed && entered !== typed}>${button}</${Button}>
        </div>
      </form>
    </${Dialog}>`;
}
