// A long list of which only what is near the screen is in the document.
import { useEffect, useLayoutEffect, useRef, useState } from './html.js';

const OVERSCAN = 800; // pixels above and below the screen

// Returns `{ ref, from, to, before, after, width }`: the element that contains the rows, the range of rows to be
// rendered, the heights of what is left out, and the width of the element. All rows have the height `rowHeight(width)`.
export function useRows(count, rowHeight) {
  const ref = useRef(null);
  const [view, setView] = useState({ top: 0, height: innerHeight, width: 0 });
  useLayoutEffect(() => {
    const measure = () => {
      if (ref.current) {
        const box = ref.current.getBoundingClientRect();
        setView(before => {
          const now = { top: Math.round(-box.top), height: innerHeight, width: Math.round(box.width) };
          return before.top === now.top && before.height === now.height && before.width === now.width ? before : now;
        });
      }
    };
    let frame = 0;
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    };
    measure();
    const observer = new ResizeObserver(soon);
    if (ref.current) {
      observer.observe(ref.current);
    }
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, []);
  const { rows, height } = typeof count === 'function'
    ? { rows: count(view.width), height: rowHeight(view.width) }
    : { rows: count, height: rowHeight(view.width) };
  const from = Math.max(0, Math.min(rows, Math.floor((view.top - OVERSCAN) / height)));
  const to = Math.max(from, Math.min(rows, Math.ceil((view.top + view.height + OVERSCAN) / height)));
  return { ref, from, to, before: from * height, after: (rows - to) * height, width: view.width };
}

// Calls `more` when the end of a list comes near. Returns the reference of an element at that end.
export function useEnd(more, active) {
  const ref = useRef(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!active || !ref.current) {
      return undefined;
    }
    const observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) {
        latest.current();
      }
    }, { rootMargin: '1200px' });
    observer.observe(ref.current);
    return () => observer.disconnect();
  });
  return ref;
}
