// Icons: strokes on a grid of 24 units, in the colour of the text.
import { html } from '../core/html.js';

const PATHS = {
  images: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
  work: 'M3 12h4l3-7 4 14 3-7h4',
  usage: 'M5 20V11M12 20V4M19 20v-6',
  members: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.6 3.1-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.4a3.5 3.5 0 0 1 0 6.5M18 14.8c2 .7 3.2 2.4 3.5 5.2',
  webhook: 'M10 14l4-4M8.5 11l-3 3a3.5 3.5 0 0 0 5 5l3-3M15.5 13l3-3a3.5 3.5 0 0 0-5-5l-3 3',
  upload: 'M12 15V4M7.5 8.5 12 4l4.5 4.5M4 15v4h16v-4',
  download: 'M12 4v11M7.5 10.5 12 15l4.5-4.5M4 16v4h16v-4',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.9-4.9',
  filter: 'M4 6h16M7 12h10M10 18h4',
  grid: 'M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  alert: 'M12 8v5M12 16.5h.01M12 3.5 2.5 20h19z',
  info: 'M12 11v5.5M12 7.5h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  unlock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.8-1.2',
  shield: 'M12 3.5 5 6v5.5c0 4.2 2.8 7.3 7 9 4.2-1.7 7-4.8 7-9V6z',
  trash: 'M4 7h16M9.5 7V4.5h5V7M6.5 7l.8 13h9.4l.8-13M10 11v5.5M14 11v5.5',
  restore: 'M4 5v5h5M4.6 10A8 8 0 1 1 4 14',
  replay: 'M20 5v5h-5M19.4 10A8 8 0 1 0 20 14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z',
  plus: 'M12 5v14M5 12h14',
  back: 'M14.5 5l-7 7 7 7',
  next: 'M9.5 5l7 7-7 7',
  clock: 'M12 7.5V12l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  key: 'M14.5 14a5 5 0 1 0-4.6-3L4 17v3h3.5v-2.5H10V15l1-1a5 5 0 0 0 3.5 0zM16 8.5h.01',
  signout: 'M10 4H5v16h5M15 8l4 4-4 4M9.5 12H19',
  offline: 'M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-6-3M12 19h.01',
  send: 'M4 12l16-8-5 16-3.5-6.5z',
  link: 'M14 5h5v5M19 5l-8 8M17 14v5H5V7h5',
};

export function Icon({ name, label }) {
  return label
    ? html`<svg class="icon" viewBox="0 0 24 24" role="img" aria-label=${label}><path d=${PATHS[name]} /></svg>`
    : html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
