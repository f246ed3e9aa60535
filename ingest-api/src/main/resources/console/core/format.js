// Numbers, sizes and times in the words of the reader.
import { texts } from '../texts.js';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const number = new Intl.NumberFormat('en');
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const count = value => number.format(value ?? 0);

export function bytes(value) {
  let size = Number(value ?? 0);
  let unit = 0;
  while (Math.abs(size) >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

export const decimal = (value, digits = 1) => Number(value ?? 0).toLocaleString('en', { maximumFractionDigits: digits });

export const pixels = image => `${count(image.width)} × ${count(image.height)}`;

export function time(value) {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '' : dateTime.format(date);
}

export const dayOf = value => day.format(new Date(`${value}T00:00:00Z`));

export function ago(value, now = Date.now()) {
  const seconds = (new Date(value).getTime() - now) / 1000;
  if (Number.isNaN(seconds)) {
    return '';
  }
  const size = Math.abs(seconds);
  if (size < 45) {
    return texts.time.now;
  }
  if (size < 3_000) {
    return relative.format(Math.round(seconds / 60), 'minute');
  }
  if (size < 79_200) {
    return relative.format(Math.round(seconds / 3_600), 'hour');
  }
  return size < 2_500_000 ? relative.format(Math.round(seconds / 86_400), 'day') : dateTime.format(new Date(value));
}

export function duration(seconds) {
  const value = Number(seconds ?? 0);
  if (value < 1) {
    return `${Math.round(value * 1000)} ms`;
  }
  if (value < 90) {
    return `${decimal(value, value < 10 ? 1 : 0)} s`;
  }
  if (value < 5_400) {
    return `${Math.round(value / 60)} min`;
  }
  return value < 172_800 ? `${decimal(value / 3_600)} h` : `${Math.round(value / 86_400)} d`;
}
