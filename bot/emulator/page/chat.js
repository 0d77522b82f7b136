// One chat on one phone: keeps its messages, draws what changed, and follows
// the newest unless the reader has scrolled away.

import { bubble } from './bubble.js';
import { composer } from './composer.js';
import { day, el, say } from './dom.js';
import { alertBox, enlarge, menu, toast } from './over.js';
import { act } from './wire.js';

const near = 80; // pixels from the end that still count as "at the end"

export class Chat {
  constructor(root, phone) {
    this.root = root;
    this.phone = phone;
    this.tab = root.dataset.tab;
    this.group = root.dataset.group === 'true';
    this.messages = new Map();
    this.blocks = new Map();
    this.waiting = new Set();
    this.pushes = [];
    this.unread = 0;
    this.log = root.querySelector('.log');
    this.list = root.querySelector('.messages');
    this.down = root.querySelector('.down');
    this.composer = composer(this);
    this.log.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.log.addEventListener('keydown', (event) => this.walk(event));
    this.log.addEventListener('focusin', (event) => this.activate(event.target.closest('.row')));
    this.list.addEventListener('click', (event) => this.follows(event.target.closest('[data-start]')));
    this.list.addEventListener('contextmenu', (event) => this.context(event));
    this.down.addEventListener('click', () => this.toEnd());
    const grown = new ResizeObserver(() => { if (this.follow) this.toEnd(); });
    grown.observe(this.log);
    grown.observe(this.list);
    this.follow = true;
    this.away = 0;
    this.top = 0;
  }

  /** apply takes what the server says has changed. */
  apply(frame) {
    if (frame.reset) this.forget();
    const fresh = frame.reset ? [] : this.news(frame.messages ?? []);
    for (const id of frame.gone ?? []) this.messages.delete(id);
    for (const message of frame.messages ?? []) this.messages.set(message.id, message);
    if (frame.reset || frame.gone || frame.messages) this.draw(new Set((frame.messages ?? []).map((m) => m.id)));
    if (frame.face) this.composer.face(frame.face);
    if (frame.waiting) this.wait(frame.waiting);
    for (const item of frame.toasts ?? []) this.tell(item);
    if (frame.pushes) this.pushes = frame.reset ? frame.pushes : [...this.pushes, ...frame.pushes];
    if (fresh.some((message) => message.mine)) this.follow = true;
    this.settle(fresh.filter((message) => !message.mine).length);
  }

  forget() {
    this.messages.clear();
    this.blocks.clear();
    this.waiting.clear();
    this.pushes = [];
    this.list.replaceChildren();
  }

  news(messages) {
    return messages.filter((message) => !this.messages.has(message.id));
  }

  settle(news) {
    if (this.follow) this.toEnd();
    else if (news > 0) this.away += news;
    this.count();
    if (news > 0 && !this.phone.shows(this)) this.unread += news;
  }

  // --- drawing

  draw(changed) {
    const parts = this.parts();
    const kept = new Set(parts.map((part) => part.key));
    for (const [key, block] of this.blocks) {
      if (!kept.has(key)) { this.drop(block); this.blocks.delete(key); }
    }
    let place = this.list.firstElementChild;
    for (const part of parts) {
      const old = this.blocks.get(part.key)?.node;
      const node = this.block(part, changed);
      if (old && place === old) place = node;
      if (node === place) { place = place.nextElementSibling; continue; }
      this.list.insertBefore(node, place);
    }
    this.activate(this.list.lastElementChild);
    this.root.classList.toggle('empty', this.messages.size === 0);
  }

  parts() {
    const parts = [];
    for (const message of [...this.messages.values()].sort((a, b) => a.id - b.id)) {
      const last = parts.at(-1);
      if (message.album && last?.album === message.album) { last.items.push(message); continue; }
      parts.push({ key: message.id, album: message.album, items: [message], day: day(message.at) });
    }
    parts.forEach((part, i) => { part.first = i === 0 || parts[i - 1].day !== part.day; });
    return parts;
  }

  block(part, changed) {
    const old = this.blocks.get(part.key);
    const same = old && old.count === part.items.length && old.first === part.first && !part.items.some((item) => changed.has(item.id));
    if (same) return old.node;
    const node = bubble(part.items, this);
    node.dataset.id = part.key;
    node.tabIndex = -1;
    if (part.first) node.prepend(el('div', { class: 'day' }, el('span', {}, part.day)));
    if (old) swap(old.node, node);
    this.blocks.set(part.key, { node, count: part.items.length, first: part.first });
    this.mark(part.items[0].id, node);
    return node;
  }

  drop({ node }) {
    const held = node.contains(document.activeElement);
    node.remove();
    if (held) this.log.focus({ preventScroll: true });
  }

  // --- one row at a time is in the order of the keys

