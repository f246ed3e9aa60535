// What a view shows instead of its content: nothing yet, nothing at all, or why not.
import { html } from '../core/html.js';
import { texts } from '../texts.js';
import { Button } from './controls.js';
import { Icon } from './icons.js';

export function Loading({ label = texts.loading }) {
  return html`<div class="loading" role="status"><span class="spinner" aria-hidden="true"></span>${label}</div>`;
}

export function Empty({ icon = 'info', title, text, children }) {
  return html`
    <div class="empty">
      <div class="empty-icon"><${Icon} name=${icon} /></div>
      <h2>${title}</h2>
      ${text && html`<p>${text}</p>`}
      ${children && html`<div class="actions center">${children}</div>`}
    </div>`;
}

// An error that takes the place of a view's content.
export function Failure({ error, retry }) {
  if (error.isForbidden) {
    return html`<${Empty} icon="lock" title=${texts.errors.forbidden} text=${error.message} />`;
  }
  if (error.isMissing) {
    return html`<${Empty} icon="search" title=${texts.errors.missing} text=${error.message} />`;
  }
  return html`
    <${Empty} icon=${error.isOffline ? 'offline' : 'alert'}
        title=${error.isOffline ? texts.errors.offlineTitle : error.isTemporary ? texts.errors.busy : texts.errors.failed}
        text=${error.message}>
      ${retry && html`<${Button} icon="replay" onClick=${retry}>${texts.tryAgain}</${Button}>`}
    </${Empty}>`;
}

// An error beside what caused it.
export function Problem({ error }) {
  return html`<p class="problem" role="alert"><${Icon} name="alert" /><span>${error.message}</span></p>`;
}

export function Note({ icon = 'info', children }) {
  return html`<p class="note"><${Icon} name=${icon} /><span>${children}</span></p>`;
}
