// The list of images that a search finds, kept up to date with what happens in the organization.
import { useCallback } from './html.js';
import { get, path } from './api.js';
import { useLive } from './live.js';
import { usePages } from './pages.js';

const PAGE = 100;

export const FACETS = ['format', 'protected', 'locked', 'opaque', 'animated'];

// `search` is the query string of the conditions and the order. Returns what `usePages` does.
export function useImages(organization, search) {
  const load = useCallback((cursor, signal) => {
    const query = new URLSearchParams(search);
    query.set('limit', PAGE);
    if (cursor) {
      query.set('cursor', cursor);
    } else {
      query.set('facets', FACETS.join(','));
    }
    return get(path('sourceimages', organization), query, { signal });
  }, [organization, search]);
  const list = usePages(load, PAGE, 'hash');

  useLive(({ type, data }) => {
    if (type === 'image' && data) {
      list.change(items => replaced(items, data, search));
    }
    if ((type === 'image' && data) || type === 'reset') {
      list.refresh();
    }
  });

  return list;
}

// Shows a changed image where it is in the list. One that was deleted, restored or purged leaves the list.
function replaced(items, image, search) {
  const at = items.findIndex(known => known.hash === image.hash);
  if (at < 0) {
    return items;
  }
  const isShown = image.name !== undefined && Boolean(image.deleted) === (new URLSearchParams(search).get('deleted') === 'true');
  return isShown ? items.with(at, image) : items.toSpliced(at, 1);
}
