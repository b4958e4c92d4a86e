-- The shared log. An entry is the very bytes that are hashed; the tree over them is kept as far as it is needed to go on.
DROP TABLE entry; -- from before entries were hashed; no version of the bot that wrote them was ever given out

CREATE TABLE entry (
    community TEXT NOT NULL REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    no INTEGER NOT NULL CHECK (no > 0),
    round TEXT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    leaf BLOB NOT NULL,
    person TEXT,
    PRIMARY KEY (community, no)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_by_round ON entry (round, no) WHERE round IS NOT NULL;

CREATE INDEX entry_by_person ON entry (person) WHERE person IS NOT NULL;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE OF community, no, round, at, kind, leaf ON entry BEGIN
    SELECT raise(ABORT, 'an entry of the log is never changed');
END;

CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN
    SELECT raise(ABORT, 'an entry of the log never goes');
END;

CREATE TABLE log_head (
    community TEXT NOT NULL PRIMARY KEY REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    size INTEGER NOT NULL CHECK (size > 0),
    frontier BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every checkpoint that was signed, with the tree as it was then: what is signed next has to grow from the last one.
CREATE TABLE checkpoint (
    community TEXT NOT NULL REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    size INTEGER NOT NULL CHECK (size > 0),
    at INTEGER NOT NULL,
    frontier BLOB NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (community, size)
) STRICT, WITHOUT ROWID;
