// The images of the organization: search, grid and list, and what can be done with several of them.
import { html, useCallback, useEffect, useMemo, useRef, useState } from '../core/html.js';
import { path, post, remove } from '../core/api.js';
import { ago, bytes, count, pixels, time } from '../core/format.js';
import { useImages } from '../core/images.js';
import { go, href, route } from '../core/router.js';
import { organization } from '../core/session.js';
import { useStore } from '../core/store.js';
import { useEnd, useRows } from '../core/virtual.js';
import { texts } from '../texts.js';
import { Badge, Button, Field, Segments, Time } from '../ui/controls.js';
import { ask } from '../ui/dialog.js';
import { Icon } from '../ui/icons.js';
import { Preview } from '../ui/preview.js';
import { ViewHead } from '../ui/shell.js';
import { Empty, Failure, Loading } from '../ui/states.js';
import { notify } from '../ui/toasts.js';
import { CopyDialog } from './copy.js';
import { Chips, Filters } from './filters.js';
import { UploadDialog } from './upload.js';

const LAYOUT = 'sluice.layout';
const GAP = 16;
const TILE = 172;
const CAPTION = 58;
const ROW = 60;
const AT_ONCE = 4;

// The order and its name; other orders can be entered with the filters.
const ORDERS = ['', 'created', 'name', 'name desc', 'size desc', 'size', 'megapixels desc', 'megapixels', 'width desc', 'format,name'];

export function Images() {
  const here = useStore(organization);
  const { query } = useStore(route);
  const search = query.toString();
  const list = useImages(here.name, search);
  const [layout, setLayout] = useState(localStorage.getItem(LAYOUT) ?? 'grid');
  const [filtering, setFiltering] = useState(false);
  const [uploading, setUploading] = useState(false);
  const [selected, setSelected] = useState(new Map());
  useEffect(() => setSelected(new Map()), [here.name, query.get('deleted')]);

  const change = useCallback(changes => {
    const next = new URLSearchParams(route.value.query);
    for (const [name, value] of Object.entries(changes)) {
      next.delete(name);
      [value].flat().filter(Boolean).forEach(one => next.append(name, one));
    }
    go(href(here.name, 'images', '', next), { replace: true });
  }, [here.name]);
  const toggle = useCallback((image, isSelected) => setSelected(before => {
    const next = new Map(before);
    isSelected ? next.set(image.hash, image) : next.delete(image.hash);
    return next;
  }), []);
  const showLayout = value => {
    localStorage.setItem(LAYOUT, value);
    setLayout(value);
  };
  const isDeleted = query.get('deleted') === 'true';
  const isFiltered = [...query.keys()].some(name => name !== 'sort' && name !== 'deleted');

  return html`
    <${ViewHead} title=${texts.views.images}
        text=${list.error || (list.loading && !list.items.length) ? '' : texts.images.total(list.total, isFiltered, isDeleted)}>
      ${here.can('upload') && html`
        <${Button} kind="primary" icon="upload" onClick=${() => setUploading(true)}>${texts.upload.button}</${Button}>`}
    </${ViewHead}>
    <div class="toolbar">
      <${SearchBox} query=${query} change=${change} />
      <${Button} icon="filter" aria-expanded=${filtering ? 'true' : 'false'} onClick=${() => setFiltering(!filtering)}>
        ${texts.images.filters}</${Button}>
      <div class="toolbar-end">
        <${Segments} label=${texts.images.which} value=${isDeleted ? 'deleted' : 'stored'}
          options=${[{ value: 'stored', label: texts.images.stored }, { value: 'deleted', label: texts.images.deleted }]}
          onChange=${value => change({ deleted: value === 'deleted' ? 'true' : '' })} />
        <select class="input sort" aria-label=${texts.images.order} value=${query.get('sort') ?? ''}
            onChange=${event => change({ sort: event.target.value })}>
          ${ORDERS.map(order => html`<option key=${order} value=${order}>${texts.images.orders[order]}</option>`)}
          ${!ORDERS.includes(query.get('sort') ?? '') && html`<option value=${query.get('sort')}>${query.get('sort')}</option>`}
        </select>
        <${Segments} label=${texts.images.layout} value=${layout} onChange=${showLayout}
          options=${[{ value: 'grid', label: texts.images.grid, icon: 'grid' }, { value: 'list', label: texts.images.list, icon: 'list' }]} />
      </div>
    </div>
    <${Chips} query=${query} change=${change} />
    <div class=${`with-filters ${filtering ? 'open' : ''}`}>
      ${filtering && html`<${Filters} query=${query} change=${change} facets=${list.facets} total=${list.total}
        onClose=${() => setFiltering(false)} />`}
      <div class="found">
        ${list.error && html`<${Failure} error=${list.error} retry=${list.reload} />`}
        ${!list.error && list.loading && !list.items.length && html`<${Loading} />`}
        ${!list.error && !list.loading && !list.items.length && html`
          <${Nothing} isFiltered=${isFiltered} isDeleted=${isDeleted} mayUpload=${here.can('upload')}
            onUpload=${() => setUploading(true)} onClear=${() => go(href(here.name, 'images'), { replace: true })} />`}
        ${list.items.length > 0 && (layout === 'grid'
          ? html`<${Grid} list=${list} selected=${selected} toggle=${toggle} />`
          : html`<${List} list=${list} selected=${selected} toggle=${toggle} query=${query} change=${change} />`)}
        <${End} list=${list} />
      </div>
    </div>
    ${selected.size > 0 && html`<${Selection} selected=${selected} clear=${() => setSelected(new Map())} isDeleted=${isDeleted}
      refresh=${list.refresh} />`}
    ${selected.size === 0 && isFiltered && !isDeleted && list.total > 0 && html`<${AllFound} query=${query} total=${list.total} />`}
    ${uploading && html`<${UploadDialog} onClose=${() => setUploading(false)} />`}`;
}

