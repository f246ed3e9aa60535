// The conditions of a search: facets, ranges, any field, an expression.
import { html, useEffect, useState } from '../core/html.js';
import { get, path } from '../core/api.js';
import { count } from '../core/format.js';
import { go, href } from '../core/router.js';
import { useResource } from '../core/resource.js';
import { bounds, conditions, exactly, FIELDS, FLAGS, range, RANGES, TYPES, without } from '../core/search.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Button, Checkbox, Field, Segments } from '../ui/controls.js';
import { Icon } from '../ui/icons.js';
import { Problem } from '../ui/states.js';

// The conditions that are set, each with a button that removes it.
export function Chips({ query, change }) {
  const here = useStore(organization);
  const set = conditions(query);
  if (set.length === 0) {
    return null;
  }
  return html`
    <ul class="chips" aria-label=${texts.filters.active}>
      ${set.map(([field, value]) => html`
        <li key=${`${field}=${value}`}>
          <button type="button" class="chip" aria-label=${texts.filters.removeOne(texts.filters.condition(field, value))}
              onClick=${() => go(href(here.name, 'images', '', without(query, field, value)), { replace: true })}>
            <span>${texts.filters.condition(field, value)}</span><${Icon} name="close" />
          </button>
        </li>`)}
      <li><button type="button" class="chip-clear" onClick=${() => change(
        Object.fromEntries(set.map(([field]) => [field, ''])))}>${texts.images.clear}</button></li>
    </ul>`;
}

export function Filters({ query, change, facets, onClose }) {
  return html`
    <section class="filters" aria-label=${texts.images.filters}>
      <header class="filters-head"><h2>${texts.images.filters}</h2>
        <${Button} kind="quiet" icon="close" label=${texts.close} onClick=${onClose} /></header>
      <${Facet} field="format" values=${facets.format} query=${query} change=${change} />
      ${FLAGS.map(field => html`<${Facet} key=${field} field=${field} values=${facets[field]} query=${query} change=${change} />`)}
      <fieldset>
        <legend>${texts.filters.sizes}</legend>
        ${RANGES.map(entry => html`<${Range} key=${entry.field} ...${entry} query=${query} change=${change} />`)}
        <${Days} field="created" query=${query} change=${change} />
        ${query.get('deleted') === 'true' && html`<${Days} field="deletedDate" query=${query} change=${change} />`}
      </fieldset>
      <${Metadata} query=${query} change=${change} />
      <${AnyField} query=${query} change=${change} />
      <${Expression} query=${query} change=${change} />
      <fieldset>
        <legend>${texts.filters.match}</legend>
        <${Segments} label=${texts.filters.match} value=${query.get('operator') === 'or' ? 'or' : 'and'}
          options=${[{ value: 'and', label: texts.filters.all }, { value: 'or', label: texts.filters.any }]}
          onChange=${value => change({ operator: value === 'or' ? 'or' : '' })} />
      </fieldset>
      <${Order} query=${query} change=${change} />
    </section>`;
}

// Values with their counts; choosing one adds a condition, choosing it again removes it.
function Facet({ field, values, query, change, label = texts.filters.fields[field] ?? field }) {
  const chosen = query.getAll(field);
  const shown = [...(values ?? [])];
  chosen.filter(value => !shown.some(entry => String(entry.value) === value)).forEach(value => shown.push({ value, count: null }));
  // a flag that all have in common would exclude nothing or everything
  if (shown.length === 0 || (FLAGS.includes(field) && shown.length === 1 && chosen.length === 0)) {
    return null;
  }
  return html`
    <fieldset class="facet">
      <legend>${label}</legend>
      ${shown.slice(0, 12).map(entry => {
        const value = String(entry.value);
        const isChosen = chosen.includes(value) || chosen.includes(exactly(value));
        return html`
          <button type="button" key=${value} class="facet-value" aria-pressed=${isChosen ? 'true' : 'false'}
              onClick=${() => change({ [field]: isChosen ? '' : exactly(value) })}>
            <span>${texts.filters.value(field, value)}</span>
            ${entry.count !== null && html`<span class="facet-count">${count(entry.count)}</span>`}
          </button>`;
      })}
    </fieldset>`;
}

function Range({ field, factor, query, change }) {
  const set = bounds(query.get(field));
  const shown = text => (text === '' || Number.isNaN(Number(text)) ? '' : String(Number(text) / factor));
  const [from, setFrom] = useState(shown(set.from));
  const [to, setTo] = useState(shown(set.to));
  useEffect(() => {
    setFrom(shown(set.from));
    setTo(shown(set.to));
  }, [query.get(field)]);
  const scaled = text => (text === '' ? '' : String(factor === 1 ? Number(text) : Math.round(Number(text) * factor)));
  const apply = () => {
    const value = range(scaled(from), scaled(to));
    if (value !== (query.get(field) ?? '')) {
      change({ [field]: value });
    }
  };
  return html`<${FromTo} label=${texts.filters.fields[field]} type="number" min="0" step="any" from=${from} to=${to}
    onFrom=${setFrom} onTo=${setTo} apply=${apply} />`;
}

function Days({ field, query, change }) {
  const set = bounds(query.get(field));
  const apply = (from, to) => change({ [field]: range(from, to) });
  return html`<${FromTo} label=${texts.filters.fields[field]} type="date" from=${set.from} to=${set.to}
    onFrom=${from => apply(from, set.to)} onTo=${to => apply(set.from, to)} apply=${() => {}} />`;
}

