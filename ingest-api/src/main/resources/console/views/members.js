// Members of the organization and their roles, and the API keys of the user who is signed in.
import { html, useState } from '../core/html.js';
import { get, path, post, put, remove } from '../core/api.js';
import { time } from '../core/format.js';
import { useAction, useResource } from '../core/resource.js';
import { organization, session } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Badge, Button, Checkbox, Field, Secret } from '../ui/controls.js';
import { ask, Dialog } from '../ui/dialog.js';
import { ViewHead } from '../ui/shell.js';
import { Failure, Loading, Note, Problem } from '../ui/states.js';
import { notify } from '../ui/toasts.js';

const ROLES = ['read', 'write', 'upload', 'admin', 'sourceimages:read', 'sourceimages:write', 'sourceimages:download:protected', 'sourceimages:unlock'];

export function Members() {
  const here = useStore(organization);
  return html`
    <${ViewHead} title=${texts.views.members} text=${texts.members.text} />
    ${here.can('members') ? html`<${MemberList} />` : html`<section class="card"><h2>${texts.members.title}</h2>
      <${Note} icon="lock">${texts.members.notAllowed}</${Note}></section>`}
    <${Keys} />`;
}

function MemberList() {
  const here = useStore(organization);
  const { user } = useStore(session);
  const [dialog, setDialog] = useState(null);
  const { data, error, reload } = useResource(
    signal => get(path('organizations', here.name, 'memberships'), {}, { signal }), [here.name]);
  return html`
    <section class="card">
      <header class="card-head"><h2>${texts.members.title}</h2>
        <${Button} kind="primary" icon="plus" onClick=${() => setDialog({})}>${texts.members.add}</${Button}></header>
      ${error && !data && html`<${Failure} error=${error} retry=${reload} />`}
      ${!data && !error && html`<${Loading} />`}
      ${data && html`
        <ul class="people">
          ${data.items.map(member => html`
            <li key=${member.user_id}>
              <div class="person">
                <strong>${member.email ?? member.user_id}</strong>
                ${member.user_id === user.user_id && html` <${Badge} kind="info">${texts.members.you}</${Badge}>`}
                <span class="hint">${[member.comment, member.email && member.user_id].filter(Boolean).join(' · ')}</span>
              </div>
              <div class="marks">${member.roles.map(role => html`<${Badge} key=${role}>${role}</${Badge}>`)}</div>
              <div class="actions">
                <${Button} kind="quiet" icon="edit" label=${texts.members.edit(member.email ?? member.user_id)}
                  onClick=${() => setDialog(member)} />
                <${Button} kind="quiet" icon="trash" label=${texts.members.removeOne(member.email ?? member.user_id)} onClick=${() => ask({
                  title: texts.members.removeTitle(member.email ?? member.user_id),
                  text: texts.members.removeText,
                  button: texts.remove,
                  danger: true,
                  action: async () => {
                    await remove(path('organizations', here.name, 'memberships', member.user_id));
                    notify(texts.members.removed);
                    reload();
                  },
                })} />
              </div>
            </li>`)}
        </ul>`}
      ${dialog && html`<${MemberDialog} member=${dialog} onClose=${() => setDialog(null)} onChanged=${reload} />`}
    </section>`;
}

// A new member, who gets a new API key, or the roles of a present one.
function MemberDialog({ member, onClose, onChanged }) {
  const here = useStore(organization);
  const isNew = !member.user_id;
  const [roles, setRoles] = useState(new Set(member.roles ?? ['read']));
  const [comment, setComment] = useState(member.comment ?? '');
  const [email, setEmail] = useState('');
  const [key, setKey] = useState('');
  const save = useAction(async () => {
    const body = { roles: ROLES.filter(role => roles.has(role)), comment: comment.trim() };
    if (isNew) {
      const made = await post(path('organizations', here.name, 'memberships'), email.trim() ? { ...body, email: email.trim() } : body);
      setKey(made.api_key);
    } else {
      await put(path('organizations', here.name, 'memberships', member.user_id), body);
      notify(texts.members.changed);
      onClose();
    }
    onChanged();
  });
  const toggle = (role, isSet) => setRoles(before => {
    const next = new Set(before);
    isSet ? next.add(role) : next.delete(role);
    return next;
  });
  if (key) {
    return html`
      <${Dialog} title=${texts.members.created} onClose=${onClose}>
        <${Secret} label=${texts.keys.newKey} value=${key} hint=${texts.keys.once} />
        <div class="actions end"><${Button} kind="primary" onClick=${onClose}>${texts.done}</${Button}></div>
      </${Dialog}>`;
  }
  return html`
    <${Dialog} title=${isNew ? texts.members.add : texts.members.edit(member.email ?? member.user_id)} onClose=${onClose}>
      <form class="stack" onSubmit=${event => {
        event.preventDefault();
        save.run();
      }}>
        ${isNew && html`<p class="prose">${texts.members.addText}</p>
          <${Field} label=${texts.members.email} hint=${texts.members.emailHint} type="email" value=${email} onText=${setEmail} />`}
        <fieldset class="roles"><legend>${texts.members.roles}</legend>
          ${ROLES.map(role => html`<${Checkbox} key=${role} label=${role} hint=${texts.members.role[role]} checked=${roles.has(role)}
            onChange=${isSet => toggle(role, isSet)} />`)}
        </fieldset>
        <${Field} label=${texts.members.comment} value=${comment} onText=${setComment} placeholder=${texts.members.commentExample} />
        ${save.error && html`<${Problem} error=${save.error} />`}
        <div class="actions end">
          <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
          <${Button} type="submit" kind="primary" busy=${save.busy} disabled=${roles.size === 0}>${isNew ? texts.members.add : texts.save}</${Button}>
        </div>
      </form>
    </${Dialog}>`;
}

