// Usage: what is stored, what was saved, and what happened on each of the last days.
import { html, useState } from '../core/html.js';
import { get, path } from '../core/api.js';
import { bytes, count, dayOf, decimal } from '../core/format.js';
import { useLive } from '../core/live.js';
import { useResource, useSoon } from '../core/resource.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Progress, Segments, Stat } from '../ui/controls.js';
import { ViewHead } from '../ui/shell.js';
import { Failure, Loading } from '../ui/states.js';

const WIDTH = 720;
const HEIGHT = 200;
const LIMITS = { images: count, bytes, uploads_per_minute: count, megapixels_per_hour: decimal, jobs: count };

export function Usage() {
  const here = useStore(organization);
  const { data, error, reload } = useResource(
    signal => get(path('organizations', here.name, 'usage'), {}, { signal }), [here.name]);
  const soon = useSoon(reload, 1_000, 5_000);
  useLive(({ type }) => (type === 'image' || type === 'reset' || type === 'operation') && soon());
  return html`
    <${ViewHead} title=${texts.views.usage} text=${texts.usage.text} />
    ${error && !data && html`<${Failure} error=${error} retry=${reload} />`}
    ${!data && !error && html`<${Loading} />`}
    ${data && html`<${Stored} usage=${data} /><${Days} days=${data.days ?? []} /><${Limits} usage=${data} />`}`;
}

function Stored({ usage }) {
  const { used, saved_bytes: saved } = usage;
  return html`
    <dl class="stats">
      <${Stat} label=${texts.usage.images} value=${count(usage.images ?? used.images)} />
      <${Stat} label=${texts.usage.bytes} value=${bytes(usage.bytes ?? used.bytes)} />
      <${Stat} label=${texts.usage.deleted} value=${count(usage.deleted ?? used.deleted)}
        note=${usage.restorable_bytes === undefined ? '' : bytes(usage.restorable_bytes)} />
      ${saved && html`
        <${Stat} label=${texts.usage.savedOptimized} value=${bytes(saved.optimized)} />
        <${Stat} label=${texts.usage.savedExisting} value=${bytes(saved.existing)} />`}
    </dl>`;
}

const rejectedOn = day => Object.values(day.rejected ?? {}).reduce((sum, number) => sum + number, 0);

function Days({ days }) {
  const [shown, setShown] = useState('chart');
  if (days.length === 0) {
    return null;
  }
  return html`
    <section class="card">
      <header class="card-head"><h2>${texts.usage.days(days.length)}</h2>
        <${Segments} label=${texts.usage.show} value=${shown} onChange=${setShown}
          options=${[{ value: 'chart', label: texts.usage.chart }, { value: 'table', label: texts.usage.table }]} /></header>
      ${shown === 'chart' ? html`<${Chart} days=${days} />` : html`<${DayTable} days=${days} />`}
      <${Reasons} days=${days} />
    </section>`;
}

