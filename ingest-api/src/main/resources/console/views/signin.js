// Signing in, and choosing an organization.
import { html, useState } from '../core/html.js';
import { go, href } from '../core/router.js';
import { useAction } from '../core/resource.js';
import { session, signIn, signOut } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Button, Field } from '../ui/controls.js';
import { Icon } from '../ui/icons.js';
import { Brand } from '../ui/shell.js';
import { Problem } from '../ui/states.js';

export function SignIn() {
  const [credential, setCredential] = useState('');
  const { ended } = useStore(session);
  const { run, busy, error } = useAction(() => signIn(credential.trim()));
  const submit = event => {
    event.preventDefault();
    run();
  };
  return html`
    <main class="alone">
      <div class="card sign-in">
        <${Brand} />
        <h1>${texts.signIn.title}</h1>
        <p class="prose">${texts.signIn.text}</p>
        <form onSubmit=${submit}>
          <${Field} label=${texts.signIn.credential} type="password" value=${credential} onText=${setCredential}
            autocomplete="off" autocapitalize="none" spellcheck="false" required autofocus />
          ${error && html`<${Problem} error=${error} />`}
          ${ended && !error && html`<p class="problem" role="alert"><${Icon} name="alert" /><span>${texts.signIn.ended}</span></p>`}
          <${Button} type="submit" kind="primary" busy=${busy} disabled=${!credential.trim()}>${texts.signIn.button}</${Button}>
        </form>
        <details>
          <summary>${texts.signIn.where}</summary>
          <ul class="hints">${texts.signIn.hints.map(hint => html`<li>${hint}</li>`)}</ul>
        </details>
      </div>
    </main>`;
}

export function Organizations({ failure }) {
  const { organizations, user } = useStore(session);
  const [name, setName] = useState('');
  const submit = event => {
    event.preventDefault();
    go(href(name.trim(), 'images'));
  };
  return html`
    <main class="alone">
      <div class="card sign-in">
        <${Brand} />
        <h1>${texts.organizations.title}</h1>
        ${failure && html`<${Problem} error=${failure} />`}
        ${organizations.length > 0 && html`
          <ul class="choices">
            ${organizations.map(organization => html`
              <li key=${organization}><a href=${href(organization, 'images')}>
                <span>${organization}</span><${Icon} name="next" /></a></li>`)}
          </ul>`}
        ${organizations.length === 0 && html`<p class="prose">
          ${user.memberships ? texts.organizations.none : texts.organizations.unknown}</p>`}
        <form class="row" onSubmit=${submit}>
          <${Field} label=${texts.organizations.name} value=${name} onText=${setName} required autocapitalize="none"
            spellcheck="false" pattern="[a-z0-9\\-]{2,60}" title=${texts.organizations.pattern} />
          <${Button} type="submit">${texts.organizations.open}</${Button}>
        </form>
        <div><${Button} kind="quiet" icon="signout" onClick=${signOut}>${texts.signOut}</${Button}></div>
      </div>
    </main>`;
}
