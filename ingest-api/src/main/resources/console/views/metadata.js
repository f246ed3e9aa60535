// Metadata: editing the fields of users, and the dynamic fields that are part of an image's identity.
import { html, useEffect, useState } from '../core/html.js';
import { exchange, patch, path } from '../core/api.js';
import { useAction } from '../core/resource.js';
import { TYPES } from '../core/search.js';
import { texts } from '../texts.js';
import { Button, Field } from '../ui/controls.js';
import { Dialog } from '../ui/dialog.js';
import { Problem } from '../ui/states.js';
import { notify } from '../ui/toasts.js';

const LISTS = new Set(['array', 'array_text']);
const NUMBERS = new Set(['int', 'double']);
let nextKey = 1;

// Returns the fields as rows that can be edited: `{ key, name, type, text }`.
export function rowsOf(fields) {
  return Object.entries(fields ?? {}).map(([field, value]) => {
    const colon = field.indexOf(':');
    const type = colon < 0 ? 'str' : field.slice(0, colon);
    return { key: nextKey++, name: field.slice(colon + 1), type, plain: colon < 0, text: textOf(value) };
  });
}

// Returns the rows as fields. Numbers that are none are left to the server to refuse.
export function fieldsOf(rows) {
  return Object.fromEntries(rows.filter(row => row.name.trim()).map(row => [fieldOf(row), valueOf(row)]));
}

const fieldOf = ({ name, type, plain }) => (plain && type === 'str' ? name.trim() : `${type}:${name.trim()}`);

