// The lower edge of a chat: words, attachments, the bot's commands and its
// reply keyboard, the start and unblock buttons.

import { el, icon, say } from './dom.js';
import { menu } from './over.js';
import { form } from './sheet.js';

/** composer wires the lower edge of a chat and returns what the chat may ask of it. */
export function composer(chat) {
  const find = (name) => chat.root.querySelector(`.${name}`);
  const [box, input, aim, tray, keys, pick] = ['composer', 'input', 'aim', 'tray', 'keys', 'pick'].map(find);
  const state = { mode: null, message: null, photos: [], face: {}, shift: false };

  function grow() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 132)}px`;
    box.classList.toggle('filled', input.value.trim() !== '' || state.photos.length > 0);
  }

  function target(mode, message) {
    Object.assign(state, { mode, message });
    aim.hidden = !mode;
    aim.replaceChildren();
    if (mode) {
      const cancel = el('button', { type: 'button', class: 'round', 'aria-label': say('cancel'), on: { click: () => leave() } }, icon('close'));
      aim.append(icon(mode), el('span', {}, el('b', {}, say(mode)), el('span', { dir: 'auto' }, message.text || say('photo'))), cancel);
      input.focus();
    }
    grow();
  }

  function leave() {
    if (state.mode === 'edit') input.value = '';
    target(null, null);
    input.focus();
  }

  function shots(files) {
    for (const shot of state.photos) URL.revokeObjectURL(shot.url);
    state.photos = files.map((file) => ({ file, url: URL.createObjectURL(file) }));
    tray.hidden = files.length === 0;
    tray.replaceChildren(...state.photos.map((shot) => el('button', {
      type: 'button', 'aria-label': say('remove', shot.file.name),
      on: { click: () => { shots(files.filter((file) => file !== shot.file)); input.focus(); } },
    }, el('img', { src: shot.url, alt: '' }), icon('close'))));
    grow();
  }

  async function send() {
    const text = input.value.trim();
    const { mode, message, photos } = state;
    if (!text && photos.length === 0) return;
    const fields = message ? { text, message: message.id } : { text };
    const done = photos.length > 0 ? await chat.do('photos', fields, photos.map((shot) => shot.file)) : await chat.do(mode ?? 'say', fields);
    if (!done) return;
    input.value = '';
    shots([]);
    target(null, null);
    chat.toEnd();
  }

  function choose(accept, then) {
    pick.accept = accept;
    pick.value = '';
    pick.onchange = () => then([...pick.files]);
    pick.click();
  }

  function attach(event) {
    const button = event.currentTarget;
    const entry = (key, does) => ({ label: say(key), does });
    menu(chat.root, button, [
      entry('photos', () => choose('image/*', (files) => { shots([...state.photos.map((shot) => shot.file), ...files].slice(0, 10)); input.focus(); })),
      entry('file', () => choose('', (files) => chat.do('document', { text: input.value.trim() }, files).then((done) => { if (done) { input.value = ''; grow(); } }))),
      entry('contact', () => form(chat, button, 'contact', ['name', 'phone'], state.face.contact)),
      entry('place', () => form(chat, button, 'location', ['lat', 'lon'], state.face.place)),
      entry('voice', () => chat.do('voice')),
      entry('sticker', () => chat.do('sticker')),
      entry('forward', () => form(chat, button, 'forward', ['from', 'text'])),
    ]);
  }

  function commands(event) {
    menu(chat.root, event.currentTarget, state.face.commands.map((line) => ({
      label: `/${line.command}`, detail: line.description, does: () => { chat.say(`/${line.command}`); input.focus(); },
    })));
  }

  function key(item) {
    const sign = item.contact ? icon('person') : item.location ? icon('pin') : null;
    const button = el('button', { type: 'button', class: `key ${item.style ?? ''}`.trim() }, sign, el('span', { dir: 'auto' }, item.text));
    button.addEventListener('click', () => chat.do('tap', { text: item.text }).then((done) => { if (done) chat.toEnd(); }));
    return button;
  }

  function keyboard(board) {
    const held = keys.contains(document.activeElement);
    const shown = Boolean(board?.rows?.length);
    keys.replaceChildren(...(board?.rows ?? []).map((row) => el('div', { class: 'keyrow' }, row.map(key))));
    keys.hidden = !shown;
    find('fold').hidden = !shown;
    find('fold').setAttribute('aria-expanded', String(shown));
    input.placeholder = board?.placeholder || say('write');
    if (held) (keys.querySelector('button') ?? input).focus({ preventScroll: true });
  }

  function face(next) {
    const changed = JSON.stringify(next.keyboard) !== JSON.stringify(state.face.keyboard);
    state.face = next;
    find('title').textContent = next.title;
    find('kind').textContent = next.kind;
    find('about').textContent = next.about ?? '';
    find('commands').hidden = !next.commands?.length;
    const lower = next.blocked ? 'blocked' : next.empty ? 'new' : 'open';
    const held = document.activeElement === find('begin') || document.activeElement === find('restart');
    chat.root.dataset.lower = lower;
    if (held && lower === 'open') input.focus();
    find('block').setAttribute('aria-label', say(next.blocked ? 'unblock' : 'block'));
    find('block').title = say(next.blocked ? 'unblock' : 'block');
    find('block').setAttribute('aria-pressed', String(Boolean(next.blocked)));
    if (changed || !input.placeholder) keyboard(next.keyboard);
  }

  function typed(event) {
    state.shift = event.shiftKey;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    if (event.key === 'Escape' && (state.mode || state.photos.length > 0)) { event.stopPropagation(); shots([]); leave(); }
    if (event.key === 'ArrowUp' && input.value === '' && !state.mode) {
      const mine = [...chat.messages.values()].filter((message) => message.mine && message.text).sort((a, b) => a.id - b.id).at(-1);
      if (mine) { event.preventDefault(); edit(mine); }
    }
  }

  function edit(message) { input.value = message.text; target('edit', message); }

  box.addEventListener('submit', (event) => { event.preventDefault(); send(); });
  input.addEventListener('input', grow);
  input.addEventListener('keydown', typed);
  input.addEventListener('beforeinput', (event) => {
    // An Enter that began on another button, as the focus came here, is no line break.
    if (event.inputType === 'insertLineBreak' && !state.shift) event.preventDefault();
  });
  input.addEventListener('paste', (event) => {
    const images = [...event.clipboardData.files].filter((file) => file.type.startsWith('image/'));
    if (images.length > 0) { event.preventDefault(); shots([...state.photos.map((shot) => shot.file), ...images].slice(0, 10)); }
  });
  find('attach').addEventListener('click', attach);
  find('commands').addEventListener('click', commands);
  find('fold').addEventListener('click', (event) => {
    keys.hidden = !keys.hidden;
    event.currentTarget.setAttribute('aria-expanded', String(!keys.hidden));
  });
  find('begin').addEventListener('click', () => chat.do('start'));
  find('restart').addEventListener('click', () => chat.do('unblock'));
  find('block').addEventListener('click', () => chat.do(state.face.blocked ? 'unblock' : 'block'));
  return { face, edit, reply: (message) => target('reply', message) };
}
