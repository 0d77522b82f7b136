-- +goose Up
-- Times are unix milliseconds. What is sealed is BYTEA and says so; an id is made
-- by the program. Nothing here names a person.

CREATE TABLE scopes (
    id   BIGINT PRIMARY KEY,
    wrap BYTEA -- the scope's data key under the master key; NULL: destroyed
);

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

CREATE TABLE people (
    id         BIGINT PRIMARY KEY, -- also the person's scope and lane
    kind       TEXT NOT NULL,      -- person, group
    chat_index BYTEA NOT NULL UNIQUE,
    chat       BYTEA NOT NULL,     -- sealed
    language   TEXT NOT NULL,
    chosen     BOOLEAN NOT NULL,   -- the language was chosen, not guessed
    volunteer  BOOLEAN NOT NULL,
    shared     TEXT NOT NULL,      -- the answer to the safety question
    quiet      BOOLEAN NOT NULL,
    hidden     BOOLEAN NOT NULL,   -- no pushes until the person comes back
    reachable  BOOLEAN NOT NULL,
    zone       TEXT NOT NULL,      -- IANA time zone, '' for Kyiv
    state      BYTEA,              -- sealed: the waiting conversation
    made       BIGINT NOT NULL
);

CREATE TABLE drafts (
    person BIGINT NOT NULL REFERENCES people (id),
    flow   TEXT NOT NULL,
    row_id BIGINT NOT NULL,
    state  BYTEA NOT NULL, -- sealed
    parked BIGINT NOT NULL,
    PRIMARY KEY (person, flow)
);

CREATE TABLE updates (
    id      BIGINT PRIMARY KEY,
    person  BIGINT NOT NULL,
    message BIGINT NOT NULL, -- of the person's own message, 0: none
    seen    BIGINT NOT NULL
);
CREATE INDEX updates_person ON updates (person, seen);
CREATE INDEX updates_seen ON updates (seen);

CREATE TABLE aside (
    id        BIGINT PRIMARY KEY,
    update_id BIGINT NOT NULL,
    incident  TEXT NOT NULL UNIQUE,
    cause     TEXT NOT NULL, -- a kind of error, never its text
    raw       BYTEA NOT NULL, -- sealed under the row's own scope
    at        BIGINT NOT NULL
);

CREATE TABLE lanes (
    id       BIGINT PRIMARY KEY,
    due      BIGINT NOT NULL, -- of the earliest queued notice; 0: at once
    hold     BIGINT NOT NULL, -- nothing leaves before
    held     BIGINT NOT NULL, -- when hold was set: a clock that went back shows by it
    token    BIGINT NOT NULL, -- of the lease; 0: nothing is in flight
    priority BIGINT NOT NULL, -- of the most urgent queued notice
    seq      BIGINT NOT NULL  -- of the latest notice: the order of the lane
);
CREATE INDEX lanes_due ON lanes (priority, due, hold);

CREATE TABLE outbox (
    id       BIGINT PRIMARY KEY,
    lane     BIGINT NOT NULL,
    seq      BIGINT NOT NULL, -- of the lane
    priority BIGINT NOT NULL,
    due      BIGINT NOT NULL, -- 0: at once, whatever the clock says
    state    BIGINT NOT NULL, -- 0 queued, 1 sent, 2 dead
    attempt  BIGINT NOT NULL,
    kind     TEXT NOT NULL,
    case_id  BIGINT NOT NULL,
    silent   BOOLEAN NOT NULL,
    dedupe   TEXT NOT NULL, -- '' or once for each lane
    body     BYTEA,         -- sealed; NULL once it went out
    message  BIGINT NOT NULL,
    settled  BIGINT NOT NULL
);
CREATE INDEX outbox_queue ON outbox (lane, state, priority, seq);
CREATE UNIQUE INDEX outbox_once ON outbox (lane, dedupe) WHERE dedupe <> '';
CREATE INDEX outbox_case ON outbox (case_id) WHERE case_id <> 0;
CREATE INDEX outbox_settled ON outbox (settled) WHERE state <> 0;

CREATE TABLE files (
    id        BIGINT PRIMARY KEY,
    owner     BIGINT NOT NULL, -- the person who sent it
    scope     BIGINT NOT NULL, -- under whose key it is sealed
    state     BIGINT NOT NULL, -- 0 pending, 1 kept, 2 failed, 3 refused
    reference BYTEA,           -- sealed: how to fetch it; NULL once fetched
    document  BOOLEAN NOT NULL,
    size      BIGINT NOT NULL,
    sha256    BYTEA, -- sealed: of the original as received
    original  BYTEA, -- sealed
    working   BYTEA, -- sealed: without metadata; NULL where it is no picture
    attempt   BIGINT NOT NULL,
    next_try  BIGINT NOT NULL,
    received  BIGINT NOT NULL
);
CREATE INDEX files_pending ON files (next_try) WHERE state = 0;
