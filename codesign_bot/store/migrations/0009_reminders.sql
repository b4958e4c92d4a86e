-- Whether somebody wants to be reminded, the zone in which they read times where they chose one, and what they were
-- reminded of. Rounds that are on when this is added are looked at once.
ALTER TABLE person ADD COLUMN reminders TEXT CHECK (reminders IN ('on', 'off', 'refused'));
ALTER TABLE person ADD COLUMN zone TEXT;

CREATE TABLE reminded (
    round TEXT NOT NULL,
    person TEXT NOT NULL,
    step TEXT NOT NULL,
    until INTEGER NOT NULL,
    at INTEGER NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0),
    PRIMARY KEY (round, person, step)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminded_by_person ON reminded (person);

INSERT INTO timer (id, round, due)
SELECT 'remind/' || round, round, 0 FROM round_place WHERE phase NOT IN ('archived', 'withdrawn', 'expired');