function FromTo({ label, from, to, onFrom, onTo, apply, ...rest }) {
  const enter = event => {
    if (event.key === 'Enter') {
      apply();
    }
  };
  return html`
    <div class="from-to" role="group" aria-label=${label} onFocusOut=${apply} onKeyDown=${enter}>
      <span class="from-to-label">${label}</span>
      <input class="input" aria-label=${texts.filters.from(label)} placeholder=${texts.filters.min} value=${from} ...${rest}
        onInput=${event => onFrom(event.target.value)} />
      <span aria-hidden="true">–</span>
      <input class="input" aria-label=${texts.filters.to(label)} placeholder=${texts.filters.max} value=${to} ...${rest}
        onInput=${event => onTo(event.target.value)} />
    </div>`;
}

// The values of a field of metadata, counted in what the search finds.
function Metadata({ query, change }) {
  const here = useStore(organization);
  const [entered, setEntered] = useState('');
  const [field, setField] = useState('');
  const counted = useResource(async signal => {
    if (!field) {
      return null;
    }
    const search = new URLSearchParams(query);
    search.delete(field);
    search.set('facets', field);
    search.set('limit', '0');
    const facet = (await get(path('sourceimages', here.name), search, { signal })).facets[field];
    return Array.isArray(facet) ? facet : facet?.values ?? [];
  }, [field, query.toString(), here.name]);
  const submit = event => {
    event.preventDefault();
    const name = entered.trim();
    setField(!name || /^(user|dynamic|static):/.test(name) ? name : `user:${name}`);
  };
  return html`
    <fieldset>
      <legend>${texts.filters.metadata}</legend>
      <form class="row" onSubmit=${submit}>
        <${Field} label=${texts.filters.metadataField} hideLabel placeholder="array:tags" value=${entered} onText=${setEntered}
          autocapitalize="none" spellcheck="false" />
        <${Button} type="submit" disabled=${!entered.trim()}>${texts.filters.count}</${Button}>
      </form>
      <p class="hint">${texts.filters.metadataHint}</p>
      ${counted.error && html`<${Problem} error=${counted.error} />`}
      ${counted.data && (counted.data.length > 0
        ? html`<${Facet} field=${field} values=${counted.data} query=${query} change=${change} label=${field} />`
        : html`<p class="hint" role="status">${texts.filters.noValues}</p>`)}
    </fieldset>`;
}

function AnyField({ query, change }) {
  const [field, setField] = useState('name');
  const [type, setType] = useState('str');
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [negated, setNegated] = useState(false);
  const hasName = field === 'user' || field === 'dynamic';
  const submit = event => {
    event.preventDefault();
    const full = `${negated ? '!' : ''}${hasName ? `${field}:${type}:${name.trim()}` : field}`;
    change({ [full]: [...query.getAll(full), value] });
    setValue('');
  };
  return html`
    <fieldset>
      <legend>${texts.filters.anyField}</legend>
      <form class="stack" onSubmit=${submit}>
        <${Field} as="select" label=${texts.filters.field} value=${field} onChange=${event => setField(event.target.value)}>
          ${FIELDS.map(id => html`<option key=${id} value=${id} selected=${id === field}>${texts.filters.fields[id] ?? id}</option>`)}
        </${Field}>
        ${hasName && html`
          <div class="row">
            <${Field} as="select" label=${texts.metadata.type} value=${type} onChange=${event => setType(event.target.value)}>
              ${TYPES.map(id => html`<option key=${id} value=${id} selected=${id === type}>${texts.metadata.types[id]}</option>`)}
            </${Field}>
            <${Field} label=${texts.metadata.name} value=${name} onText=${setName} required autocapitalize="none" spellcheck="false"
              placeholder=${field === 'dynamic' ? 'subject_area:x' : 'label'} />
          </div>`}
        <${Field} label=${texts.filters.valueLabel} hint=${texts.filters.valueHint} value=${value} onText=${setValue} required
          autocapitalize="none" spellcheck="false" />
        <${Checkbox} label=${texts.filters.not} checked=${negated} onChange=${setNegated} />
        <${Button} type="submit" icon="plus">${texts.filters.add}</${Button}>
      </form>
    </fieldset>`;
}

function Expression({ query, change }) {
  const [text, setText] = useState(query.get('filter') ?? '');
  useEffect(() => setText(query.get('filter') ?? ''), [query.get('filter')]);
  return html`
    <fieldset>
      <legend>${texts.filters.expression}</legend>
      <form class="stack" onSubmit=${event => {
        event.preventDefault();
        change({ filter: text.trim() });
      }}>
        <${Field} as="textarea" rows="3" label=${texts.filters.expression} hideLabel hint=${texts.filters.expressionHint} value=${text}
          onText=${setText} placeholder="(format:png OR format:gif) AND width:[1000,}" spellcheck="false" autocapitalize="none" />
        <${Button} type="submit">${texts.filters.apply}</${Button}>
      </form>
    </fieldset>`;
}

function Order({ query, change }) {
  const [text, setText] = useState(query.get('sort') ?? '');
  useEffect(() => setText(query.get('sort') ?? ''), [query.get('sort')]);
  return html`
    <fieldset>
      <legend>${texts.images.order}</legend>
      <form class="stack" onSubmit=${event => {
        event.preventDefault();
        change({ sort: text.trim() });
      }}>
        <${Field} label=${texts.images.order} hideLabel hint=${texts.filters.orderHint} value=${text} onText=${setText}
          placeholder="user:int:price desc,name" spellcheck="false" autocapitalize="none" />
        <${Button} type="submit">${texts.filters.apply}</${Button}>
      </form>
    </fieldset>`;
}
