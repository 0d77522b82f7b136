-- +goose Up
-- What was given up is counted often and is little among much.
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 2;
