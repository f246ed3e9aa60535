// The webhook: its address and secret, a test message, and the last deliveries with their answers.
import { html, useEffect, useState } from '../core/html.js';
import { get, path, post, put, remove } from '../core/api.js';
import { ago, count, time } from '../core/format.js';
import { useLive } from '../core/live.js';
import { useAction, useResource, useSoon } from '../core/resource.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Badge, Button, Field, Secret, Time } from '../ui/controls.js';
import { ask } from '../ui/dialog.js';
import { ViewHead } from '../ui/shell.js';
import { Empty, Failure, Loading, Problem } from '../ui/states.js';
import { notify } from '../ui/toasts.js';

const INTERVAL = 5_000;

export function WebhookView() {
  const here = useStore(organization);
  const webhook = useResource(async signal => {
    try {
      return await get(path('organizations', here.name, 'options', 'webhook'), {}, { signal });
    } catch (error) {
      if (error.isMissing) {
        return {};
      }
      throw error;
    }
  }, [here.name]);
  const deliveries = useResource(
    signal => get(path('organizations', here.name, 'options', 'webhook', 'deliveries'), {}, { signal }), [here.name]);
  return html`
    <${ViewHead} title=${texts.views.webhook} text=${texts.webhook.text} />
    ${webhook.error && !webhook.data && html`<${Failure} error=${webhook.error} retry=${webhook.reload} />`}
    ${!webhook.data && !webhook.error && html`<${Loading} />`}
    ${webhook.data && html`
      <${Settings} key=${webhook.data.url ?? ''} webhook=${webhook.data} onChanged=${webhook.reload} onSent=${deliveries.reload} />
      <${Deliveries} resource=${deliveries} isSet=${Boolean(webhook.data.url)} />`}`;
}

function Settings({ webhook, onChanged, onSent }) {
  const here = useStore(organization);
  const address = path('organizations', here.name, 'options', 'webhook');
  const [url, setUrl] = useState(webhook.url ?? '');
  const [secret, setSecret] = useState('');
  const [made, setMade] = useState('');
  const save = useAction(async () => {
    await put(address, { url: url.trim(), secret: secret.trim() });
    notify(texts.webhook.saved);
    setSecret('');
    await onChanged();
  });
  const test = useAction(async () => {
    await post(`${address}/test`);
    notify(texts.webhook.testSent);
    await onSent();
  });
  const generate = () => {
    const random = crypto.getRandomValues(new Uint8Array(24));
    const text = `whsec_${btoa(String.fromCharCode(...random))}`;
    setSecret(text);
    setMade(text);
  };
  return html`
    <section class="card">
      <header class="card-head"><h2>${webhook.url ? texts.webhook.settings : texts.webhook.set}</h2>
        ${webhook.url && html`
          <div class="actions">
            <${Button} icon="send" busy=${test.busy} onClick=${() => test.run()}>${texts.webhook.test}</${Button}>
            <${Button} icon="trash" onClick=${() => ask({
              title: texts.webhook.removeTitle,
              text: texts.webhook.removeText,
              button: texts.remove,
              danger: true,
              action: async () => {
                await remove(address);
                notify(texts.webhook.removed);
                await onChanged();
              },
            })}>${texts.remove}</${Button}>
          </div>`}
      </header>
      ${test.error && html`<${Problem} error=${test.error} />`}
      <form class="stack" onSubmit=${event => {
        event.preventDefault();
        save.run();
      }}>
        <${Field} label=${texts.webhook.url} hint=${texts.webhook.urlHint} type="url" value=${url} onText=${setUrl} required
          placeholder="https://example.org/hook" maxlength="2000" spellcheck="false" />
        <div class="row">
          <${Field} label=${texts.webhook.secret} hint=${webhook.url ? texts.webhook.secretAgain : texts.webhook.secretHint}
            type="password" value=${secret} onText=${setSecret} required minlength="16" maxlength="255" autocomplete="new-password" />
          <${Button} icon="key" onClick=${generate}>${texts.webhook.generate}</${Button}>
        </div>
        ${made && html`<${Secret} label=${texts.webhook.newSecret} value=${made} hint=${texts.webhook.once} />`}
        ${save.error && html`<${Problem} error=${save.error} />`}
        <div class="actions end"><${Button} type="submit" kind="primary" busy=${save.busy}
          disabled=${!url.trim() || !secret.trim()}>${texts.save}</${Button}></div>
      </form>
    </section>`;
}

function Deliveries({ resource, isSet }) {
  const { data, error, reload } = resource;
  const soon = useSoon(reload, 500, 2_000);
  useLive(({ type }) => (type === 'operation' || type === 'job' || type === 'reset') && soon());
  const isWaiting = data?.items.some(delivery => delivery.next_try);
  useEffect(() => {
    // the answer of the receiver is no event
    const timer = isSet && setInterval(reload, INTERVAL);
    return () => clearInterval(timer);
  }, [isSet, isWaiting, reload]);
  if (error?.isForbidden) {
    return null;
  }
  return html`
    <section class="card">
      <h2>${texts.webhook.deliveries}</h2>
      ${error && !data && html`<${Failure} error=${error} retry=${reload} />`}
      ${!data && !error && html`<${Loading} />`}
      ${data?.items.length === 0 && html`<${Empty} icon="webhook" ...${texts.webhook.none(isSet)} />`}
      ${data?.items.length > 0 && html`
        <div class="table-scroll" tabindex="0" role="region" aria-label=${texts.webhook.deliveries}>
          <table class="table">
            <thead><tr>${['event', 'state', 'answer', 'attempts', 'time'].map(name => html`
              <th scope="col" key=${name}>${texts.webhook.columns[name]}</th>`)}</tr></thead>
            <tbody>${data.items.map(delivery => html`<${Delivery} key=${delivery.id} delivery=${delivery} />`)}</tbody>
          </table>
        </div>`}
    </section>`;
}

const KINDS = { delivered: 'ok', waiting: 'info', failed: 'danger', retrying: 'warn' };

function Delivery({ delivery }) {
  return html`
    <tr>
      <td><span class="tile-name">${delivery.event}</span><code class="hash">${delivery.id}</code></td>
      <td><${Badge} kind=${KINDS[delivery.status]}>${texts.webhook.states[delivery.status] ?? delivery.status}</${Badge}></td>
      <td>${delivery.answer ?? '–'}</td>
      <td class="number">${count(delivery.attempts)}</td>
      <td><${Time} value=${delivery.time} format=${ago} exact=${time} />
        ${delivery.next_try && html`<br /><span class="hint">${texts.webhook.nextTry(ago(delivery.next_try))}</span>`}</td>
    </tr>`;
}
