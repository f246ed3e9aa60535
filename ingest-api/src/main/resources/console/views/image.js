// One image: its preview, all facts, what can be changed, and its history.
import { html, useState } from '../core/html.js';
import { errorOf, exchange, get, path, post, put, remove, send } from '../core/api.js';
import { ago, bytes, count, decimal, pixels, time } from '../core/format.js';
import { useLive } from '../core/live.js';
import { go, href } from '../core/router.js';
import { useAction, useResource } from '../core/resource.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { texts } from '../texts.js';
import { Badge, Button, Checkbox, CopyButton, Field, Time } from '../ui/controls.js';
import { ask, Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { Preview } from '../ui/preview.js';
import { Failure, Loading, Note, Problem } from '../ui/states.js';
import { notify } from '../ui/toasts.js';
import { CopyDialog } from './copy.js';
import { DynamicMetadata, UserMetadata } from './metadata.js';
import { History } from './operations.js';

export function Image({ hash }) {
  const here = useStore(organization);
  const { data: image, error, reload, setData } = useResource(
    signal => get(path('sourceimages', here.name, hash), { deleted: 'true' }, { signal }), [here.name, hash]);
  useLive(({ type, data }) => {
    if (type === 'reset' || (type === 'image' && data?.hash === image?.hash)) {
      reload();
    }
  });
  const back = html`<a class="back" href=${href(here.name, 'images')}><${Icon} name="back" /><span>${texts.image.back}</span></a>`;
  if (error && !image) {
    return html`${back}<${Failure} error=${error} retry=${reload} />`;
  }
  if (!image) {
    return html`${back}<${Loading} />`;
  }
  return html`
    ${back}
    <${Head} image=${image} reload=${reload} />
    <div class="image-page">
      <div class="image-main">
        <div class="picture"><${Preview} image=${image} size=${640} /></div>
        <${UserMetadata} image=${image} mayChange=${here.can('change') && !image.deleted && !image.locked} onChanged=${reload} />
        <${DynamicMetadata} image=${image} mayChange=${here.can('change') && !image.deleted}
          onMoved=${next => (next === image.hash ? reload() : go(href(here.name, 'images', next)))} />
      </div>
      <div class="image-aside">
        <${Facts} image=${image} />
        ${!image.deleted && html`<${Options} image=${image} setImage=${next => setData(() => next)} reload=${reload} />`}
        <${History} image=${image} />
      </div>
    </div>`;
}

function Head({ image, reload }) {
  const here = useStore(organization);
  const [dialog, setDialog] = useState(null);
  const download = useAction(() => save(image));
  const restore = useAction(async () => {
    await post(path('sourceimages', here.name, image.hash, 'restore'));
    notify(texts.images.restoredDone(1));
    await reload();
  });
  const mayDownload = here.can('download') && (!image.protected || here.can('download_protected'));
  return html`
    <header class="view-head">
      <div>
        <h1 class="image-title">${image.name}</h1>
        <p class="marks">
          ${image.deleted && html`<${Badge} kind="danger" icon="trash">${texts.image.deletedAgo(ago(image.deleted))}</${Badge}>`}
          ${image.protected && html`<${Badge} icon="shield">${texts.image.protected}</${Badge}>`}
          ${image.locked && html`<${Badge} icon="lock">${texts.image.locked}</${Badge}>`}
        </p>
      </div>
      <div class="actions">
        ${image.deleted
          ? here.can('change') && html`<${Button} kind="primary" icon="restore" busy=${restore.busy}
              onClick=${() => restore.run()}>${texts.restore}</${Button}>`
          : html`
            ${mayDownload && html`<${Button} icon="download" busy=${download.busy} onClick=${() => download.run()}>${texts.image.download}</${Button}>`}
            <${Button} icon="copy" onClick=${() => setDialog('copy')}>${texts.copyTo}</${Button}>
            ${here.can('change') && html`
              <${Button} icon="edit" onClick=${() => setDialog('name')}>${texts.image.rename}</${Button}>
              <${Button} icon="trash" disabled=${image.locked} onClick=${() => ask({
                title: texts.images.deleteTitle(1),
                text: texts.images.deleteText,
                button: texts.delete,
                danger: true,
                action: async () => {
                  await remove(path('sourceimages', here.name, image.hash));
                  notify(texts.images.deletedDone(1));
                  await reload();
                },
              })}>${texts.delete}</${Button}>`}`}
      </div>
      ${dialog === 'copy' && html`<${CopyDialog} images=${[image]} onClose=${() => setDialog(null)} />`}
      ${dialog === 'name' && html`<${Rename} image=${image} reload=${reload} onClose=${() => setDialog(null)} />`}
    </header>
    ${(download.error || restore.error) && html`<${Problem} error=${download.error ?? restore.error} />`}
    ${image.deleted && html`<${Note} icon="clock">${texts.image.deletedNote}</${Note}>`}`;
}

// Saves the original to a file. It is fetched because a link could not send the credential; the browser stores it and
// never shows it.
async function save(image) {
  const response = await send('GET', path('sourceimages', image.organization, image.hash, 'download'));
  if (!response.ok) {
    throw await errorOf(response);
  }
  const url = URL.createObjectURL(new Blob([await response.blob()], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(image);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function fileName({ name, format }) {
  return name.toLowerCase().endsWith(`.${format}`) ? name : `${name.replace(/\.[a-z0-9]{2,4}$/i, '')}.${format}`;
}

function Rename({ image, reload, onClose }) {
  const [name, setName] = useState(image.name);
  const rename = useAction(async () => {
    await put(path('sourceimages', image.organization, image.hash, 'name'), name.trim());
    notify(texts.image.renamed);
    await reload();
  });
  const submit = async event => {
    event.preventDefault();
    if (await rename.run()) {
      onClose();
    }
  };
  return html`
    <${Dialog} title=${texts.image.rename} onClose=${onClose}>
      <form class="stack" onSubmit=${submit}>
        <${Field} label=${texts.image.name} value=${name} onText=${setName} required maxlength="255" autofocus />
        ${rename.error && html`<${Problem} error=${rename.error} />`}
        <div class="actions end">
          <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
          <${Button} type="submit" kind="primary" busy=${rename.busy} disabled=${!name.trim()}>${texts.save}</${Button}>
        </div>
      </form>
    </${Dialog}>`;
}

function Facts({ image }) {
  const hash = value => html`<code class="hash">${value}</code><${CopyButton} value=${value} label=${texts.copy} />`;
  const yes = value => (value ? texts.yes : texts.no);
  const facts = [
    ['format', `${image.format.toUpperCase()} · ${image.mimetype}`],
    ['dimensions', `${pixels(image)} · ${decimal(image.width * image.height / 1e6, 1)} MP`],
    ['size', `${bytes(image.size)} (${count(image.size)} bytes)`],
    ['created', html`<${Time} value=${image.created} format=${time} exact=${ago} />`],
    ['opaque', yes(image.opaque)],
    ['animated', yes(image.animated)],
    ['hash', hash(image.hash)],
    ['short_hash', hash(image.short_hash)],
    ['binary_hash', hash(image.binary_hash)],
  ];
  const { optimization } = image;
  return html`
    <section class="card">
      <h2>${texts.image.facts}</h2>
      <dl class="facts">${facts.map(([id, value]) => html`<div key=${id}><dt>${texts.image.fact[id]}</dt><dd>${value}</dd></div>`)}</dl>
      ${optimization && html`
        <h3>${texts.image.optimization}</h3>
        ${optimization.original_format && html`<p class="prose">${texts.image.converted(optimization.original_format, image.format)}</p>`}
        ${optimization.kept && html`<p class="prose">${texts.image.kept(optimization.kept)}</p>`}
        ${optimization.notes?.length > 0 && html`<ul class="hints">${optimization.notes.map(note => html`<li>${note}</li>`)}</ul>`}`}
    </section>`;
}

function Options({ image, setImage, reload }) {
  const here = useStore(organization);
  const [protecting, setProtecting] = useState(false);
  const lock = useAction(async locked => {
    const next = await put(path('sourceimages', here.name, image.hash, 'options', 'locked'), locked);
    setImage({ ...image, ...next });
    notify(locked ? texts.image.lockedDone : texts.image.unlockedDone);
  });
  if (!here.can('lock') && !here.can('change')) {
    return null;
  }
  return html`
    <section class="card">
      <h2>${texts.image.options}</h2>
      ${here.can('lock') && html`<${Checkbox} label=${texts.image.locked} hint=${texts.image.lockedHint} checked=${image.locked}
        disabled=${lock.busy} onChange=${lock.run} />`}
      ${here.can('change') && html`<${Checkbox} label=${texts.image.protected} hint=${texts.image.protectedHint}
        checked=${image.protected} onChange=${() => setProtecting(true)} key=${`${image.protected} ${protecting}`} />`}
      ${lock.error && html`<${Problem} error=${lock.error} />`}
      ${protecting && html`<${Protect} image=${image} reload=${reload} onClose=${() => setProtecting(false)} />`}
    </section>`;
}

function Protect({ image, reload, onClose }) {
  const here = useStore(organization);
  const [replaces, setReplaces] = useState(true);
  const change = useAction(async () => {
    const { headers } = await exchange('PUT', path('sourceimages', here.name, image.hash, 'options', 'protected'), {
      json: !image.protected,
      query: replaces ? { deletePrevious: 'true' } : {},
    });
    notify(image.protected ? texts.image.unprotectedDone : texts.image.protectedDone);
    const next = headers.get('Location')?.split('/').pop();
    if (next && next !== image.hash) {
      go(href(here.name, 'images', next));
    } else {
      await reload();
    }
  });
  return html`
    <${Dialog} title=${image.protected ? texts.image.unprotect : texts.image.protect} onClose=${onClose}>
      <p class="prose">${texts.image.protectText}</p>
      <${Checkbox} label=${texts.image.replacePrevious} checked=${replaces} onChange=${setReplaces} />
      ${change.error && html`<${Problem} error=${change.error} />`}
      <div class="actions end">
        <${Button} onClick=${onClose}>${texts.cancel}</${Button}>
        <${Button} kind="primary" busy=${change.busy} onClick=${async () => (await change.run()) && onClose()}>
          ${image.protected ? texts.image.unprotect : texts.image.protect}</${Button}>
      </div>
    </${Dialog}>`;
}
