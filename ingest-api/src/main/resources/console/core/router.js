// The address of a view: `#/{organization}/{view}/{id}?{query}`. The fragment is never sent to a server.
import { Store } from './store.js';

const decode = segment => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

function parse() {
  const [address, query] = splitOnce(location.hash.replace(/^#\/?/, ''), '?');
  const [organization = '', view = '', id = ''] = address.split('/').map(decode);
  return { organization, view, id, query: new URLSearchParams(query) };
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

export const route = new Store(parse());

addEventListener('hashchange', () => route.set(parse()));

export function href(organization, view = '', id = '', query = '') {
  const segments = [organization, view, id].filter(Boolean).map(encodeURIComponent).join('/');
  const text = query.toString();
  return `#/${segments}${text ? `?${text}` : ''}`;
}

export function go(target, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, '', target);
    route.set(parse());
  } else {
    location.hash = target;
  }
}
