// Operations: rows of a list, the details of one, and the history of an image.
import { html, useState } from '../core/html.js';
import { get, path, post } from '../core/api.js';
import { ago, count, duration, time } from '../core/format.js';
import { useHistory } from '../core/operations.js';
import { useLive } from '../core/live.js';
import { href } from '../core/router.js';
import { useAction, useResource } from '../core/resource.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { useEnd, useRows } from '../core/virtual.js';
import { texts } from '../texts.js';
import { Badge, Button, CopyButton, Time } from '../ui/controls.js';
import { Dialog } from '../ui/dialog.js';
import { Empty, Failure, Loading, Problem } from '../ui/states.js';
import { notify } from '../ui/toasts.js';

const ROW = 64;

export const titleOf = operation => operation.name || operation.parts?.find(part => part.item)?.item.name || texts.work.kindOf(operation);

export function State({ operation }) {
  const kinds = { accepted: 'info', succeeded: 'ok', rejected: 'danger' };
  return html`<${Badge} kind=${kinds[operation.state]}>${texts.work.states[operation.state] ?? operation.state}</${Badge}>`;
}

// A list of operations; only the rows near the screen are in the document.
export function Operations({ search, empty }) {
  const here = useStore(organization);
  const list = useHistory(here.name, 'operations', 'operation', search);
  const [opened, setOpened] = useState(null);
  const rows = useRows(list.items.length, () => ROW);
  const end = useEnd(list.more, Boolean(list.cursor) && !list.loading && list.items.length > 0);
  return html`
    ${list.error && html`<${Failure} error=${list.error} retry=${list.reload} />`}
    ${list.loading && list.items.length === 0 && html`<${Loading} />`}
    ${!list.loading && !list.error && list.items.length === 0 && html`<${Empty} icon="check" title=${empty.title} text=${empty.text} />`}
    <div ref=${rows.ref} class="window">
      <div style=${{ height: `${rows.before}px` }}></div>
      <ul class="rows">
        ${list.items.slice(rows.from, rows.to).map((operation, index) => html`
          <li key=${operation.id} style=${{ height: `${ROW}px` }} aria-posinset=${rows.from + index + 1} aria-setsize=${list.total}>
            <button type="button" class="row-button" onClick=${() => setOpened(operation.id)}>
              <span class="row-main"><span class="tile-name">${titleOf(operation)}</span>
                <span class="tile-facts">${operation.message ?? texts.work.about(operation)}</span></span>
              <${State} operation=${operation} />
              <span class="row-time"><${Time} value=${operation.accepted} format=${ago} exact=${time} /></span>
            </button>
          </li>`)}
      </ul>
      <div style=${{ height: `${rows.after}px` }}></div>
    </div>
    <div ref=${end} class="list-end">${list.loading && list.items.length > 0 && html`<${Loading} />`}</div>
    ${opened && html`<${OperationDialog} id=${opened} onClose=${() => setOpened(null)} onOpen=${setOpened} />`}`;
}