function textOf(value) {
  if (Array.isArray(value)) {
    return value.join('\n');
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function valueOf({ type, text }) {
  if (LISTS.has(type)) {
    return text.split('\n').map(line => line.trim()).filter(Boolean);
  }
  const number = Number(text);
  // digits beyond those of a number of JavaScript are sent as they were entered
  return NUMBERS.has(type) && text.trim() !== '' && String(number) === text.trim() ? number : text;
}

export function Editor({ rows, onChange }) {
  const change = (key, values) => onChange(rows.map(row => (row.key === key ? { ...row, ...values } : row)));
  return html`
    <div class="metadata-editor">
      ${rows.map(row => html`
        <div class="metadata-row" key=${row.key} role="group" aria-label=${row.name || texts.metadata.newField}>
          <${Field} label=${texts.metadata.name} value=${row.name} onText=${name => change(row.key, { name: name.toLowerCase() })}
            pattern="[a-z0-9_]{1,54}" title=${texts.metadata.namePattern} required autocapitalize="none" spellcheck="false" />
          <${Field} as="select" label=${texts.metadata.type} value=${row.type}
              onChange=${event => change(row.key, { type: event.target.value })}>
            ${TYPES.map(type => html`<option key=${type} value=${type} selected=${type === row.type}>${texts.metadata.types[type]}</option>`)}
          </${Field}>
          <${Field} as=${LISTS.has(row.type) || row.type === 'text' ? 'textarea' : 'input'} rows="2" label=${texts.metadata.value}
            value=${row.text} onText=${text => change(row.key, { text })} placeholder=${texts.metadata.examples[row.type]} />
          <${Button} kind="quiet" icon="trash" label=${texts.metadata.removeField(row.name)}
            onClick=${() => onChange(rows.filter(other => other.key !== row.key))} />
        </div>`)}
      <div><${Button} icon="plus" onClick=${() => onChange([...rows, { key: nextKey++, name: '', type: 'str', plain: true, text: '' }])}>
        ${texts.metadata.add}</${Button}></div>
    </div>`;
}

// The metadata that users set. Only what changed is sent, so that changes of others at the same time are kept.
export function UserMetadata({ image, mayChange, onChanged }) {
  const [rows, setRows] = useState(null);
  const fields = image.user_metadata ?? {};
  const save = useAction(async () => {
    const next = fieldsOf(rows);
    const changes = {};
    Object.keys(fields).filter(field => !(field in next)).forEach(field => {
      changes[field] = null;
    });
    Object.entries(next).filter(([field, value]) => JSON.stringify(fields[field]) !== JSON.stringify(value))
      .forEach(([field, value]) => {
        changes[field] = value;
      });
    if (Object.keys(changes).length > 0) {
      await patch(path('sourceimages', image.organization, image.hash, 'meta', 'user'), changes);
      notify(texts.metadata.saved);
    }
    setRows(null);
    await onChanged();
  });
  useEffect(() => setRows(null), [image.hash]);
  return html`
    <section class="card">
      <header class="card-head"><h2>${texts.metadata.user}</h2>
        ${mayChange && !rows && html`<${Button} icon="edit" onClick=${() => setRows(rowsOf(fields))}>${texts.edit}</${Button}>`}</header>
      ${rows
        ? html`
          <form onSubmit=${event => {
            event.preventDefault();
            save.run();
          }}>
            <${Editor} rows=${rows} onChange=${setRows} />
            ${save.error && html`<${Problem} error=${save.error} />`}
            <div class="actions end">
              <${Button} onClick=${() => setRows(null)}>${texts.cancel}</${Button}>
              <${Button} type="submit" kind="primary" busy=${save.busy}>${texts.save}</${Button}>
            </div>
          </form>`
        : html`<${Facts} fields=${fields} empty=${mayChange ? texts.metadata.noneYet : texts.metadata.none} />`}
    </section>`;
}

function Facts({ fields, empty }) {
  const entries = Object.entries(fields);
  return entries.length === 0
    ? html`<p class="hint">${empty}</p>`
    : html`<dl class="facts">${entries.map(([field, value]) => html`
        <div key=${field}><dt>${field}</dt><dd class="value">${textOf(value)}</dd></div>`)}</dl>`;
}

// Dynamic metadata. Changing it makes another image, unless the hash is kept.
export function DynamicMetadata({ image, mayChange, onMoved }) {
  const [editing, setEditing] = useState(null);
  const fields = image.dynamic_metadata ?? {};
  return html`
    <section class="card">
      <header class="card-head"><h2>${texts.metadata.dynamic}</h2>
        ${mayChange && html`<${Button} icon="plus" onClick=${() => setEditing({ name: '', value: '' })}>${texts.metadata.addDynamic}</${Button}>`}
      </header>
      ${Object.keys(fields).length === 0 && html`<p class="hint">${texts.metadata.dynamicNone}</p>`}
      <dl class="facts">
        ${Object.entries(fields).map(([name, value]) => html`
          <div key=${name}><dt>${name}</dt><dd class="value">
            <code>${JSON.stringify(value)}</code>
            ${mayChange && html`<${Button} kind="quiet" icon="edit" label=${texts.metadata.editField(name)}
              onClick=${() => setEditing({ name, value: JSON.stringify(value, null, 2), isThere: true })} />`}
          </dd></div>`)}
      </dl>
      ${editing && html`<${DynamicDialog} image=${image} field=${editing} onMoved=${onMoved} onClose=${() => setEditing(null)} />`}
    </section>`;
}

const EFFECTS = { keepHash: { keepHash: 'true' }, replace: { deletePrevious: 'true' }, add: {} };

function DynamicDialog({ image, field, onMoved, onClose }) {
  const [name, setName] = useState(field.name);
  const [text, setText] = useState(field.value);
  const [effect, setEffect] = useState('keepHash');
  const change = async (method, json) => {
    const address = path('sourceimages', image.organization, image.hash, 'meta', 'dynamic', name.trim());
    const { headers } = await exchange(method, address, { json, query: EFFECTS[effect] });
    notify(texts.metadata.saved);
    onMoved(headers.get('Location')?.split('/').pop() ?? image.hash);
    onClose();
  };
  const save = useAction(() => change('PUT', parsed(text)));
  const clear = useAction(() => change('DELETE'));
  const error = save.error ?? clear.error;
  return html`
    <${Dialog} title=${texts.metadata.dynamic} onClose=${onClose}>
      <form class="stack" onSubmit=${event => {
        event.preventDefault();
        clear.clear();
        save.run();
      }}>
        <${Field} label=${texts.metadata.name} value=${name} onText=${setName} required readonly=${field.isThere} list="dynamic-names"
          autocapitalize="none" spellcheck="false" />
        <datalist id="dynamic-names">${Object.keys(texts.metadata.dynamicExamples).map(id => html`<option value=${id} />`)}</datalist>
        <${Field} as="textarea" rows="6" label=${texts.metadata.json} value=${text} onText=${setText} required spellcheck="false"
          autocapitalize="none" placeholder=${texts.metadata.dynamicExamples[name.trim()] ?? '{ }'} />
        <${Field} as="select" label=${texts.metadata.effect} hint=${texts.metadata.effectHint} value=${effect}
            onChange=${event => setEffect(event.target.value)}>
          ${Object.keys(EFFECTS).map(id => html`<option key=${id} value=${id} selected=${id === effect}>${texts.metadata.effects[id]}</option>`)}
        </${Field}>
        ${error && html`<${Problem} error=${error} />`}
        <div class="actions end">
          ${field.isThere && html`<${Button} kind="danger" icon="trash" busy=${clear.busy} onClick=${clear.run}>${texts.remove}</${Button}>`}
          <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
          <${Button} type="submit" kind="primary" busy=${save.busy}>${texts.save}</${Button}>
        </div>
      </form>
    </${Dialog}>`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(texts.metadata.noJson(error.message));
  }
}
