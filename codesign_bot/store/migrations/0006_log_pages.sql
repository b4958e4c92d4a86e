-- Pages of the shared log by date and by kind, each found by an index that holds all that is looked at.
CREATE INDEX entry_by_time ON entry (community, at);

CREATE INDEX entry_by_kind ON entry (community, kind, at);

-- The roots over whole rows of 256 entries: with them a proof reads two rows of entries and not all of a long log.
CREATE TABLE log_block (
    community TEXT NOT NULL REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    no INTEGER NOT NULL CHECK (no >= 0),
    root BLOB NOT NULL,
    PRIMARY KEY (community, no)
) STRICT, WITHOUT ROWID;