export function OperationDialog({ id, onClose, onOpen }) {
  const here = useStore(organization);
  const { data: operation, error, reload } = useResource(signal => get(path('operations', id), {}, { signal }), [id]);
  useLive(({ type, data }) => {
    if (type === 'reset' || (type === 'operation' && data?.id === id)) {
      reload();
    }
  });
  const replay = useAction(async () => {
    const next = await post(path('operations', id, 'replay'));
    notify(texts.work.replayed);
    onOpen(next.id);
  });
  return html`
    <${Dialog} title=${operation ? titleOf(operation) : texts.work.operation} onClose=${onClose} wide side>
      ${error && html`<${Failure} error=${error} retry=${reload} />`}
      ${!operation && !error && html`<${Loading} />`}
      ${operation && html`
        <div class="operation">
          <p class="marks"><${State} operation=${operation} />${operation.reason && html`<code class="reason">${operation.reason}</code>`}</p>
          ${operation.message && html`<p class="operation-message">${operation.message}</p>`}
          ${texts.reasons[operation.reason] && html`<p class="hint">${texts.reasons[operation.reason]}</p>`}
          ${operation.state === 'rejected' && here.can('upload') && html`
            <div class="actions">
              <${Button} kind="primary" icon="replay" busy=${replay.busy} disabled=${Boolean(operation.not_replayable)}
                onClick=${() => replay.run()}>${texts.work.replay}</${Button}>
              ${operation.not_replayable && html`<span class="hint">${operation.not_replayable}</span>`}
            </div>
            ${replay.error && html`<${Problem} error=${replay.error} />`}`}
          <${Stages} stages=${operation.stages} />
          <h3>${texts.work.evidence}</h3>
          <dl class="facts">
            <div><dt>${texts.work.accepted}</dt><dd><${Time} value=${operation.accepted} format=${time} exact=${ago} /></dd></div>
            ${operation.door && html`<div><dt>${texts.work.door}</dt><dd>${texts.work.doors[operation.door] ?? operation.door}</dd></div>`}
            <div><dt>${texts.work.attempts}</dt><dd>${count(operation.attempts)}</dd></div>
            ${operation.replayed_as && html`<div><dt>${texts.work.replayedAs}</dt><dd>
              <button type="button" class="link" onClick=${() => onOpen(operation.replayed_as)}>${operation.replayed_as}</button></dd></div>`}
            ${operation.replay_of && html`<div><dt>${texts.work.replayOf}</dt><dd>
              <button type="button" class="link" onClick=${() => onOpen(operation.replay_of)}>${operation.replay_of}</button></dd></div>`}
            <div><dt>${texts.work.id}</dt><dd><code class="hash">${operation.id}</code><${CopyButton} value=${operation.id} label=${texts.copy} /></dd></div>
          </dl>
          ${operation.parts?.length > 0 && html`
            <h3>${texts.work.parts(operation.parts.length)}</h3>
            <ul class="parts">${operation.parts.slice(0, 100).map(part => html`<${Part} key=${part.index} part=${part} />`)}</ul>`}
          <details><summary>${texts.work.raw}</summary><pre class="raw" tabindex="0">${JSON.stringify(operation, null, 2)}</pre></details>
        </div>`}
    </${Dialog}>`;
}

function Part({ part }) {
  return html`
    <li>
      <${State} operation=${part} />
      <span class="part-text">
        ${part.item
          ? html`<a href=${href(part.item.organization, 'images', part.item.hash)}>${part.item.name}</a>`
          : part.message ?? part.last_fault ?? texts.work.partStates[part.state]}
        ${part.item && part.created === false && html` <span class="hint">${texts.work.existed}</span>`}
        ${part.next_try && html` <span class="hint">${texts.work.nextTry(ago(part.next_try))}</span>`}
      </span>
    </li>`;
}

// How long each stage took, as bars of one scale.
function Stages({ stages }) {
  if (!stages?.length) {
    return null;
  }
  const longest = Math.max(...stages.map(stage => stage.seconds), 0.001);
  return html`
    <h3>${texts.work.stages}</h3>
    <dl class="stages">
      ${stages.map(({ stage, seconds }) => html`
        <div key=${stage}><dt>${texts.work.stage[stage] ?? stage}</dt>
          <dd><span class="stage-bar" style=${{ width: `${Math.max(1, seconds / longest * 100)}%` }}></span>
            <span class="stage-time">${duration(seconds)}</span></dd></div>`)}
    </dl>`;
}

// The operations that made and changed an image.
export function History({ image }) {
  const here = useStore(organization);
  const list = useHistory(here.name, 'operations', 'operation', `hash=${image.hash}`);
  const [opened, setOpened] = useState(null);
  if (list.error?.isForbidden || list.error?.isMissing) {
    return null;
  }
  return html`
    <section class="card">
      <h2>${texts.image.history}</h2>
      ${list.error && html`<${Problem} error=${list.error} />`}
      ${list.loading && list.items.length === 0 && html`<${Loading} />`}
      ${!list.loading && !list.error && list.items.length === 0 && html`<p class="hint">${texts.image.historyNone}</p>`}
      <ol class="timeline">
        ${list.items.map(operation => html`
          <li key=${operation.id}>
            <button type="button" class="link" onClick=${() => setOpened(operation.id)}>${texts.work.kindOf(operation)}</button>
            <span class="hint"><${Time} value=${operation.accepted} format=${ago} exact=${time} />
              ${operation.state !== 'succeeded' ? html` · ${texts.work.states[operation.state]}` : ''}</span>
          </li>`)}
      </ol>
      ${list.cursor && html`<${Button} onClick=${list.more} busy=${list.loading}>${texts.more}</${Button}>`}
      ${opened && html`<${OperationDialog} id=${opened} onClose=${() => setOpened(null)} onOpen=${setOpened} />`}
    </section>`;
}
