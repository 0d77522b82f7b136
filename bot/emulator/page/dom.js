// Elements are made here and nowhere else. People's words become text nodes:
// no module of this page ever reads a string as markup.

export const words = JSON.parse(document.getElementById('words').textContent);

/** say returns a caption of the page, with %s replaced by value. */
export const say = (key, value = '') => (words[key] ?? key).replace('%s', value);

/** el makes an element: properties, listeners under "on", then children (strings become text). */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'on') for (const [type, act] of Object.entries(value)) node.addEventListener(type, act);
    else if (key === 'class') node.className = value;
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const svg = 'http://www.w3.org/2000/svg';

/** icon draws one of the symbols of index.html; it is never read aloud. */
export function icon(name) {
  const node = document.createElementNS(svg, 'svg');
  node.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `#i-${name}`);
  node.append(use);
  return node;
}

const lang = document.documentElement.lang || undefined;
const zone = document.body.dataset.zone || undefined;
const hours = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
const days = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', timeZone: zone });
const weekdays = new Intl.DateTimeFormat(lang, { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone });

export const clock = (ms) => hours.format(ms);
export const day = (ms) => days.format(ms);
export const weekday = (ms) => weekdays.format(ms);

/** size writes a number of bytes as people read it. */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
