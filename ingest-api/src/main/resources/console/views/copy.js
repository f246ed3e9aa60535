// Copying images into another organization: selected ones at once, all that a search finds as a job.
import { html, useState } from '../core/html.js';
import { path, post } from '../core/api.js';
import { count } from '../core/format.js';
import { go, href } from '../core/router.js';
import { useAction } from '../core/resource.js';
import { organization, session } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Button, Checkbox, Field } from '../ui/controls.js';
import { Dialog } from '../ui/dialog.js';
import { Problem } from '../ui/states.js';
import { notify } from '../ui/toasts.js';

const SLICE = 100; // images a request

// `images`, or `conditions` and `total` of a search.
export function CopyDialog({ images, conditions, total, onClose }) {
  const here = useStore(organization);
  const others = useStore(session).organizations.filter(name => name !== here.name);
  const [destination, setDestination] = useState(others[0] ?? '');
  const [overwrite, setOverwrite] = useState(false);
  const copy = useAction(async () => {
    const headers = { Destination: destination.trim(), ...(overwrite ? {} : { Overwrite: 'F' }) };
    if (conditions) {
      await post(path('sourceimages', here.name, 'copy-all'), undefined, { headers, query: conditions });
      notify(texts.jobs.started);
      go(href(here.name, 'work', 'jobs'));
      return;
    }
    const counts = { created: 0, existing: 0, notfound: 0, failed: 0 };
    for (let from = 0; from < images.length; from += SLICE) {
      const hashes = images.slice(from, from + SLICE).map(image => image.hash);
      const answer = await post(path('sourceimages', here.name, 'copy'), hashes, { headers });
      Object.keys(counts).forEach(name => {
        counts[name] += answer[name]?.length ?? 0;
      });
    }
    notify(texts.copying.done(counts, destination), counts.failed || counts.notfound ? 'danger' : 'ok');
  });
  const submit = async event => {
    event.preventDefault();
    if (await copy.run()) {
      onClose();
    }
  };
  return html`
    <${Dialog} title=${texts.copying.title(count(images?.length ?? total))} onClose=${onClose}>
      <form onSubmit=${submit}>
        <${Field} label=${texts.copying.destination} value=${destination} onText=${setDestination} list="destinations"
          hint=${texts.copying.hint} required autocapitalize="none" spellcheck="false" />
        <datalist id="destinations">${others.map(name => html`<option value=${name} />`)}</datalist>
        <${Checkbox} label=${texts.copying.overwrite} hint=${texts.copying.overwriteHint} checked=${overwrite}
          onChange=${setOverwrite} />
        ${copy.error && html`<${Problem} error=${copy.error} />`}
        <div class="actions end">
          <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
          <${Button} type="submit" kind="primary" busy=${copy.busy} disabled=${!destination.trim()}>${texts.copying.button}</${Button}>
        </div>
      </form>
    </${Dialog}>`;
}
