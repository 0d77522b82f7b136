// Formatted text, built from Telegram's entities. Offsets count UTF-16 units, as
// strings of this language do. What is not in the list below stays plain text.

import { el } from './dom.js';

const tags = {
  bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's',
  code: 'code', pre: 'pre', blockquote: 'blockquote', expandable_blockquote: 'blockquote',
};
const marked = new Set(['mention', 'hashtag', 'cashtag', 'phone_number', 'email', 'text_mention']);
const bot = document.querySelector('meta[name="page-bot"]').content.toLowerCase();
const safe = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** rich returns the nodes of a text; command is called with a bot command that is clicked. */
export function rich(text, entities, command) {
  const list = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build({ text, command }, 0, text.length, list);
}

function build(source, from, to, list) {
  const nodes = [];
  let at = from;
  while (list.length > 0) {
    const entity = list.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const inner = [];
    while (list.length > 0 && list[0].offset < end) inner.push(list.shift());
    if (start > at) nodes.push(source.text.slice(at, start));
    nodes.push(wrap(source, entity, source.text.slice(start, end), build(source, start, end, inner)));
    at = end;
  }
  if (at < to) nodes.push(source.text.slice(at, to));
  return nodes;
}

function wrap(source, entity, raw, children) {
  const { type } = entity;
  if (tags[type]) return el(tags[type], {}, children);
  if (type === 'spoiler') return spoiler(children);
  if (type === 'bot_command') {
    return el('button', { type: 'button', class: 'link', on: { click: () => source.command(raw) } }, children);
  }
  if (type === 'url' || type === 'text_link') return link(entity.url ?? raw, children);
  return el('span', { class: marked.has(type) ? 'mark' : null }, children);
}

/**
 * link opens in another tab; an address of another kind than the safe ones stays
 * text. A link to the bot of this page stays here: the chat follows it.
 */
export function link(address, children, extra = '') {
  const url = URL.parse(address.includes(':') ? address : `https://${address}`);
  if (!url || !safe.has(url.protocol)) return el('span', {}, children);
  if (url.host === 't.me' && url.pathname.toLowerCase() === `/${bot}`) {
    return el('button', { type: 'button', class: extra || 'link', 'data-start': url.searchParams.get('start') ?? '' }, children);
  }
  return el('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', class: extra || null }, children);
}

function spoiler(children) {
  const node = el('span', { class: 'spoiler', role: 'button', tabindex: 0, 'aria-pressed': 'false' }, children);
  const show = () => { node.classList.add('shown'); node.setAttribute('aria-pressed', 'true'); };
  node.addEventListener('click', show);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); show(); }
  });
  return node;
}
