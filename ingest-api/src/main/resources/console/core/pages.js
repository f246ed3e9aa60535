// A list that is loaded page by page and kept up to date: the items of a route with `limit`, `cursor` and `total`.
import { useCallback, useEffect, useRef, useState } from './html.js';
import { useSoon } from './resource.js';

const EMPTY = { items: [], total: 0, cursor: null, facets: {}, error: null, loading: true };

// `load(cursor, signal)` loads the page of up to `size` items that begins at `cursor`, the first one without; pass the same
// function as long as the list is the same. `key` is the property that identifies an item.
// Returns the state, `more`, `reload`, `refresh`, and `change(items => items)`.
export function usePages(load, size, key) {
  const [state, setState] = useState(EMPTY);
  const abort = useRef(null);
  const latest = useRef(EMPTY);
  latest.current = state;

  const reload = useCallback(async () => {
    abort.current?.abort();
    abort.current = new AbortController();
    const { signal } = abort.current;
    setState(EMPTY);
    try {
      const first = await load(null, signal);
      setState({ ...EMPTY, ...parts(first), items: first.items, loading: false });
    } catch (error) {
      if (!signal.aborted) {
        setState({ ...EMPTY, loading: false, error });
      }
    }
  }, [load]);

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
      const next = await load(cursor, signal);
      setState(before => ({
        ...before,
        items: joined(before.items, next.items, key),
        cursor: next.cursor ?? null,
        total: next.total,
        loading: false,
      }));
    } catch {
      if (!signal.aborted) {
        // asking again at once would fail again: the end of the list is still in sight
        setState(before => ({ ...before, cursor: null, loading: false }));
      }
    }
  }, [load]);

  // Loads the first page again, under what has been loaded after it.
  const refresh = useSoon(async () => {
    const { signal } = abort.current;
    try {
      const first = await load(null, signal);
      setState(before => {
        const isLonger = before.items.length > size;
        const isWhole = !first.cursor || first.items.length >= first.total;
        return {
          ...before,
          ...parts(first),
          cursor: isLonger ? before.cursor : first.cursor ?? null,
          items: isWhole || !isLonger ? first.items : joined(first.items, before.items, key),
          error: null,
        };
      });
    } catch {
      // the list stays as it is; the next event or the reconnection loads it again
    }
  });

  const change = useCallback(edit => setState(before => ({ ...before, items: edit(before.items) })), []);
  return { ...state, more, reload, refresh, change };
}

function parts({ total, cursor, facets }) {
  return { total, cursor: cursor ?? null, facets: facets ?? {} };
}

function joined(first, second, key) {
  const known = new Set(first.map(item => item[key]));
  return [...first, ...second.filter(item => !known.has(item[key]))];
}