  activate(row) {
    if (!row || row === this.active) return;
    if (this.active?.isConnected) reach(this.active, -1);
    this.active = row;
    reach(row, 0);
  }

  walk(event) {
    const row = event.target.closest('.row');
    const to = { ArrowUp: row?.previousElementSibling, ArrowDown: row?.nextElementSibling, Home: this.list.firstElementChild, End: this.list.lastElementChild };
    if (!row && event.key === 'ArrowUp') to.ArrowUp = this.list.lastElementChild;
    if ((event.key === 'Enter' && event.target === row) || event.key === 'ContextMenu') {
      event.preventDefault();
      this.menu(this.messages.get(Number(row.dataset.id)), row);
    } else if (to[event.key]) {
      event.preventDefault();
      to[event.key].focus();
      to[event.key].scrollIntoView({ block: 'nearest' });
    }
  }

  context(event) {
    const row = event.target.closest('.row');
    if (!row || event.target.closest('a, img') || String(getSelection())) return;
    event.preventDefault();
    this.menu(this.messages.get(Number(row.dataset.id)), row);
  }

  // --- scrolling

  /** What grows at the end takes nobody away from it; only scrolling up does. */
  scrolled() {
    const top = this.log.scrollTop;
    if (this.log.scrollHeight - top - this.log.clientHeight < near) this.follow = true;
    else if (top < this.top - 1) this.follow = false;
    this.top = top;
    if (this.follow) this.away = 0;
    this.count();
  }

  count() {
    this.down.hidden = this.follow;
    this.down.querySelector('span').textContent = this.away ? String(this.away) : '';
  }

  toEnd() {
    this.follow = true;
    this.away = 0;
    this.log.scrollTop = this.log.scrollHeight;
    this.top = this.log.scrollTop;
    this.count();
  }

  jump(id) {
    const row = this.list.querySelector(`[data-id="${Number(id)}"]`);
    if (!row) return;
    row.scrollIntoView({ block: 'center' });
    row.focus({ preventScroll: true });
  }

  // --- acting

  async do(verb, fields, files) {
    try {
      await act(this.tab, verb, fields, files);
      return true;
    } catch (problem) {
      toast(this.root, problem.message);
      return false;
    }
  }

  say(text) { return this.do('say', { text }); }

  /** press asks the server; the button shows its waiting sign until the bot has answered. */
  press(message, key) {
    if (key.copy) { this.copy(key.copy); return; }
    if (!this.waiting.has(`${message.id} ${key.data}`)) this.do('press', { message: message.id, data: key.data });
  }

  /** follows opens the bot by a link, in the chat that this person alone has with it. */
  follows(link) {
    if (!link) return;
    this.do('start', { payload: link.dataset.start });
    this.phone.open(this.root.dataset.private);
  }

  copy(text) {
    navigator.clipboard?.writeText(text).then(() => toast(this.root, say('copied')), () => {});
  }

  wait(names) {
    const before = this.waiting;
    this.waiting = new Set(names);
    for (const name of new Set([...before, ...names])) this.mark(Number(name.split(' ', 1)[0]));
  }

  mark(id, node = this.list.querySelector(`[data-id="${id}"]`)) {
    for (const key of node?.querySelectorAll('.inline [data-data]') ?? []) {
      const waits = this.waiting.has(`${id} ${key.dataset.data}`);
      key.classList.toggle('waits', waits);
      key.setAttribute('aria-busy', String(waits));
    }
  }

  tell({ text, alert, url }) {
    if (!text) { if (url) toast(this.root, url); return; }
    if (alert) alertBox(this.root, text);
    else toast(this.root, text);
  }

  enlarge(url, from) { enlarge(this.root, url, from); }

  menu(message, from) {
    const items = [];
    const add = (key, does) => items.push({ label: say(key), does });
    if (!message.service) add('reply', () => this.composer.reply(message));
    if (message.mine && message.text && !message.forward) add('edit', () => this.composer.edit(message));
    if (message.text && !message.protected) add('copy', () => this.copy(message.text));
    if (message.mine) add('delete', () => this.do('delete', { message: message.id }));
    menu(this.root, from, items);
  }
}

function reach(row, index) {
  row.tabIndex = index;
  for (const node of row.querySelectorAll('button, a, .spoiler')) node.tabIndex = index;
}

/** swap replaces a row and leaves the focus where it was, or next to it. */
function swap(old, node) {
  const places = [...old.querySelectorAll('button, a')];
  const place = places.indexOf(document.activeElement);
  const held = old.contains(document.activeElement);
  old.replaceWith(node);
  if (!held) return;
  const now = [...node.querySelectorAll('button, a')];
  (place < 0 ? node : now[Math.min(place, now.length - 1)] ?? node).focus({ preventScroll: true });
}
