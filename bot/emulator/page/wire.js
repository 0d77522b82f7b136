// The wire between the page and its server: one stream of frames down, acts up.

import { say } from './dom.js';

const token = document.querySelector('meta[name="page-token"]').content;
const run = document.querySelector('meta[name="page-run"]').content;

/** act does something as the person of a tab. It throws an Error worded for the reader. */
export async function act(tab, verb, fields = {}, files = []) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  for (const file of files) form.append('file', file, file.name);
  let answer;
  try {
    answer = await fetch(`act/${tab}/${verb}`, { method: 'POST', body: form, headers: { 'X-Page-Token': token } });
  } catch {
    throw new Error(say('offline'));
  }
  if (!answer.ok) throw new Error((await answer.text()).trim() || say('offline'));
}

/**
 * listen calls frame with each frame and state with whether the stream is up. It
 * connects again by itself; a server that was started anew gets a fresh page.
 */
export function listen(frame, state) {
  const source = new EventSource('events');
  source.addEventListener('frame', (event) => {
    const data = JSON.parse(event.data);
    if (data.run && data.run !== run) { location.reload(); return; }
    state(true);
    frame(data);
  });
  source.addEventListener('error', () => {
    state(false);
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(frame, state), 1500);
  });
}
