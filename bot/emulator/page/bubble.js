// One block of the log: a message, or the photos of an album in one bubble.

import { clock, el, icon, say, size } from './dom.js';
import { link, rich } from './text.js';

/** bubble draws the messages of one block; chat is asked to press, to open the menu, to show a photo. */
export function bubble(items, chat) {
  const first = items[0];
  if (first.service) return el('div', { class: 'row' }, el('div', { class: 'service' }, first.service));
  const words = items.find((item) => item.text) ?? first;
  const photos = items.filter((item) => item.photo);
  const body = el('div', { class: 'bubble' },
    head(first, chat), quote(first, chat),
    photos.length > 0 ? el('div', { class: `photos n${Math.min(photos.length, 4)}` }, photos.map((item) => photo(item, chat))) : null,
    extras(first),
    el('div', { class: 'body', dir: 'auto' },
      words.text ? el('span', { class: 'text' }, rich(words.text, words.entities, (text) => chat.say(text))) : null,
      marks(items)),
    more(first, chat));
  return el('div', { class: `row ${first.mine ? 'mine' : 'theirs'}` },
    el('div', { class: 'stack' }, body, inline(first, chat)));
}

function head(message, chat) {
  const parts = [];
  if (!message.mine && chat.group) parts.push(el('div', { class: 'name' }, message.from));
  if (message.forward) parts.push(el('div', { class: 'forward' }, say('forwarded', message.forward)));
  return parts;
}

function quote(message, chat) {
  const reply = message.reply;
  if (!reply) return null;
  return el('button', { type: 'button', class: 'quote', on: { click: () => chat.jump(reply.id) } },
    el('b', {}, reply.from), el('span', { dir: 'auto' }, reply.text));
}

function photo(message, chat) {
  const { photo: picture, spoiler } = message;
  const image = el('img', { src: picture.url, width: picture.width || null, height: picture.height || null, alt: say('photo'), decoding: 'async', draggable: 'false' });
  const button = el('button', { type: 'button', class: `photo${spoiler ? ' veiled' : ''}`, 'aria-label': say(spoiler ? 'reveal' : 'enlarge') }, image);
  button.addEventListener('click', () => {
    if (!button.classList.contains('veiled')) { chat.enlarge(picture.url, button); return; }
    button.classList.remove('veiled');
    button.setAttribute('aria-label', say('enlarge'));
  });
  return button;
}

function extras({ document: file, contact, location, voice, sticker }) {
  if (file) {
    const lines = el('span', {}, el('b', { dir: 'auto' }, file.name), el('small', {}, size(file.size)));
    const inside = [el('span', { class: 'disc' }, icon('file')), lines];
    return file.url ? el('a', { class: 'attached', href: file.url, download: file.name }, inside) : el('div', { class: 'attached' }, inside);
  }
  if (contact) return attached('person', contact.name, contact.phone);
  if (location) return attached('pin', say('place'), `${location.lat.toFixed(5)}, ${location.lon.toFixed(5)}`);
  if (voice) return attached('mic', say('voice'), `${voice} s`);
  if (sticker) return el('div', { class: 'sticker' }, sticker);
  return null;
}

function attached(sign, title, detail) {
  return el('div', { class: 'attached' }, el('span', { class: 'disc' }, icon(sign)),
    el('span', {}, el('b', { dir: 'auto' }, title), el('small', { dir: 'ltr' }, detail)));
}

function marks(items) {
  const first = items[0];
  const guard = first.protected ? el('span', { class: 'guard', role: 'img', 'aria-label': say('protected'), title: say('protected') }, icon('shield')) : null;
  const edited = items.some((item) => item.edited) ? el('span', { class: 'edited' }, say('edited')) : null;
  const time = el('time', { datetime: new Date(first.at).toISOString() }, clock(first.at));
  return el('span', { class: 'marks', dir: 'ltr' }, guard, edited, time, first.mine ? icon('ticks') : null);
}

function more(message, chat) {
  const button = el('button', { type: 'button', class: 'more', 'aria-label': say('more'), 'aria-haspopup': 'menu' }, icon('more'));
  button.addEventListener('click', () => chat.menu(message, button));
  return button;
}

function inline(message, chat) {
  if (!message.inline?.length) return null;
  return el('div', { class: 'inline' }, message.inline.map((row) => el('div', { class: 'keyrow' }, row.map((key) => inlineKey(message, key, chat)))));
}

function inlineKey(message, key, chat) {
  if (key.url) {
    const node = link(key.url, [el('span', { dir: 'auto' }, key.text), icon('out')], 'key');
    node.classList.add('key');
    return node;
  }
  const button = el('button', { type: 'button', class: `key ${key.style ?? ''}`.trim(), 'data-data': key.data }, el('span', { dir: 'auto' }, key.text));
  button.addEventListener('click', () => chat.press(message, key, button));
  return button;
}
