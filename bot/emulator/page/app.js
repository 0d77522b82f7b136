// The page: phones beside each other, or one at a time on a small screen; each
// phone holds one chat or several as tabs.

import { Chat } from './chat.js';
import { say } from './dom.js';
import { lock } from './lock.js';
import { listen } from './wire.js';

const server = { ahead: 0, now: () => Date.now() + server.ahead };
const chats = new Map();
const narrow = matchMedia('(max-width: 760px)');

class Phone {
  constructor(root) {
    this.root = root;
    this.chats = [...root.querySelectorAll('.chat')].map((node) => new Chat(node, this));
    this.chat = this.chats[0];
    for (const chat of this.chats) chats.set(chat.tab, chat);
    this.lock = lock(this, server);
    this.tabs = tabs(root.querySelector('.people'), (index) => this.show(index));
  }

  show(index) {
    this.chat = this.chats[index];
    this.chats.forEach((chat, i) => { chat.root.hidden = i !== index; });
    this.chat.toEnd();
    this.lock.draw();
    this.seen();
  }

  open(tab) {
    const index = this.chats.findIndex((chat) => chat.tab === tab);
    if (index >= 0 && this.chats[index] !== this.chat) this.tabs[index].click();
  }

  shows(chat) { return chat === this.chat && !this.hidden() && !this.root.classList.contains('locked'); }
  hidden() { return narrow.matches && !this.root.classList.contains('front'); }

  seen() {
    if (this.shows(this.chat)) this.chat.unread = 0;
    this.chats.forEach((chat, i) => badge(this.tabs?.[i], chat.unread));
    badge(this.button, this.chats.reduce((sum, chat) => sum + chat.unread, 0));
  }
}

/** tabs makes a row of tabs walk with the arrows, as a tablist does. */
function tabs(row, show) {
  const nodes = [...(row?.children ?? [])];
  const pick = (index, focus) => {
    nodes.forEach((node, i) => {
      node.setAttribute('aria-selected', String(i === index));
      node.tabIndex = i === index ? 0 : -1;
    });
    if (focus) nodes[index].focus();
    show(index);
  };
  nodes.forEach((node, i) => {
    node.addEventListener('click', () => pick(i));
    node.addEventListener('keydown', (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1 + nodes.length, Home: 0, End: nodes.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      pick(to % nodes.length, true);
    });
  });
  return nodes;
}

function badge(node, count) {
  const place = node?.querySelector('.unread');
  if (!place) return;
  place.hidden = count === 0;
  place.textContent = String(count);
  place.setAttribute('aria-label', say('unread', count));
}

const phones = [...document.querySelectorAll('.phone')].map((node) => new Phone(node));

const front = (index) => {
  phones.forEach((phone, i) => phone.root.classList.toggle('front', i === index));
  phones[index].chat.toEnd();
  phones.forEach((phone) => phone.seen());
};
tabs(document.querySelector('.switcher'), front).forEach((node, i) => { phones[i].button = node; });
front(0);

const status = document.querySelector('.link');

function receive(frame) {
  server.ahead = frame.now - Date.now();
  for (const tab of frame.tabs ?? []) chats.get(tab.tab)?.apply(tab);
  for (const phone of phones) { phone.lock.draw(); phone.seen(); }
  document.body.dataset.version = String(frame.version);
}

listen(receive, (up) => {
  status.textContent = up ? '' : say('reconnecting');
  status.hidden = up;
});
