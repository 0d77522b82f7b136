-- +goose Up

-- What one process at a time does. A change of hands makes a new token; while
-- somebody does it beat grows. Who sees neither change for long enough takes it:
-- no clock is compared with another machine's.
CREATE TABLE duties (
    name  TEXT PRIMARY KEY,
    held  BOOLEAN NOT NULL,
    token BIGINT NOT NULL,
    beat  BIGINT NOT NULL
);
INSERT INTO duties (name, held, token, beat) VALUES ('poll', FALSE, 0, 0);

-- How fast all processes together send. free is when the next message may leave,
-- in unix microseconds; a pause that Telegram asked of the whole bot moves it.
CREATE TABLE budgets (
    name TEXT PRIMARY KEY,
    free BIGINT NOT NULL,
    held BIGINT NOT NULL -- when free was set: a clock that went back shows by it
);
INSERT INTO budgets (name, free, held) VALUES ('all', 0, 0);
INSERT INTO budgets (name, free, held) VALUES ('paid', 0, 0);

-- The pace of a chat that several processes write to: when all of it is made up for,
-- in unix milliseconds.
ALTER TABLE lanes ADD COLUMN pace BIGINT NOT NULL DEFAULT 0;
