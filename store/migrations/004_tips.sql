-- +goose Up
-- What somebody saw or heard. Nothing here changes a case.

-- card: number and what of the sheet the queue needs; sheet: the tip as it was sent.
-- sender 0: nobody knows. A withdrawn tip keeps its row, without all of it.
CREATE TABLE tips (
    id        BIGINT PRIMARY KEY, -- also its scope
    number    BYTEA  UNIQUE,
    card      BYTEA,
    sheet     BYTEA,
    receipt   BYTEA  UNIQUE,   -- slow hash; NULL of a volunteer's
    sender    BIGINT NOT NULL,
    state     TEXT   NOT NULL,
    worth     TEXT   NOT NULL,
    by_hand   BIGINT NOT NULL,
    asked_at  TEXT   NOT NULL,
    case_id   BIGINT NOT NULL, -- linked to; 0: nothing
    meant     BIGINT NOT NULL, -- the case whose link the tipster came by; 0: none
    ask_back  BIGINT NOT NULL,
    guarded   BIGINT NOT NULL, -- for supervisors alone
    opened    BIGINT NOT NULL, -- somebody of staff read it
    received  BIGINT NOT NULL, -- of an anonymous one the day alone
    waiting   BIGINT NOT NULL,
    withdrawn BIGINT
);
CREATE INDEX tips_waiting ON tips (waiting) WHERE withdrawn IS NULL;
CREATE INDEX tips_sender ON tips (sender) WHERE sender <> 0;
CREATE INDEX tips_case ON tips (case_id) WHERE case_id <> 0;

-- What the tipster reads: questions. What they say: answers. What staff alone read:
-- notes. Three tables, so that none can turn into another.
CREATE TABLE tip_questions (
    id    BIGINT PRIMARY KEY,
    tip   BIGINT NOT NULL REFERENCES tips (id),
    staff BIGINT NOT NULL,
    at    BIGINT NOT NULL,
    text  BYTEA  NOT NULL
);
CREATE INDEX tip_questions_tip ON tip_questions (tip);
CREATE TABLE tip_answers (
    id       BIGINT PRIMARY KEY,
    tip      BIGINT NOT NULL REFERENCES tips (id),
    question BIGINT NOT NULL, -- 0: an addition
    at       BIGINT NOT NULL,
    body     BYTEA  NOT NULL
);
CREATE INDEX tip_answers_tip ON tip_answers (tip);
CREATE TABLE tip_notes (
    id    BIGINT PRIMARY KEY,
    tip   BIGINT NOT NULL REFERENCES tips (id),
    staff BIGINT NOT NULL,
    kind  TEXT   NOT NULL,
    at    BIGINT NOT NULL,
    text  BYTEA  NOT NULL
);
CREATE INDEX tip_notes_tip ON tip_notes (tip);

-- The letterbox: what anonymous tipsters leave lies here, sealed under a key of its
-- own, until the box is emptied and all of it gets new rows in one go.
CREATE TABLE letters (
    id      BIGINT PRIMARY KEY, -- also its scope
    receipt BYTEA  NOT NULL,
    kind    TEXT   NOT NULL,    -- tip, answer
    meant   BIGINT NOT NULL,
    day     BIGINT NOT NULL,
    body    BYTEA  NOT NULL
);
CREATE INDEX letters_receipt ON letters (receipt);

-- Links for posters, to be used by anybody and often: code is a blind index of it.
CREATE TABLE posters (
    code    BYTEA  PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    staff   BIGINT NOT NULL,
    made    BIGINT NOT NULL,
    closed  BIGINT
);
CREATE INDEX posters_case ON posters (case_id);

-- Who left a tip nobody knows of, and nothing else: forgotten soon.
ALTER TABLE people ADD COLUMN leaving BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX people_leaving ON people (id) WHERE leaving;
