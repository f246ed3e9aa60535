// The start of the page: it signs in again with what this tab remembers, and shows the view of the address.
import { html, render, useEffect, useState } from './core/html.js';
import { useStore } from './core/store.js';
import { enter, organization, remembered, session, signIn } from './core/session.js';
import { follow } from './core/live.js';
import { go, href, route } from './core/router.js';
import { texts } from './texts.js';
import { Questions } from './ui/dialog.js';
import { Shell } from './ui/shell.js';
import { Failure, Loading } from './ui/states.js';
import { Toasts } from './ui/toasts.js';
import { Image } from './views/image.js';
import { Images } from './views/images.js';
import { Members } from './views/members.js';
import { Organizations, SignIn } from './views/signin.js';
import { Usage } from './views/usage.js';
import { WebhookView } from './views/webhook.js';
import { Work } from './views/work.js';

const VIEWS = {
  images: at => (at.id ? html`<${Image} key=${at.id} hash=${at.id} />` : html`<${Images} />`),
  work: () => html`<${Work} />`,
  usage: () => html`<${Usage} />`,
  members: () => html`<${Members} />`,
  webhook: () => html`<${WebhookView} />`,
};

function App() {
  const [starting, setStarting] = useState(Boolean(remembered()));
  const [failure, setFailure] = useState(null);
  const { user } = useStore(session);
  const start = () => {
    setFailure(null);
    setStarting(true);
    signIn(remembered())
      .catch(error => (error.isTemporary ? setFailure(error) : sessionStorage.clear()))
      .finally(() => setStarting(false));
  };
  useEffect(() => {
    if (starting) {
      start();
    }
  }, []);
  if (failure) {
    return html`<main class="alone"><${Failure} error=${failure} retry=${start} /></main>`;
  }
  if (starting) {
    return html`<main class="alone"><${Loading} /></main>`;
  }
  return user ? html`<${Inside} />` : html`<${SignIn} />`;
}

function Inside() {
  const at = useStore(route);
  const { organizations } = useStore(session);
  const here = useStore(organization);
  const [failure, setFailure] = useState(null);
  const name = at.organization || (organizations.length === 1 ? organizations[0] : '');
  const enterOrganization = () => {
    setFailure(null);
    organization.set(null);
    if (name) {
      enter(name).catch(setFailure);
    }
  };
  useEffect(enterOrganization, [name]);
  useEffect(() => {
    follow(here?.name ?? null);
    return () => follow(null);
  }, [here?.name]);
  useEffect(() => {
    if (here && (at.organization !== here.name || !VIEWS[at.view])) {
      go(href(here.name, 'images'), { replace: true });
    }
  }, [here, at]);
  if (!name || failure?.isForbidden || failure?.isMissing) {
    return html`<${Organizations} failure=${failure} />`;
  }
  if (failure) {
    return html`<main class="alone"><${Failure} error=${failure} retry=${enterOrganization} /></main>`;
  }
  if (!here || here.name !== name || !VIEWS[at.view]) {
    return html`<main class="alone"><${Loading} label=${texts.loading} /></main>`;
  }
  return html`<${Shell} key=${here.name} view=${at.view}>${VIEWS[at.view](at)}</${Shell}>`;
}

render(html`<${App} /><${Questions} /><${Toasts} />`, document.getElementById('app'));
