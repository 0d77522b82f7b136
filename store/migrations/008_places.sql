-- +goose Up
-- The settlements of the official codifier, where an operator imported it: public
-- facts, the same for everybody, so they are not sealed.

CREATE TABLE places (
    code       TEXT PRIMARY KEY, -- of the codifier
    settlement TEXT NOT NULL,
    raion      TEXT NOT NULL,    -- '': none
    oblast     TEXT NOT NULL
);
