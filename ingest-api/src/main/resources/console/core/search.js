// The fields of a search and the values of its conditions, as docs/search.md defines them.

// Parameters of the address that are no conditions on a field.
const SETTINGS = new Set(['sort', 'deleted', 'operator', 'name_text']);

export const FLAGS = ['protected', 'locked', 'opaque', 'animated'];

// With the factor by which what is entered is multiplied.
export const RANGES = [
  { field: 'width', factor: 1 },
  { field: 'height', factor: 1 },
  { field: 'size', factor: 1_000_000 },
  { field: 'megapixels', factor: 1 },
  { field: 'aspect', factor: 1 },
];

export const FIELDS = [
  'name', 'name_text', 'format', 'mimetype', 'hash', 'short_hash', 'binaryhash', 'size', 'width', 'height', 'megapixels',
  'aspect', 'created', 'deletedDate', 'opaque', 'animated', 'protected', 'locked', 'user', 'dynamic',
];

export const TYPES = ['str', 'text', 'int', 'double', 'date', 'latlon', 'array', 'array_text'];

// The conditions of a query, each as `[field, value]`.
export const conditions = query => [...query].filter(([field]) => !SETTINGS.has(field));

// Returns the query without this condition.
export function without(query, field, value) {
  const next = new URLSearchParams();
  let removed = false;
  for (const [name, given] of query) {
    if (!removed && name === field && given === value) {
      removed = true;
    } else {
      next.append(name, given);
    }
  }
  return next;
}

// A range in set notation; either bound may be empty. Returns '' without bounds.
export function range(from, to) {
  if (from === '' && to === '') {
    return '';
  }
  return `${from === '' ? '{' : '['}${from},${to}${to === '' ? '}' : ']'}`;
}

// Returns the bounds of a range, or those of an exact value; null when the text is something else.
export function bounds(value) {
  const parts = /^[[{]([^,]*),([^,]*)[\]}]$/.exec(value ?? '');
  if (parts) {
    return { from: unquoted(parts[1]), to: unquoted(parts[2]) };
  }
  return value ? { from: value, to: value } : { from: '', to: '' };
}

const unquoted = text => text.trim().replace(/^'(.*)'$/, '$1');

// An exact text: a star at its end would search for a prefix.
export const exactly = text => (text.endsWith('*') ? `${text.slice(0, -1)}\\*` : text);
