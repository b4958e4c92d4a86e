-- What came of somebody's message, for when they edit or delete it. It goes when its round is over.
CREATE TABLE origin (
    key TEXT NOT NULL,
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    round TEXT,
    idea INTEGER,
    is_refused INTEGER NOT NULL CHECK (is_refused IN (0, 1)),
    PRIMARY KEY (key, platform, account)
) STRICT, WITHOUT ROWID;