// Words of the name; the last one may be incomplete.
function SearchBox({ query, change }) {
  const searched = (query.get('name_text') ?? '').replace(/\*$/, '');
  const [text, setText] = useState(searched);
  const timer = useRef(0);
  useEffect(() => setText(before => (before.trim() === searched ? before : searched)), [searched]);
  const apply = value => {
    clearTimeout(timer.current);
    const words = value.trim().replace(/\*+$/, '');
    change({ name_text: words ? `${words}*` : '' });
  };
  return html`
    <form class="search" role="search" onSubmit=${event => {
      event.preventDefault();
      apply(text);
    }}>
      <${Icon} name="search" />
      <input class="input" type="search" aria-label=${texts.images.search} placeholder=${texts.images.search} value=${text}
        onInput=${event => {
          const { value } = event.target;
          setText(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => apply(value), 250);
        }} />
    </form>`;
}

function Nothing({ isFiltered, isDeleted, mayUpload, onUpload, onClear }) {
  if (isFiltered) {
    return html`<${Empty} icon="search" title=${texts.images.noMatch} text=${texts.images.noMatchText}>
      <${Button} onClick=${onClear}>${texts.images.clear}</${Button}></${Empty}>`;
  }
  if (isDeleted) {
    return html`<${Empty} icon="trash" title=${texts.images.noDeleted} text=${texts.images.noDeletedText} />`;
  }
  return html`
    <${Empty} icon="images" title=${texts.images.none} text=${mayUpload ? texts.images.noneText : texts.images.noneReader}>
      ${mayUpload && html`<${Button} kind="primary" icon="upload" onClick=${onUpload}>${texts.upload.button}</${Button}>`}
    </${Empty}>`;
}

function End({ list }) {
  const ref = useEnd(list.more, Boolean(list.cursor) && !list.loading && list.items.length > 0);
  return html`<div ref=${ref} class="list-end">${list.loading && list.items.length > 0 && html`<${Loading} />`}</div>`;
}

