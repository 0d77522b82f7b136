-- +goose Up

-- Members of staff. sealed: handle, name.
CREATE TABLE staff (
    id       BIGINT PRIMARY KEY,
    handle   BYTEA  NOT NULL UNIQUE,
    sealed   BYTEA  NOT NULL,
    role     TEXT   NOT NULL,
    grants   BIGINT NOT NULL,
    person   BIGINT UNIQUE,
    active   BIGINT NOT NULL,
    added    BIGINT NOT NULL,
    removed  BIGINT
);

-- One report as one person submitted it; what it says stands in filings.
CREATE TABLE reports (
    id      BIGINT PRIMARY KEY,
    person  BIGINT NOT NULL,
    role    TEXT   NOT NULL,
    receipt BYTEA  UNIQUE,
    at      BIGINT NOT NULL
);

-- One case about one child. card: number, birth, given name; proposal: the move
-- that waits for a second person. An erased case keeps its row, without both.
CREATE TABLE cases (
    id           BIGINT PRIMARY KEY,
    number       BYTEA  UNIQUE,
    card         BYTEA,
    stage        TEXT   NOT NULL,
    told         TEXT   NOT NULL,
    verification TEXT   NOT NULL,
    whereabouts  TEXT   NOT NULL,
    safety       TEXT   NOT NULL,
    closing      TEXT   NOT NULL,
    assignee     BIGINT NOT NULL,
    asked_at     TEXT   NOT NULL,
    held_at      TEXT   NOT NULL,
    proposal     BYTEA,
    proposed_to  TEXT   NOT NULL,
    may_search   BIGINT NOT NULL,
    reopen       BIGINT NOT NULL,
    opened       BIGINT NOT NULL,
    waiting      BIGINT NOT NULL,
    changed      BIGINT NOT NULL,
    erased       BIGINT
);
CREATE INDEX cases_waiting ON cases (waiting) WHERE erased IS NULL;

-- The sheet of a report as it stands in one case: with this child alone.
CREATE TABLE filings (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    report  BIGINT NOT NULL REFERENCES reports (id),
    sheet   BYTEA  NOT NULL,
    PRIMARY KEY (case_id, report)
);
CREATE INDEX filings_report ON filings (report);

-- Who is told about a case. sealed: their relation to the child.
CREATE TABLE followers (
    case_id  BIGINT NOT NULL REFERENCES cases (id),
    person   BIGINT NOT NULL,
    role     TEXT   NOT NULL,
    reporter BIGINT NOT NULL,
    contact  BIGINT NOT NULL,
    search   BIGINT NOT NULL,
    sealed   BYTEA  NOT NULL,
    since    BIGINT NOT NULL,
    PRIMARY KEY (case_id, person)
);
CREATE INDEX followers_person ON followers (person);

-- Every answer about consent, with the version of the words. Only added to.
CREATE TABLE consents (
    id      BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    person  BIGINT NOT NULL,
    purpose TEXT   NOT NULL,
    given   BIGINT NOT NULL,
    version TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX consents_case ON consents (case_id, person);

-- What the family reads: questions. What they say: answers. What staff alone
-- read: notes. Three tables, so that none can turn into another.
CREATE TABLE questions (
    id      BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    staff   BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    text    BYTEA  NOT NULL
);
CREATE INDEX questions_case ON questions (case_id);
CREATE TABLE answers (
    id       BIGINT PRIMARY KEY,
    case_id  BIGINT NOT NULL REFERENCES cases (id),
    person   BIGINT NOT NULL,
    question BIGINT NOT NULL, -- 0: an addition
    at       BIGINT NOT NULL,
    body     BYTEA  NOT NULL
);
CREATE INDEX answers_case ON answers (case_id);
CREATE TABLE notes (
    id      BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    staff   BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    text    BYTEA  NOT NULL
);
CREATE INDEX notes_case ON notes (case_id);

-- News of class B that waits until somebody spoke to the family.
CREATE TABLE held (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    leaf    BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    PRIMARY KEY (case_id, leaf)
);

-- What the family was told of, as they read it in their history.
CREATE TABLE passed (
    id      BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    at      BIGINT NOT NULL,
    kind    TEXT   NOT NULL
);
CREATE INDEX passed_case ON passed (case_id);

-- Codes that let one person in, once: code is a blind index of it.
CREATE TABLE invitations (
    code    BYTEA  PRIMARY KEY,
    staff   BIGINT NOT NULL, -- 0: a code for a case
    case_id BIGINT NOT NULL, -- 0: a code for a member of staff
    expires BIGINT NOT NULL,
    used    BIGINT
);

-- Attempts with codes and receipts, by person and hour; person 0 is everybody.
CREATE TABLE attempts (
    person BIGINT NOT NULL,
    hour   BIGINT NOT NULL,
    tries  BIGINT NOT NULL,
    PRIMARY KEY (person, hour)
);

-- The history. commitment is the leaf's salted HMAC of the content; body is the
-- salt and the content, sealed, and empty after an erasure. case_id 0 is the house.
CREATE TABLE events (
    leaf       BIGINT PRIMARY KEY,
    case_id    BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    commitment BYTEA  NOT NULL,
    body       BYTEA
);
CREATE INDEX events_case ON events (case_id, leaf);

-- The Merkle tree over the events: its stored hashes by their index, its size.
CREATE TABLE tree_hashes (
    id   BIGINT PRIMARY KEY,
    hash BYTEA  NOT NULL
);
CREATE TABLE tree_head (
    id   BIGINT PRIMARY KEY,
    size BIGINT NOT NULL
);
INSERT INTO tree_head (id, size) VALUES (1, 0);
CREATE TABLE checkpoints (
    size BIGINT PRIMARY KEY,
    note BYTEA  NOT NULL,
    at   BIGINT NOT NULL
);
