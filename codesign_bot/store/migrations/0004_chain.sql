-- The private journal is a chain: each row carries the digest of itself and of the row before it (store/chain.py).
-- Rows that are there already get theirs in the same transaction.
ALTER TABLE round_event ADD COLUMN chain BLOB NOT NULL DEFAULT x'';

ALTER TABLE ballot_journal ADD COLUMN chain BLOB NOT NULL DEFAULT x'';

-- What was removed from the journal of ballots on purpose, and the digest of the last row of each such stretch: what
-- follows goes on from there.
CREATE TABLE journal_gap (
    first INTEGER NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL,
    chain BLOB NOT NULL
) STRICT;

CREATE INDEX journal_gap_by_last ON journal_gap (last);

CREATE TRIGGER ballot_journal_thinned AFTER DELETE ON ballot_journal BEGIN
    UPDATE journal_gap SET last = OLD.no, chain = OLD.chain WHERE last = OLD.no - 1;
    INSERT INTO journal_gap (first, last, chain) SELECT OLD.no, OLD.no, OLD.chain WHERE changes() = 0;
    -- Where another stretch follows, the two are one.
    UPDATE journal_gap SET
        chain = (SELECT next.chain FROM journal_gap AS next WHERE next.first = OLD.no + 1),
        last = (SELECT next.last FROM journal_gap AS next WHERE next.first = OLD.no + 1)
    WHERE last = OLD.no AND EXISTS (SELECT 1 FROM journal_gap AS next WHERE next.first = OLD.no + 1);
    DELETE FROM journal_gap WHERE first = OLD.no + 1;
END;

-- What was erased for good, by ids that say nothing of anybody. A backup from before still holds it: when one is
-- restored in place of this store, it is erased there again.
CREATE TABLE erased (
    what TEXT NOT NULL CHECK (what IN ('words', 'person')),
    id TEXT NOT NULL,
    PRIMARY KEY (what, id)
) STRICT, WITHOUT ROWID;

INSERT INTO erased (what, id) SELECT 'words', id FROM words WHERE words IS NULL;

CREATE TRIGGER words_erased AFTER UPDATE OF words ON words
WHEN NEW.words IS NULL AND NOT EXISTS (SELECT 1 FROM erased WHERE what = 'words' AND id = OLD.id) BEGIN
    INSERT INTO erased (what, id) VALUES ('words', OLD.id);
END;

CREATE TRIGGER words_removed AFTER DELETE ON words
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE what = 'words' AND id = OLD.id) BEGIN
    INSERT INTO erased (what, id) VALUES ('words', OLD.id);
END;

-- A person is gone with the last of their accounts.
CREATE TRIGGER person_removed AFTER DELETE ON person
WHEN NOT EXISTS (SELECT 1 FROM person WHERE id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM erased WHERE what = 'person' AND id = OLD.id) BEGIN
    INSERT INTO erased (what, id) VALUES ('person', OLD.id);
END;
