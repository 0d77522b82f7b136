// A small form over the chat, for what has fields: a contact, a place, words of
// somebody else.

import { el, say } from './dom.js';
import { cover } from './over.js';

/** form asks for fields and sends them with verb; values fills them in. */
export function form(chat, from, verb, names, values = {}) {
  const inputs = names.map((name) => el('input', { name, value: values?.[name] ?? null, required: true, autocomplete: 'off', dir: 'auto' }));
  const fields = inputs.map((input) => el('label', {}, say(input.name), input));
  const send = el('button', { type: 'submit', class: 'primary' }, say('send'));
  const away = el('button', { type: 'button', class: 'plain' }, say('cancel'));
  const sheet = el('form', { class: 'sheet', role: 'dialog', 'aria-modal': 'true', 'aria-label': say(verb) }, el('h3', {}, say(verb)), fields, el('div', { class: 'choice' }, away, send));
  const close = cover(chat.root, sheet, from);
  away.addEventListener('click', close);
  sheet.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (await chat.do(verb, Object.fromEntries(new FormData(sheet)))) close();
  });
  inputs[0].focus();
  inputs[0].select();
}