function Grid({ list, selected, toggle }) {
  const columns = width => Math.max(2, Math.floor((width + GAP) / (TILE + GAP)));
  const tileWidth = width => (width - GAP * (columns(width) - 1)) / columns(width);
  const rowHeight = width => Math.round(tileWidth(width) * 0.75 + CAPTION + GAP);
  const rows = useRows(width => Math.ceil(list.items.length / columns(width)), rowHeight);
  const perRow = columns(rows.width);
  const shown = list.items.slice(rows.from * perRow, rows.to * perRow);
  return html`
    <div ref=${rows.ref} class="window">
      <div style=${{ height: `${rows.before}px` }}></div>
      <ul class="grid" style=${{ gridTemplateColumns: `repeat(${perRow}, minmax(0, 1fr))`, gap: `${GAP}px` }}
          onKeyDown=${event => moveFocus(event, perRow)}>
        ${shown.map((image, index) => html`
          <${Tile} key=${image.hash} image=${image} position=${rows.from * perRow + index + 1} total=${list.total}
            isSelected=${selected.has(image.hash)} toggle=${toggle} height=${rowHeight(rows.width) - GAP} />`)}
      </ul>
      <div style=${{ height: `${rows.after}px` }}></div>
    </div>`;
}

// The arrow keys move between the images, as in a grid.
function moveFocus(event, perRow) {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow }[event.key];
  const links = step && [...event.currentTarget.querySelectorAll('a.tile-link')];
  const next = links && links[links.indexOf(document.activeElement) + step];
  if (next && links.includes(document.activeElement)) {
    event.preventDefault();
    next.focus();
  }
}

function Tile({ image, position, total, isSelected, toggle, height }) {
  return html`
    <li class=${`tile ${isSelected ? 'selected' : ''}`} aria-posinset=${position} aria-setsize=${total}
        style=${{ height: `${height}px` }}>
      <a class="tile-link" href=${href(image.organization, 'images', image.hash)}>
        <span class="tile-picture"><${Preview} image=${image} /></span>
        <span class="tile-name" title=${image.name}>${image.name}</span>
        <span class="tile-facts">${image.format.toUpperCase()} · ${pixels(image)} · ${bytes(image.size)}</span>
      </a>
      <input type="checkbox" class="tile-check" checked=${isSelected} aria-label=${texts.images.select(image.name)}
        onChange=${event => toggle(image, event.target.checked)} />
      <${Marks} image=${image} />
    </li>`;
}

function Marks({ image }) {
  return html`
    <span class="marks">
      ${image.protected && html`<${Badge} icon="shield">${texts.image.protected}</${Badge}>`}
      ${image.locked && html`<${Badge} icon="lock">${texts.image.locked}</${Badge}>`}
    </span>`;
}

const COLUMNS = ['name', 'format', 'width', 'size', 'created'];

