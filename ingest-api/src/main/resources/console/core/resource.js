// Loading what a view shows, and running what a person asks for.
import { useCallback, useEffect, useRef, useState } from './html.js';

// Loads with `load(signal)` at first and whenever `inputs` change. While it loads again, the former data stays.
// Returns `{ data, error, loading, reload, setData }`.
export function useResource(load, inputs) {
  const [state, setState] = useState({ data: null, error: null, loading: true });
  const current = useRef(null);
  const start = useCallback(async keep => {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    setState(before => ({ data: keep ? before.data : null, error: null, loading: true }));
    try {
      const data = await load(abort.signal);
      if (!abort.signal.aborted) {
        setState({ data, error: null, loading: false });
      }
    } catch (error) {
      if (!abort.signal.aborted) {
        setState(before => ({ data: keep ? before.data : null, error, loading: false }));
      }
    }
  }, inputs);
  useEffect(() => {
    start(false);
    return () => current.current?.abort();
  }, [start]);
  const reload = useCallback(() => start(true), [start]);
  const setData = useCallback(change => setState(before => ({ ...before, data: change(before.data) })), []);
  return { ...state, reload, setData };
}

// Runs an action once at a time: `{ run, busy, error, clear }`. `run` returns whether it succeeded.
export function useAction(action) {
  const [state, setState] = useState({ busy: false, error: null });
  const running = useRef(false);
  const mounted = useRef(true);
  useEffect(() => () => {
    mounted.current = false;
  }, []);
  const run = async (...inputs) => {
    if (running.current) {
      return false;
    }
    running.current = true;
    setState({ busy: true, error: null });
    let failure = null;
    try {
      await action(...inputs);
    } catch (error) {
      failure = error;
    }
    running.current = false;
    if (mounted.current) {
      setState({ busy: false, error: failure });
    }
    return failure === null;
  };
  return { ...state, run, clear: () => setState({ busy: false, error: null }) };
}

// Calls `action` once after the last of several calls in quick succession, and at the latest after `longest`.
export function useSoon(action, delay = 300, longest = 2_000) {
  const latest = useRef(action);
  latest.current = action;
  const pending = useRef({ timer: 0, since: 0 });
  useEffect(() => () => clearTimeout(pending.current.timer), []);
  return useCallback(() => {
    const now = Date.now();
    const { timer, since } = pending.current;
    const first = timer ? since : now;
    clearTimeout(timer);
    pending.current = {
      since: first,
      timer: setTimeout(() => {
        pending.current = { timer: 0, since: 0 };
        latest.current();
      }, Math.max(0, Math.min(delay, first + longest - now))),
    };
  }, []);
}