function Chart({ days }) {
  const series = [['uploads', day => day.uploads - (day.existing ?? 0)], ['existing', day => day.existing ?? 0], ['rejected', rejectedOn]];
  const sum = day => series.reduce((total, [, value]) => total + Math.max(0, value(day)), 0);
  const most = Math.max(1, ...days.map(sum));
  const step = WIDTH / days.length;
  const total = value => days.reduce((all, day) => all + Math.max(0, value(day)), 0);
  return html`
    <ul class="legend">${series.map(([name, value]) => html`
      <li key=${name}><span class=${`swatch ${name}`} aria-hidden="true"></span>${texts.usage.series[name]}
        <strong>${count(total(value))}</strong></li>`)}</ul>
    <svg class="chart" viewBox=${`0 0 ${WIDTH} ${HEIGHT + 24}`} role="img" aria-label=${texts.usage.chartLabel(days.length, count(most))}>
      ${[0, 0.5, 1].map(part => html`<g key=${part}>
        <line class="gridline" x1="0" x2=${WIDTH} y1=${HEIGHT * (1 - part)} y2=${HEIGHT * (1 - part)} /></g>`)}
      ${days.map((day, index) => {
        let top = HEIGHT;
        return html`<g key=${day.day}>
          <title>${texts.usage.day(dayOf(day.day), count(day.uploads), count(day.existing), count(rejectedOn(day)))}</title>
          <rect class="hit" x=${index * step} y="0" width=${step} height=${HEIGHT} />
          ${series.map(([name, value]) => {
            const height = Math.max(0, value(day)) / most * (HEIGHT - 4);
            top -= height;
            return height > 0 && html`<rect key=${name} class=${name} x=${index * step + step * 0.15} y=${top} width=${step * 0.7}
              height=${height} rx="1.5" />`;
          })}
        </g>`;
      })}
      ${days.map((day, index) => (days.length - 1 - index) % 7 === 0 && html`
        <text key=${day.day} x=${(index + 0.5) * step} y=${HEIGHT + 17} text-anchor=${index > days.length - 3 ? 'end' : 'middle'}
          dx=${index > days.length - 3 ? step / 2 : 0}>${dayOf(day.day)}</text>`)}
    </svg>
    <p class="hint">${texts.usage.most(count(most))}</p>`;
}

function DayTable({ days }) {
  return html`
    <div class="table-scroll" tabindex="0" role="region" aria-label=${texts.usage.days(days.length)}>
      <table class="table">
        <thead><tr><th scope="col">${texts.usage.dayColumn}</th>
          ${['uploads', 'existing', 'rejected'].map(name => html`<th scope="col" class="number" key=${name}>${texts.usage.columns[name]}</th>`)}
        </tr></thead>
        <tbody>${days.toReversed().map(day => html`
          <tr key=${day.day}><th scope="row">${dayOf(day.day)}</th><td class="number">${count(day.uploads)}</td>
            <td class="number">${count(day.existing)}</td><td class="number">${count(rejectedOn(day))}</td></tr>`)}</tbody>
      </table>
    </div>`;
}

function Reasons({ days }) {
  const counts = {};
  days.forEach(day => Object.entries(day.rejected ?? {}).forEach(([reason, number]) => {
    counts[reason] = (counts[reason] ?? 0) + number;
  }));
  const sorted = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return sorted.length > 0 && html`
    <h3>${texts.usage.rejections}</h3>
    <dl class="stages">${sorted.map(([reason, number]) => html`
      <div key=${reason}><dt>${texts.reasonTitle(reason)}</dt>
        <dd><span class="stage-bar danger" style=${{ width: `${Math.max(1, number / sorted[0][1] * 100)}%` }}></span>
          <span class="stage-time">${count(number)}</span></dd></div>`)}</dl>`;
}

function Limits({ usage }) {
  const { used, limits } = usage;
  return html`
    <section class="card">
      <h2>${texts.usage.limits}</h2>
      <p class="prose">${texts.usage.limitsText}</p>
      <dl class="limits">
        ${Object.entries(LIMITS).map(([name, format]) => html`
          <div key=${name}><dt>${texts.usage.limit[name]}</dt>
            <dd>${limits?.[name] === null || limits?.[name] === undefined
              ? html`<span>${texts.usage.unlimited(format(used[name]))}</span>`
              : html`<span>${texts.usage.of(format(used[name]), format(limits[name]))}</span>
                <${Progress} value=${limits[name] > 0 ? used[name] / limits[name] : 1} label=${texts.usage.limit[name]}
                  kind=${used[name] >= limits[name] ? 'failed' : ''} />`}</dd></div>`)}
        ${limits?.file_bytes != null && html`<div><dt>${texts.usage.limit.file_bytes}</dt><dd>${bytes(limits.file_bytes)}</dd></div>`}
      </dl>
    </section>`;
}
