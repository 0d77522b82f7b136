// The locked phone: a clock and what the lock screen would show, no more.

import { clock, el, icon, say, weekday } from './dom.js';

/** lock wires the lock screen of a phone; server tells the time the server has. */
export function lock(phone, server) {
  const screen = phone.root.querySelector('.lockscreen');
  const list = screen.querySelector('.pushes');
  let since = 0;
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
    const fresh = phone.chat.pushes.slice(since);
    for (const push of fresh) list.prepend(card(push));
    since = phone.chat.pushes.length;
    screen.querySelector('.quiet').hidden = list.childElementCount > 0;
  }

  function shut() {
    phone.chats.forEach((chat) => { chat.root.inert = true; });
    list.replaceChildren();
    since = phone.chat.pushes.length;
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
