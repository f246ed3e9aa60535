// The list of images that a search finds, page by page, kept up to date with what happens in the organization.
import { useCallback, useEffect, useRef, useState } from './html.js';
import { get, path } from './api.js';
import { useLive } from './live.js';
import { useSoon } from './resource.js';

const PAGE = 100;

export const FACETS = ['format', 'protected', 'locked', 'opaque', 'animated'];

const EMPTY = { items: [], total: 0, cursor: null, facets: {}, error: null, loading: true };

// `search` is the query string of the conditions and the order. Returns the state, `more` and `reload`.
export function useImages(organization, search) {
  const [state, setState] = useState(EMPTY);
  const abort = useRef(null);
  const latest = useRef(EMPTY);
  latest.current = state;

  const page = useCallback((cursor, signal) => {
    const query = new URLSearchParams(search);
    query.set('limit', PAGE);
    if (cursor) {
      query.set('cursor', cursor);
    } else {
      query.set('facets', FACETS.join(','));
    }
    return get(path('sourceimages', organization), query, { signal });
  }, [organization, search]);

  const reload = useCallback(async () => {
    abort.current?.abort();
    abort.current = new AbortController();
    const { signal } = abort.current;
    setState(EMPTY);
    try {
      const first = await page(null, signal);
      setState({ ...EMPTY, ...parts(first), items: first.items, loading: false });
    } catch (error) {
      if (!signal.aborted) {
        setState({ ...EMPTY, loading: false, error });
      }
    }
  }, [page]);

  useEffect(() => {
    reload();
    return () => abort.current?.abort();
  }, [reload]);

  const more = useCallback(async () => {
    const { loading, cursor, error } = latest.current;
    if (loading || !cursor || error) {
      return;
    }
    const { signal } = abort.current;
    latest.current = { ...latest.current, loading: true };
    setState(before => ({ ...before, loading: true }));
    try {
      const next = await page(cursor, signal);
      setState(before => ({
        ...before,
        items: withoutDoubles(before.items, next.items),
        cursor: next.cursor ?? null,
        total: next.total,
        loading: false,
      }));
    } catch (error) {
      if (!signal.aborted) {
        setState(before => ({ ...before, loading: false, moreError: error }));
      }
    }
  }, [page]);

  // Loads the first page again, under what has been loaded after it.
  const refresh = useSoon(async () => {
    const { signal } = abort.current;
    try {
      const first = await page(null, signal);
      setState(before => {
        const isWhole = !first.cursor || first.items.length >= first.total;
        return {
          ...before,
          ...parts(first),
          cursor: before.items.length > PAGE ? before.cursor : first.cursor ?? null,
          items: isWhole || before.items.length <= PAGE ? first.items : withoutDoubles(first.items, before.items),
          error: null,
        };
      });
    } catch {
      // the list stays as it is; the next event or the reconnection loads it again
    }
  });

  useLive(({ type, data }) => {
    if (type === 'reset') {
      refresh();
    } else if (type === 'image' && data) {
      setState(before => ({ ...before, items: replaced(before.items, data, search) }));
      refresh();
    }
  });

  return { ...state, more, reload, refresh };
}

function parts({ total, cursor, facets }) {
  return { total, cursor: cursor ?? null, facets: facets ?? {} };
}

function withoutDoubles(first, second) {
  const known = new Set(first.map(image => image.hash));
  return [...first, ...second.filter(image => !known.has(image.hash))];
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
