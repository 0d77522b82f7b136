-- +goose Up

-- Suggestions that two records may be about one child: an earlier case, and the
-- subject, which is a later case or a tip. Scores are not kept: they are worked out
-- anew whenever somebody looks. why is sealed under the key of case_id.
CREATE TABLE matches (
    id      BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    other   BIGINT NOT NULL, -- the later case; 0: the subject is a tip
    tip     BIGINT NOT NULL, -- 0: the subject is a case
    state   TEXT   NOT NULL,
    why     BYTEA,           -- sealed: the reason of the latest decision
    staff   BIGINT NOT NULL, -- whose decision; 0: nobody's yet
    made    BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE UNIQUE INDEX matches_pair ON matches (case_id, other, tip);
CREATE INDEX matches_other ON matches (other) WHERE other <> 0;
CREATE INDEX matches_tip ON matches (tip) WHERE tip <> 0;

-- Two difference hashes of a picture, as it is and mirrored, sealed.
ALTER TABLE files ADD COLUMN print BYTEA;
CREATE INDEX files_scope ON files (scope);
