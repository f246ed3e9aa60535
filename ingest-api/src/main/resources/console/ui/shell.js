// The frame of all views: navigation, organization, state of the connection, uploads.
import { html, useEffect, useRef } from '../core/html.js';
import { connection, reconnect } from '../core/live.js';
import { go, href, route } from '../core/router.js';
import { organization, session, signOut } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { DropZone, UploadTray } from '../views/upload.js';
import { Button } from './controls.js';
import { Icon } from './icons.js';

// With the permission that a view needs; none is needed for the others.
const ENTRIES = [
  { id: 'images', permission: 'read' },
  { id: 'work' },
  { id: 'usage' },
  { id: 'members' },
  { id: 'webhook', permission: 'members' },
];

export function Brand() {
  return html`<span class="brand"><span class="brand-mark" aria-hidden="true"><svg viewBox="0 0 32 32">
    <path d="M6 12c3.3-3 6.7-3 10 0s6.7 3 10 0M6 20c3.3-3 6.7-3 10 0s6.7 3 10 0" /></svg></span>Sluice</span>`;
}

export function Shell({ view, children }) {
  const here = useStore(organization);
  const { organizations, user } = useStore(session);
  const at = useStore(route);
  const main = useRef(null);
  const former = useRef(at);
  useEffect(() => {
    document.title = `${texts.views[view]} – ${here.name} – Sluice`;
    // a new view begins at its top, with the focus for the keyboard and screen readers
    if (former.current.view !== at.view || former.current.id !== at.id) {
      scrollTo(0, 0);
      main.current.focus({ preventScroll: true });
    }
    former.current = at;
  }, [at, view]);
  return html`
    <div class="shell">
      <a class="skip" href="#main" onClick=${event => {
        event.preventDefault();
        main.current.focus();
      }}>${texts.skip}</a>
      <header class="side">
        <${Brand} />
        <div class="organization">
          <label class="visually-hidden" for="organization">${texts.organization}</label>
          <select id="organization" class="input" onChange=${event => go(event.target.value
            ? href(event.target.value, view)
            : '#/')}>
            ${organizations.map(name => html`<option key=${name} value=${name} selected=${name === here.name}>${name}</option>`)}
            <option value="">${texts.otherOrganization}</option>
          </select>
        </div>
        <nav class="main-nav" aria-label=${texts.mainNavigation}>
          ${ENTRIES.filter(entry => !entry.permission || here.can(entry.permission)).map(entry => html`
            <a key=${entry.id} href=${href(here.name, entry.id)} aria-current=${entry.id === view ? 'page' : undefined}>
              <${Icon} name=${entry.id} /><span class="nav-long">${texts.views[entry.id]}</span><span class="nav-short">${texts.shortViews[entry.id]}</span>
            </a>`)}
        </nav>
        <div class="side-foot">
          <${ConnectionState} />
          <span class="who" title=${user.email ?? user.user_id}>${user.email ?? user.user_id}</span>
          <${Button} kind="quiet" icon="signout" label=${texts.signOut} onClick=${signOut} />
        </div>
      </header>
      <main id="main" ref=${main} tabindex="-1">
        <${LostConnection} />
        ${children}
      </main>
      ${here.can('upload') && html`<${DropZone} /><${UploadTray} />`}
    </div>`;
}

function ConnectionState() {
  const { state } = useStore(connection);
  return html`<span class=${`connection ${state}`} title=${texts.connection[state]}>
    <span class="dot" aria-hidden="true"></span><span class="connection-text">${texts.connection[state]}</span></span>`;
}

function LostConnection() {
  const { state } = useStore(connection);
  return html`
    <div role="status" aria-live="polite">
      ${state === 'lost' && html`
        <div class="banner">
          <${Icon} name="offline" /><span>${texts.connectionLost}</span>
          <${Button} onClick=${reconnect}>${texts.reconnect}</${Button}>
        </div>`}
    </div>`;
}

export function ViewHead({ title, text, children }) {
  return html`
    <header class="view-head">
      <div><h1>${title}</h1>${text && html`<p>${text}</p>`}</div>
      ${children && html`<div class="actions">${children}</div>`}
    </header>`;
}
