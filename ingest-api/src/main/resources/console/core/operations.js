// The list of operations or jobs that meet conditions, newest first, kept up to date.
import { useCallback } from './html.js';
import { get, path } from './api.js';
import { useLive } from './live.js';
import { usePages } from './pages.js';

const PAGE = 50;

// `kind` is operations or jobs, `event` the name of the events about them, `search` a query string. Returns what
// `usePages` does.
export function useHistory(organization, kind, event, search) {
  const load = useCallback((cursor, signal) => {
    const query = new URLSearchParams(search);
    query.set('limit', PAGE);
    if (cursor) {
      query.set('cursor', cursor);
    }
    return get(path('organizations', organization, kind), query, { signal });
  }, [organization, kind, search]);
  const list = usePages(load, PAGE, 'id');

  useLive(({ type, data }) => {
    if (type === event && data) {
      list.change(items => {
        const at = items.findIndex(item => item.id === data.id);
        return at < 0 ? items : items.with(at, { ...items[at], ...data });
      });
    }
    if (type === event || type === 'reset') {
      list.refresh();
    }
  });

  return list;
}
