// The locked phone: a clock and what the lock screen would show, no more.

import { clock, el, icon, say, weekday } from './dom.js';

/** lock wires the lock screen of a phone; server tells the time the server has. */
export function lock(phone, server) {
  const screen = phone.root.querySelector('.lockscreen');
  const list = screen.querySelector('.pushes');
  const before = new Map(); // how many pushes each chat had when the phone was locked
  let shown = null; // the chat whose pushes are listed
  let count = 0; // of its pushes that are listed or older
  let timer;

  function tick() {
    const now = server.now();
    screen.querySelector('.big').textContent = clock(now);
    screen.querySelector('.date').textContent = weekday(now);
    clearTimeout(timer);
    timer = setTimeout(tick, 60_000 - (now % 60_000));
  }

  function card(push) {
    const open = el('button', { type: 'button', class: 'push' },
      el('span', { class: 'badge' }, icon('plane')),
      el('span', { class: 'lines' },
        el('span', { class: 'from' }, el('b', { dir: 'auto' }, push.title), el('time', {}, clock(push.at))),
        el('span', { class: 'first', dir: 'auto' }, push.text)));
    open.addEventListener('click', () => { unlock(); phone.chat.jump(push.message); });
    return open;
  }

  function draw() {
    if (screen.hidden) return;
    const { chat } = phone;
    if (shown !== chat) list.replaceChildren(...chat.pushes.slice(before.get(chat)).reverse().map(card));
    else list.prepend(...chat.pushes.slice(count).reverse().map(card));
    shown = chat;
    count = chat.pushes.length;
    screen.querySelector('.quiet').hidden = list.childElementCount > 0;
  }

  function shut() {
    for (const chat of phone.chats) {
      chat.root.inert = true;
      before.set(chat, chat.pushes.length);
    }
    shown = null;
    screen.hidden = false;
    phone.root.classList.add('locked');
    tick();
    draw();
    screen.querySelector('.unlock').focus();
  }

  function unlock() {
    clearTimeout(timer);
    screen.hidden = true;
    phone.root.classList.remove('locked');
    phone.chats.forEach((chat) => { chat.root.inert = false; });
    phone.chat.root.querySelector('.lock').focus();
  }

  screen.querySelector('.unlock').addEventListener('click', unlock);
  screen.addEventListener('keydown', (event) => { if (event.key === 'Escape') unlock(); });
  for (const button of phone.root.querySelectorAll('.lock')) button.addEventListener('click', shut);
  return { draw };
}