function Keys() {
  const [isAdding, setAdding] = useState(false);
  const [hasToken, setHasToken] = useState(false);
  const { data, error, reload } = useResource(async signal => {
    const keys = await get('/user/apikeys', {}, { signal });
    try {
      return { keys, current: (await get('/user/apikeys/current', {}, { signal })).id };
    } catch (failure) {
      if (failure.isTemporary) {
        throw failure;
      }
      return { keys, current: null }; // signed in with a token
    }
  }, []);
  if (error?.isForbidden) {
    return html`<section class="card"><h2>${texts.keys.title}</h2><${Note} icon="lock">${texts.keys.notAllowed}</${Note}></section>`;
  }
  return html`
    <section class="card">
      <header class="card-head"><div><h2>${texts.keys.title}</h2><p class="hint">${texts.keys.text}</p></div>
        <div class="actions">
          <${Button} icon="clock" onClick=${() => setHasToken(true)}>${texts.tokens.make}</${Button}>
          <${Button} kind="primary" icon="plus" onClick=${() => setAdding(true)}>${texts.keys.add}</${Button}>
        </div></header>
      ${error && html`<${Failure} error=${error} retry=${reload} />`}
      ${!data && !error && html`<${Loading} />`}
      <ul class="people">
        ${data?.keys.map(key => html`
          <li key=${key.id}>
            <div class="person"><strong>${key.comment || texts.keys.unnamed}</strong>
              ${key.id === data.current && html` <${Badge} kind="info">${texts.keys.current}</${Badge}>`}
              <span class="hint">${texts.keys.created(time(key.created))}</span></div>
            <div class="actions">
              ${key.id !== data.current && html`<${Button} kind="quiet" icon="trash" label=${texts.keys.removeOne(key.comment || key.id)}
                onClick=${() => ask({
                  title: texts.keys.removeTitle,
                  text: texts.keys.removeText,
                  button: texts.remove,
                  danger: true,
                  action: async () => {
                    await remove(path('user', 'apikeys', key.id));
                    notify(texts.keys.removed);
                    reload();
                  },
                })} />`}
            </div>
          </li>`)}
      </ul>
      ${isAdding && html`<${KeyDialog} onClose=${() => setAdding(false)} onChanged=${reload} />`}
      ${hasToken && html`<${TokenDialog} onClose=${() => setHasToken(false)} />`}
    </section>`;
}

function KeyDialog({ onClose, onChanged }) {
  const [comment, setComment] = useState('');
  const [key, setKey] = useState('');
  const add = useAction(async () => {
    setKey((await post('/user/apikeys', { comment: comment.trim() })).api_key);
    onChanged();
  });
  return html`
    <${Dialog} title=${texts.keys.add} onClose=${onClose}>
      ${key
        ? html`<${Secret} label=${texts.keys.newKey} value=${key} hint=${texts.keys.once} />
          <div class="actions end"><${Button} kind="primary" onClick=${onClose}>${texts.done}</${Button}></div>`
        : html`
          <form class="stack" onSubmit=${event => {
            event.preventDefault();
            add.run();
          }}>
            <${Field} label=${texts.keys.comment} hint=${texts.keys.commentHint} value=${comment} onText=${setComment} autofocus />
            ${add.error && html`<${Problem} error=${add.error} />`}
            <div class="actions end">
              <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
              <${Button} type="submit" kind="primary" busy=${add.busy}>${texts.keys.add}</${Button}>
            </div>
          </form>`}
    </${Dialog}>`;
}

const LIFETIMES = [3_600, 86_400, 604_800, 2_592_000];

// A token does what the key does, for a while.
function TokenDialog({ onClose }) {
  const [seconds, setSeconds] = useState(86_400);
  const [isRenewable, setRenewable] = useState(false);
  const [anywhere, setAnywhere] = useState(false);
  const [token, setToken] = useState('');
  const make = useAction(async () => {
    const query = { expires_in: seconds, renewable: isRenewable, no_ip_protection: anywhere };
    setToken((await get('/user/apikeys/token', query)).token);
  });
  return html`
    <${Dialog} title=${texts.tokens.make} onClose=${onClose}>
      ${token
        ? html`<${Secret} label=${texts.tokens.token} value=${token} hint=${texts.tokens.hint} />
          <div class="actions end"><${Button} kind="primary" onClick=${onClose}>${texts.done}</${Button}></div>`
        : html`
          <form class="stack" onSubmit=${event => {
            event.preventDefault();
            make.run();
          }}>
            <p class="prose">${texts.tokens.text}</p>
            <${Field} as="select" label=${texts.tokens.lifetime} value=${seconds} onChange=${event => setSeconds(event.target.value)}>
              ${LIFETIMES.map(value => html`<option key=${value} value=${value} selected=${value === Number(seconds)}>
                ${texts.tokens.lifetimes[value]}</option>`)}
            </${Field}>
            <${Checkbox} label=${texts.tokens.renewable} checked=${isRenewable} onChange=${setRenewable} />
            <${Checkbox} label=${texts.tokens.anywhere} hint=${texts.tokens.anywhereHint} checked=${anywhere} onChange=${setAnywhere} />
            ${make.error && html`<${Problem} error=${make.error} />`}
            <div class="actions end">
              <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
              <${Button} type="submit" kind="primary" busy=${make.busy}>${texts.tokens.make}</${Button}>
            </div>
          </form>`}
    </${Dialog}>`;
}
