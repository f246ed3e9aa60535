// Jobs: copies, deletions and replays of many images, with their progress.
import { html, useEffect } from '../core/html.js';
import { path, remove } from '../core/api.js';
import { ago, count, decimal, duration, time } from '../core/format.js';
import { connection } from '../core/live.js';
import { useHistory } from '../core/operations.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { useEnd } from '../core/virtual.js';
import { texts } from '../texts.js';
import { Badge, Button, Progress, Time } from '../ui/controls.js';
import { ask } from '../ui/dialog.js';
import { Empty, Failure, Loading } from '../ui/states.js';
import { notify } from '../ui/toasts.js';

const INTERVAL = 2_000;
const KINDS = { running: 'info', done: 'ok', cancelled: 'neutral', failed: 'danger' };
const COUNTS = ['created', 'existing', 'deleted', 'skipped', 'failed'];

export function Jobs() {
  const here = useStore(organization);
  const list = useHistory(here.name, 'jobs', 'job', '');
  const { state } = useStore(connection);
  const isRunning = list.items.some(job => job.state === 'running');
  const end = useEnd(list.more, Boolean(list.cursor) && !list.loading && list.items.length > 0);
  useEffect(() => {
    // without events, and for the rate while a job makes no progress
    const timer = isRunning && setInterval(list.refresh, INTERVAL);
    return () => clearInterval(timer);
  }, [isRunning, state, list.refresh]);
  if (list.error) {
    return html`<${Failure} error=${list.error} retry=${list.reload} />`;
  }
  if (list.loading && list.items.length === 0) {
    return html`<${Loading} />`;
  }
  if (list.items.length === 0) {
    return html`<${Empty} icon="work" ...${texts.jobs.none} />`;
  }
  return html`
    <ul class="stack jobs">${list.items.map(job => html`<${Job} key=${job.id} job=${job} refresh=${list.refresh} />`)}</ul>
    <div ref=${end} class="list-end"></div>`;
}

function Job({ job, refresh }) {
  const here = useStore(organization);
  const isRunning = job.state === 'running';
  const mayCancel = isRunning && (job.destination
    ? job.destination !== here.name || here.can('change')
    : here.can('delete_all') || (job.kind !== 'delete-all' && here.can('upload')));
  const counts = COUNTS.filter(name => job[name] > 0).map(name => texts.jobs.counts[name](count(job[name])));
  const left = job.rate > 0 ? (job.total - job.treated) / job.rate : null;
  const label = texts.jobs.title(job);
  return html`
    <li class="card job">
      <header class="card-head">
        <div><h2>${label}</h2>
          <p class="hint"><${Time} value=${job.requested} format=${ago} exact=${time} /></p></div>
        <div class="actions">
          <${Badge} kind=${KINDS[job.state]}>${texts.jobs.states[job.state] ?? job.state}</${Badge}>
          ${mayCancel && html`<${Button} icon="close" onClick=${() => ask({
            title: texts.jobs.cancelTitle,
            text: texts.jobs.cancelText,
            button: texts.jobs.cancel,
            danger: true,
            action: async () => {
              await remove(path('jobs', job.id));
              notify(texts.jobs.cancelling);
              refresh();
            },
          })}>${texts.jobs.cancel}</${Button}>`}
        </div>
      </header>
      <${Progress} value=${isRunning ? (job.total > 0 ? job.treated / job.total : null) : 1} label=${texts.jobs.progressOf(label)}
        kind=${job.state} />
      <p class="job-line">
        <span>${texts.jobs.treated(count(job.treated), count(job.total))}</span>
        ${isRunning && job.rate > 0 && html`<span>${texts.jobs.rate(decimal(job.rate))}</span>`}
        ${isRunning && left !== null && job.treated > 0 && html`<span>${texts.jobs.left(duration(left))}</span>`}
        ${counts.map(text => html`<span>${text}</span>`)}
        ${job.finished && html`<span>${texts.jobs.took(duration((new Date(job.finished) - new Date(job.started ?? job.requested)) / 1000))}</span>`}
      </p>
      ${job.last_error && html`<p class="error-text">${job.last_error}</p>`}
    </li>`;
}
