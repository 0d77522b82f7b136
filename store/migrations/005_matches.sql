-- +goose Up

-- Suggestions that two records may be about one child: a case, and a later subject,
-- which is a case too or a tip. Scores are not kept: they are worked out anew
-- whenever somebody looks. why is sealed under the key of case_id.
CREATE TABLE matches (
    id      BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    subject BIGINT NOT NULL, -- the id of the later case, or of the tip
    tip     BIGINT NOT NULL, -- 1: the subject is a tip
    state   TEXT   NOT NULL,
    picture BIGINT NOT NULL, -- 1: a picture of both may be the same
    why     BYTEA,           -- sealed: the reason of the latest decision
    staff   BIGINT NOT NULL, -- whose decision; 0: nobody's yet
    made    BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE UNIQUE INDEX matches_pair ON matches (case_id, subject);
CREATE INDEX matches_subject ON matches (subject);

-- Two difference hashes of a picture, as it is and mirrored, sealed.
ALTER TABLE files ADD COLUMN print BYTEA;
-- They are read from this index alone: the row has the pictures before them.
CREATE INDEX files_scope ON files (scope, id, print);
