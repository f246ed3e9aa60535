// Work: what waits and runs, what failed and why, jobs.
import { html, useEffect, useState } from '../core/html.js';
import { get, path, post } from '../core/api.js';
import { ago, bytes, count, decimal, duration, time } from '../core/format.js';
import { useLive } from '../core/live.js';
import { go, href, route } from '../core/router.js';
import { useResource, useSoon } from '../core/resource.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Button, Field, Stat, Tabs, Time } from '../ui/controls.js';
import { ask } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { ViewHead } from '../ui/shell.js';
import { Empty, Failure, Loading } from '../ui/states.js';
import { notify } from '../ui/toasts.js';
import { Jobs } from './jobs.js';
import { OperationDialog, Operations, titleOf } from './operations.js';

const QUEUE_INTERVAL = 5_000;
const EXAMPLES = 5;

export function Work() {
  const here = useStore(organization);
  const at = useStore(route);
  const tabs = ['now', 'failed', 'jobs', 'all'];
  const tab = tabs.includes(at.id) ? at.id : 'now';
  return html`
    <${ViewHead} title=${texts.views.work} text=${texts.work.text} />
    <${Queue} />
    <${Tabs} label=${texts.views.work} current=${tab}
      tabs=${tabs.map(id => ({ id, label: texts.work.tabs[id], href: href(here.name, 'work', id === 'now' ? '' : id) }))} />
    ${tab === 'now' && html`<${Operations} key="now" search="state=accepted" empty=${texts.work.idle} />`}
    ${tab === 'failed' && html`<${Failed} />`}
    ${tab === 'jobs' && html`<${Jobs} />`}
    ${tab === 'all' && html`<${All} />`}`;
}

// The length of the queue, loaded again after events and every few seconds.
function Queue() {
  const here = useStore(organization);
  const { data, error, reload } = useResource(
    signal => get('/queue', { organization: here.name }, { signal }), [here.name]);
  const soon = useSoon(reload, 500, 1_000);
  useLive(({ type }) => type !== 'image' && soon());
  useEffect(() => {
    const timer = setInterval(reload, QUEUE_INTERVAL);
    return () => clearInterval(timer);
  }, [reload]);
  const queue = data?.organizations?.find(entry => entry.organization === here.name) ?? data;
  if (!queue) {
    return error?.isOffline ? html`<${Failure} error=${error} retry=${reload} />` : null;
  }
  return html`
    <dl class="stats" aria-label=${texts.work.queue}>
      <${Stat} label=${texts.work.waiting} value=${count(queue.waiting)} />
      <${Stat} label=${texts.work.oldest} value=${queue.waiting ? duration(queue.oldest_seconds) : '–'} />
      ${queue.waiting_megapixels == null
        ? html`<${Stat} label=${texts.work.bytes} value=${bytes(queue.waiting_bytes)} />`
        : html`<${Stat} label=${texts.work.megapixels} value=${decimal(queue.waiting_megapixels, 0)} />`}
      <${Stat} label=${texts.work.throughput} value=${decimal(queue.per_second)} note=${texts.work.perSecond} />
      <${Stat} label=${texts.work.retries} value=${count(queue.retries_due)} />
      <${Stat} label=${texts.work.deadLetters} value=${count(queue.dead_letters)} />
    </dl>`;
}

// Failures by reason, the most frequent first.
function Failed() {
  const here = useStore(organization);
  const groups = useResource(async signal => {
    const { facets } = await get(path('organizations', here.name, 'operations'),
      { state: 'rejected', facets: 'reason', limit: '1' }, { signal });
    return facets.reason;
  }, [here.name]);
  const soon = useSoon(groups.reload);
  useLive(({ type, data }) => (type === 'reset' || (type === 'operation' && data?.state !== 'accepted')) && soon());
  if (groups.error && !groups.data) {
    return html`<${Failure} error=${groups.error} retry=${groups.reload} />`;
  }
  if (!groups.data) {
    return html`<${Loading} />`;
  }
  return groups.data.length === 0
    ? html`<${Empty} icon="check" ...${texts.work.noFailures} />`
    : html`<div class="stack">${groups.data.map((group, index) => html`
        <${Group} key=${group.value} reason=${group.value} total=${group.count} open=${index === 0} />`)}</div>`;
}

