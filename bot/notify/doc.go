// Package notify empties the outbox within Telegram's limits: in order for each
// chat, trying again only what may succeed.
//
// A lane is a chat. The store hands out the head of each due lane under a lease;
// notify sends it, learns how it went, and settles many outcomes in one
// transaction. Outcomes are: done; later without blame (429: wait, no attempt
// counted); failed (back off, give up in the end); gone (the chat cannot be
// reached: news about the chat, not an error); migrated; refused (never tried
// again). While Telegram cannot be reached at all, one request every few seconds
// probes for it and nothing else is sent. Start with New and Notifier.Run.
package notify
