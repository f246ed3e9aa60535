// The list of operations that meet conditions, newest first, page by page, kept up to date.
import { useCallback, useEffect, useRef, useState } from './html.js';
import { get, path } from './api.js';
import { useLive } from './live.js';
import { useSoon } from './resource.js';

const PAGE = 50;
const EMPTY = { items: [], total: 0, cursor: null, error: null, loading: true };

// `kind` is operations or jobs, `event` the name of the events about them, `search` a query string.
export function useHistory(organization, kind, event, search) {
  const [state, setState] = useState(EMPTY);
  const abort = useRef(null);
  const latest = useRef(state);
  latest.current = state;

  const page = useCallback((cursor, signal) => {
    const query = new URLSearchParams(search);
    query.set('limit', PAGE);
    if (cursor) {
      query.set('cursor', cursor);
    }
    return get(path('organizations', organization, kind), query, { signal });
  }, [organization, kind, search]);

  const reload = useCallback(async () => {
    abort.current?.abort();
    abort.current = new AbortController();
    const { signal } = abort.current;
    setState(EMPTY);
    try {
      const first = await page(null, signal);
      setState({ ...EMPTY, total: first.total, cursor: first.cursor ?? null, items: first.items, loading: false });
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
        total: next.total,
        items: merged(before.items, next.items),
        cursor: next.items.length > 0 ? next.cursor ?? null : null,
        loading: false,
      }));
    } catch {
      if (!signal.aborted) {
        setState(before => ({ ...before, loading: false, cursor: null }));
      }
    }
  }, [page]);

  const refresh = useSoon(async () => {
    const { signal } = abort.current;
    try {
      const first = await page(null, signal);
      setState(before => ({
        ...before,
        error: null,
        total: first.total,
        cursor: before.items.length > PAGE ? before.cursor : first.cursor ?? null,
        items: before.items.length > PAGE ? merged(first.items, before.items) : first.items,
      }));
    } catch {
      // the list stays as it is; the next event or the reconnection loads it again
    }
  });

  useLive(({ type, data }) => {
    if (type === event && data) {
      setState(before => {
        const at = before.items.findIndex(item => item.id === data.id);
        return at < 0 ? before : { ...before, items: before.items.with(at, { ...before.items[at], ...data }) };
      });
    }
    if (type === event || type === 'reset') {
      refresh();
    }
  });

  return { ...state, more, reload, refresh };
}

function merged(first, second) {
  const known = new Set(first.map(item => item.id));
  return [...first, ...second.filter(item => !known.has(item.id))];
}