function Group({ reason, total, open }) {
  const here = useStore(organization);
  const [isOpen, setOpen] = useState(open);
  const search = { state: 'rejected', reason };
  const examples = useResource(
    signal => get(path('organizations', here.name, 'operations'), { ...search, limit: EXAMPLES }, { signal }),
    [here.name, reason, total]);
  // the source of a refused file is gone, that of others is still there
  const isReplayable = examples.data?.items.some(operation => operation.replayable);
  const replayAll = () => ask({
    title: texts.work.replayAllTitle(count(total)),
    text: texts.work.replayAllText(texts.reasonTitle(reason)),
    button: texts.work.replayAll,
    action: async () => {
      await post(path('organizations', here.name, 'operations', 'replay'), undefined, { query: search });
      notify(texts.jobs.started);
      go(href(here.name, 'work', 'jobs'));
    },
  });
  return html`
    <section class="card group" aria-label=${texts.reasonTitle(reason)}>
      <header class="card-head">
        <button type="button" class="group-toggle" aria-expanded=${isOpen ? 'true' : 'false'} onClick=${() => setOpen(!isOpen)}>
          <span class="group-count">${count(total)}</span>
          <span class="group-title"><strong>${texts.reasonTitle(reason)}</strong><code class="reason">${reason}</code></span>
          <${Icon} name="next" />
        </button>
        ${here.can('upload') && isReplayable && html`
          <${Button} icon="replay" onClick=${replayAll}>${texts.work.replayAll}</${Button}>`}
      </header>
      ${texts.reasons[reason] && html`<p class="prose">${texts.reasons[reason]}</p>`}
      ${isOpen && html`<${Examples} examples=${examples} search=${search} total=${total} />`}
    </section>`;
}

// The latest failures of a group.
function Examples({ examples: { data, error, reload }, search, total }) {
  const here = useStore(organization);
  const [opened, setOpened] = useState(null);
  if (error && !data) {
    return html`<${Failure} error=${error} retry=${reload} />`;
  }
  if (!data) {
    return html`<${Loading} />`;
  }
  return html`
    <ul class="rows">
      ${data.items.map(operation => html`
        <li key=${operation.id}>
          <button type="button" class="row-button" onClick=${() => setOpened(operation.id)}>
            <span class="row-main"><span class="tile-name">${titleOf(operation)}</span>
              <span class="row-message">${operation.message}</span></span>
            <span class="row-time"><${Time} value=${operation.accepted} format=${ago} exact=${time} /></span>
          </button>
        </li>`)}
    </ul>
    ${total > data.items.length && html`<p><a href=${href(here.name, 'work', 'all', new URLSearchParams(search))}>
      ${texts.work.showAll(count(total))}</a></p>`}
    ${opened && html`<${OperationDialog} id=${opened} onClose=${() => setOpened(null)} onOpen=${setOpened} />`}`;
}

const FILTERS = { state: ['accepted', 'succeeded', 'rejected'], door: ['http', 'kafka', 'bulk', 'retry'] };

// All operations, with conditions that are in the address.
function All() {
  const here = useStore(organization);
  const { query } = useStore(route);
  const change = (name, value) => {
    const next = new URLSearchParams(query);
    value ? next.set(name, value) : next.delete(name);
    go(href(here.name, 'work', 'all', next), { replace: true });
  };
  const search = new URLSearchParams(query);
  if (query.get('until')) {
    search.set('until', `${query.get('until')}T23:59:59Z`);
  }
  if (query.get('since')) {
    search.set('since', `${query.get('since')}T00:00:00Z`);
  }
  return html`
    <div class="toolbar filters-row">
      ${Object.entries(FILTERS).map(([name, values]) => html`
        <${Field} as="select" key=${name} label=${texts.work.filters[name]} value=${query.get(name) ?? ''}
            onChange=${event => change(name, event.target.value)}>
          <option value="" selected=${!query.get(name)}>${texts.work.any}</option>
          ${values.map(value => html`<option key=${value} value=${value} selected=${query.get(name) === value}>
            ${texts.work.states[value] ?? texts.work.doors[value]}</option>`)}
        </${Field}>`)}
      <${Field} label=${texts.work.filters.reason} value=${query.get('reason') ?? ''} list="reasons"
        onChange=${event => change('reason', event.target.value.trim())} />
      <datalist id="reasons">${Object.keys(texts.reasons).map(reason => html`<option value=${reason} />`)}</datalist>
      <${Field} label=${texts.work.filters.name} value=${query.get('name') ?? ''}
        onChange=${event => change('name', event.target.value.trim())} />
      <${Field} label=${texts.work.filters.since} type="date" value=${query.get('since') ?? ''}
        onChange=${event => change('since', event.target.value)} />
      <${Field} label=${texts.work.filters.until} type="date" value=${query.get('until') ?? ''}
        onChange=${event => change('until', event.target.value)} />
    </div>
    <${Operations} key=${search.toString()} search=${search.toString()} empty=${texts.work.noneFound} />`;
}
