-- The key of a round: with it, and only with it, the names in the shared log lead to people. Destroyed in time.
CREATE TABLE round_key (
    round TEXT NOT NULL PRIMARY KEY,
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;

INSERT INTO round_key (round, key) SELECT round, randomblob(32) FROM round_place;

-- Which of our messages quote whose words, so that these can be taken out there too. `messages` is a JSON list.
-- `is_due`: words are still to be taken out.
CREATE TABLE quoted (
    no INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    platform TEXT NOT NULL,
    place TEXT NOT NULL,
    messages TEXT NOT NULL,
    round TEXT,
    at INTEGER NOT NULL,
    is_due INTEGER NOT NULL DEFAULT 0 CHECK (is_due IN (0, 1)),
    UNIQUE (key, platform, place)
) STRICT;

CREATE INDEX quoted_due ON quoted (platform, no) WHERE is_due = 1;

-- `content` is the id of words; "*" for what is given back to its author and kept nowhere else, "#" for a whole round.
CREATE TABLE quoting (
    content TEXT NOT NULL,
    no INTEGER NOT NULL REFERENCES quoted (no) ON DELETE CASCADE,
    PRIMARY KEY (content, no)
) STRICT, WITHOUT ROWID;

CREATE INDEX quoting_by_no ON quoting (no);

CREATE INDEX words_by_person ON words (person);

CREATE INDEX participant_by_person ON participant (person);

CREATE INDEX organiser_by_person ON organiser (person);

CREATE INDEX origin_by_account ON origin (platform, account);

-- Since when no round and no community needs the account any more. Set by housekeeping, a bit at a time.
ALTER TABLE person ADD COLUMN idle_since INTEGER;