function List({ list, selected, toggle, query, change }) {
  const rows = useRows(list.items.length, () => ROW);
  const sort = query.get('sort') ?? '';
  const sorted = column => (sort === column ? 'ascending' : sort === `${column} desc` ? 'descending' : undefined);
  return html`
    <div ref=${rows.ref} class="window">
      <table class="table images-table" aria-rowcount=${list.total + 1}>
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">${texts.images.selection}</span></th>
            ${COLUMNS.map(column => html`
              <th scope="col" key=${column} class=${`column-${column}`} aria-sort=${sorted(column)}>
                <button type="button" class="sort-button" onClick=${() => change({
                  sort: sorted(column) === 'ascending' ? `${column} desc` : column,
                })}>${texts.images.columns[column]}${sorted(column) && html`<span aria-hidden="true">
                  ${sorted(column) === 'ascending' ? ' ↑' : ' ↓'}</span>`}</button>
              </th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.before > 0 && html`<tr key="before" aria-hidden="true"><td colspan="6" class="space" style=${{ height: `${rows.before}px` }}></td></tr>`}
          ${list.items.slice(rows.from, rows.to).map((image, index) => html`
            <tr key=${image.hash} aria-rowindex=${rows.from + index + 2} class=${selected.has(image.hash) ? 'selected' : ''}
                style=${{ height: `${ROW}px` }}>
              <td><input type="checkbox" checked=${selected.has(image.hash)} aria-label=${texts.images.select(image.name)}
                onChange=${event => toggle(image, event.target.checked)} /></td>
              <td class="column-name"><a class="image-link" href=${href(image.organization, 'images', image.hash)}>
                <span class="thumb"><${Preview} image=${image} size=${160} /></span>
                <span class="image-link-text"><span class="tile-name">${image.name}</span><${Marks} image=${image} /></span></a></td>
              <td class="column-format">${image.format.toUpperCase()}</td>
              <td class="column-width number">${pixels(image)}</td>
              <td class="column-size number">${bytes(image.size)}</td>
              <td class="column-created"><${Time} value=${image.created} format=${ago} exact=${time} /></td>
            </tr>`)}
          ${rows.after > 0 && html`<tr key="after" aria-hidden="true"><td colspan="6" class="space" style=${{ height: `${rows.after}px` }}></td></tr>`}
        </tbody>
      </table>
    </div>`;
}

// What can be done with the selected images.
function Selection({ selected, clear, isDeleted, refresh }) {
  const here = useStore(organization);
  const [copying, setCopying] = useState(false);
  const images = useMemo(() => [...selected.values()], [selected]);
  const each = async (action, done) => {
    const { succeeded, failed } = await forEach(images, action);
    refresh();
    if (failed) {
      throw new Error(texts.images.someFailed(succeeded, images.length, failed.message));
    }
    notify(done(succeeded));
    clear();
  };
  return html`
    <div class="selection" role="region" aria-label=${texts.images.selection}>
      <span class="selection-count">${texts.images.selected(selected.size)}</span>
      ${here.can('change') && !isDeleted && html`
        <${Button} icon="trash" onClick=${() => ask({
          title: texts.images.deleteTitle(images.length),
          text: texts.images.deleteText,
          button: texts.delete,
          danger: true,
          action: () => each(image => remove(path('sourceimages', here.name, image.hash)), texts.images.deletedDone),
        })}>${texts.delete}</${Button}>`}
      ${here.can('change') && isDeleted && html`
        <${Button} icon="restore" onClick=${() => each(
          image => post(path('sourceimages', here.name, image.hash, 'restore')), texts.images.restoredDone)
          .catch(error => notify(error.message, 'danger'))}>${texts.restore}</${Button}>`}
      ${!isDeleted && html`<${Button} icon="copy" onClick=${() => setCopying(true)}>${texts.copyTo}</${Button}>`}
      <${Button} kind="quiet" icon="close" label=${texts.images.clearSelection} onClick=${clear} />
      ${copying && html`<${CopyDialog} images=${images} onClose=${() => setCopying(false)} />`}
    </div>`;
}

async function forEach(images, action) {
  const waiting = [...images];
  let succeeded = 0;
  let failed = null;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let image = waiting.shift(); image; image = waiting.shift()) {
      try {
        await action(image);
        succeeded++;
      } catch (error) {
        failed ??= error;
      }
    }
  }));
  return { succeeded, failed };
}

// Jobs over everything that the search finds.
function AllFound({ query, total }) {
  const here = useStore(organization);
  const [copying, setCopying] = useState(false);
  const conditions = useMemo(() => {
    const next = new URLSearchParams(query);
    ['sort', 'deleted'].forEach(name => next.delete(name));
    return next;
  }, [query]);
  return html`
    <div class="selection quiet" role="region" aria-label=${texts.images.allFound(count(total))}>
      <span class="selection-count">${texts.images.allFound(count(total))}</span>
      ${here.can('download_protected') && html`
        <${Button} icon="copy" onClick=${() => setCopying(true)}>${texts.images.copyAll}</${Button}>`}
      ${here.can('delete_all') && html`
        <${Button} icon="trash" onClick=${() => ask({
          title: texts.images.deleteAllTitle(count(total)),
          text: texts.images.deleteAllText,
          button: texts.images.deleteAll,
          danger: true,
          typed: here.name,
          action: async () => {
            conditions.set('confirm', here.name);
            await post(path('sourceimages', here.name, 'delete-all'), undefined, { query: conditions });
            notify(texts.jobs.started);
            go(href(here.name, 'work', 'jobs'));
          },
        })}>${texts.images.deleteAll}</${Button}>`}
      ${copying && html`<${CopyDialog} conditions=${conditions} total=${total} onClose=${() => setCopying(false)} />`}
    </div>`;
}
