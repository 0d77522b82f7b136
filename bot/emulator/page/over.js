// What lies over a chat for a moment: a passing line, an alert, a menu, a photo.
// Each can be left with Esc and gives the focus back to where it came from.

import { el, say } from './dom.js';

const passing = 3500; // milliseconds that a toast stays

/** toast shows a line that passes; it is read aloud by the status role. */
export function toast(root, text) {
  const place = root.querySelector('.toasts');
  const line = el('div', { class: 'toast', dir: 'auto' }, text);
  place.append(line);
  setTimeout(() => line.remove(), passing);
}

/** alertBox shows words that wait until they are closed. */
export function alertBox(root, text) {
  const ok = el('button', { type: 'button', class: 'plain' }, say('ok'));
  const box = el('div', { class: 'alert', role: 'alertdialog', 'aria-modal': 'true', 'aria-label': text }, el('p', { dir: 'auto' }, text), ok);
  const close = cover(root, box);
  ok.addEventListener('click', close);
  ok.focus();
}

/** enlarge shows a photo over the whole phone. */
export function enlarge(root, url, from) {
  const shut = el('button', { type: 'button', class: 'shut', 'aria-label': say('close') }, el('img', { src: url, alt: say('photo') }));
  const close = cover(root, el('div', { class: 'viewer', role: 'dialog', 'aria-label': say('photo') }, shut), from);
  shut.addEventListener('click', close);
  shut.focus();
}

/** cover lays node over the chat; the returned function takes it away. */
export function cover(root, node, from = document.activeElement) {
  const veil = el('div', { class: 'veil' }, node);
  const rest = [...root.children].filter((child) => !child.classList.contains('toasts'));
  for (const child of rest) child.inert = true;
  const close = () => {
    veil.remove();
    for (const child of rest) child.inert = false;
    if (from?.isConnected) from.focus({ preventScroll: true });
    else root.querySelector('textarea')?.focus();
  };
  veil.addEventListener('click', (event) => { if (event.target === veil) close(); });
  veil.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { event.stopPropagation(); close(); }
    if (event.key === 'Tab') keep(event, veil);
  });
  root.append(veil);
  return close;
}

/** keep holds the Tab key inside what is open. */
function keep(event, veil) {
  const stops = [...veil.querySelectorAll('button, input, a[href]')].filter((node) => !node.disabled);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/** menu offers items {label, detail, does} beside from; arrows walk, Esc leaves. */
export function menu(root, from, items) {
  if (items.length === 0) return;
  const box = el('div', { class: 'menu', role: 'menu' });
  const close = cover(root, box, from);
  for (const item of items) {
    const node = el('button', { type: 'button', role: 'menuitem' }, el('b', { dir: 'auto' }, item.label), item.detail ? el('small', { dir: 'auto' }, item.detail) : null);
    node.addEventListener('click', () => { close(); item.does(); });
    box.append(node);
  }
  box.addEventListener('keydown', (event) => step(event, [...box.children]));
  place(root, box, from);
  box.firstElementChild.focus({ preventScroll: true });
}

function step(event, nodes) {
  if (event.repeat && event.key === 'Enter') event.preventDefault();
  const at = nodes.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + nodes.length, Home: 0, End: nodes.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  nodes[to % nodes.length].focus();
}

/** place puts the menu beside what opened it, inside the phone. */
function place(root, box, from) {
  const frame = root.getBoundingClientRect();
  const near = (from.querySelector?.('.bubble') ?? from).getBoundingClientRect();
  const top = near.bottom - frame.top + 4;
  const fits = top + box.offsetHeight < frame.height - 8;
  box.style.top = `${Math.max(8, fits ? top : near.top - frame.top - box.offsetHeight - 4)}px`;
  box.style.left = `${Math.max(8, Math.min(near.left - frame.left, frame.width - box.offsetWidth - 8))}px`;
}
