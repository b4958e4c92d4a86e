-- Everything one installation keeps. Instants are microseconds since 1970 in UTC.
-- A table without rowid is one tree in the order of its key: one look-up finds a row, one walk reads a whole vote.

CREATE TABLE seen (
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (platform, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE community (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    next_topic INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE space (
    platform TEXT NOT NULL,
    place TEXT NOT NULL,
    community TEXT NOT NULL REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    is_log INTEGER NOT NULL CHECK (is_log IN (0, 1)),
    trouble TEXT,
    PRIMARY KEY (platform, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    private_platform TEXT,
    private_place TEXT,
    PRIMARY KEY (platform, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_by_id ON person (id);

CREATE INDEX person_by_private ON person (private_platform, private_place) WHERE private_place IS NOT NULL;

CREATE TABLE organiser (
    community TEXT NOT NULL REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    person TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    PRIMARY KEY (community, person)
) STRICT, WITHOUT ROWID;

-- `no` remembers which round came first.
CREATE TABLE round_place (
    no INTEGER NOT NULL PRIMARY KEY,
    round TEXT NOT NULL UNIQUE,
    community TEXT NOT NULL REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    topic INTEGER NOT NULL,
    platform TEXT NOT NULL,
    place TEXT NOT NULL,
    phase TEXT NOT NULL
) STRICT;

CREATE TABLE round_event (
    round TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL,
    PRIMARY KEY (round, version)
) STRICT, WITHOUT ROWID;

-- What people wrote stands beside the record, so that it can be erased and the record still verifies.
CREATE TABLE words (
    id TEXT NOT NULL PRIMARY KEY,
    round TEXT NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    salt BLOB,
    words TEXT
) STRICT;

CREATE INDEX words_by_round ON words (round);

CREATE TABLE participant (
    round TEXT NOT NULL,
    person TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    is_organiser INTEGER NOT NULL CHECK (is_organiser IN (0, 1)),
    left_at INTEGER,
    PRIMARY KEY (round, person)
) STRICT, WITHOUT ROWID;

-- `dots` is "idea:dots idea:dots" by idea. Empty: taken back.
CREATE TABLE ballot (
    round TEXT NOT NULL,
    vote_kind TEXT NOT NULL,
    person TEXT NOT NULL,
    dots TEXT NOT NULL,
    at INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    PRIMARY KEY (round, vote_kind, person)
) STRICT, WITHOUT ROWID;

-- The private journal: every cast, in the order in which they were stored. Appended only.
CREATE TABLE ballot_journal (
    no INTEGER NOT NULL PRIMARY KEY,
    round TEXT NOT NULL,
    vote_kind TEXT NOT NULL,
    person TEXT NOT NULL,
    dots TEXT NOT NULL,
    at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

-- In `dialogue`, `timer` and `kept` a row without a value is on its way out: it never outlives a transaction.
CREATE TABLE dialogue (
    person TEXT NOT NULL PRIMARY KEY,
    state TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE timer (
    id TEXT NOT NULL PRIMARY KEY,
    round TEXT NOT NULL,
    due INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX timer_by_due ON timer (due, id);

-- `state`: 0 queued, 1 sent, 2 parked. `turn` orders what is queued and parked, and nothing else.
-- `ready` is when the message may go, the later of its own wish and of a delay; 0 stands for at once.
CREATE TABLE outbox (
    no INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    platform TEXT NOT NULL,
    place TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    round TEXT,
    not_before INTEGER,
    reply_to TEXT,
    pin INTEGER NOT NULL CHECK (pin IN (0, 1)),
    state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
    turn INTEGER NOT NULL,
    ready INTEGER NOT NULL,
    delayed_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 1,
    message_id TEXT,
    digest TEXT,
    reason TEXT,
    file_name TEXT,
    file_type TEXT,
    file_bytes BLOB
) STRICT;

CREATE INDEX outbox_by_turn ON outbox (turn) WHERE state <> 1;

CREATE INDEX outbox_queued ON outbox (platform, urgency, turn) WHERE state = 0;

CREATE INDEX outbox_waiting ON outbox (platform, place, urgency, turn, ready) WHERE state = 0 AND ready > 0;

-- What goes along when a space moves. Questions have to repeat the condition word for word.
CREATE INDEX outbox_by_place ON outbox (platform, place) WHERE state <> 1 OR kind = 'card';

CREATE INDEX outbox_by_message ON outbox (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE kept (
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (platform, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    community TEXT NOT NULL REFERENCES community (id) DEFERRABLE INITIALLY DEFERRED,
    no INTEGER NOT NULL CHECK (no > 0),
    round TEXT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (community, no)
) STRICT, WITHOUT ROWID;
