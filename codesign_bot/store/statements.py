"""The SQL that writes. What a statement does is the same whether its rows come one by one or all at once."""

from __future__ import annotations

from codesign_bot.store.erasing import ANEW, MENDED, QUOTED, TAKEN_OUT, UNLINKED

SEEN = "INSERT INTO seen (platform, key, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"

ORIGIN = """
INSERT INTO origin (key, platform, account, at, round, idea, is_refused) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET at = excluded.at, round = excluded.round, idea = excluded.idea,
    is_refused = excluded.is_refused"""

COMMUNITY = """
INSERT INTO community (id, name, zone, language, next_topic, quiet, holidays, own_days, weekends, event_list)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET name = excluded.name, zone = excluded.zone, language = excluded.language,
    next_topic = excluded.next_topic, quiet = excluded.quiet, holidays = excluded.holidays,
    own_days = excluded.own_days, weekends = excluded.weekends, event_list = excluded.event_list"""

SPACE = """
INSERT INTO space (platform, place, community, is_log, trouble) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET community = excluded.community, is_log = excluded.is_log,
    trouble = excluded.trouble"""

PERSON = """
INSERT INTO person (platform, account, id, name, private_platform, private_place, language, reminders, zone)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET id = excluded.id, name = excluded.name, idle_since = NULL, language = excluded.language,
    private_platform = excluded.private_platform, private_place = excluded.private_place,
    reminders = excluded.reminders, zone = excluded.zone"""

REMINDED = """
INSERT INTO reminded (round, person, step, until, at, times) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET until = excluded.until, at = excluded.at, times = excluded.times"""

REMINDERS_OVER = "DELETE FROM reminded WHERE round = ?"

REMINDED_JOINED = (
    """
INSERT INTO reminded (round, person, step, until, at, times)
SELECT round, :kept, step, until, at, times FROM reminded WHERE person = :joined
ON CONFLICT DO UPDATE SET until = max(until, excluded.until), at = max(at, excluded.at),
    times = max(times, excluded.times)""",
    "DELETE FROM reminded WHERE person = :joined AND :joined <> :kept",
)

REMINDERS_PAST = "DELETE FROM reminded WHERE step = '' AND at < ?"

# Nothing else of a person: whoever was forgotten or linked since stays so.
REMINDERS_REFUSED = "UPDATE person SET reminders = 'refused' WHERE id = ?"

ORGANISER = """
INSERT INTO organiser (community, person, since, until) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET since = excluded.since, until = excluded.until"""

ROUND_PLACE = """
INSERT INTO round_place (round, community, topic, platform, place, phase) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (round) DO UPDATE SET community = excluded.community, topic = excluded.topic,
    platform = excluded.platform, place = excluded.place, phase = excluded.phase"""

PARTICIPANT = """
INSERT INTO participant (round, person, joined_at, is_organiser, left_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET joined_at = excluded.joined_at, is_organiser = excluded.is_organiser,
    left_at = excluded.left_at"""

WORDS = """
INSERT INTO words (id, round, person, at, salt, words) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET round = excluded.round, person = excluded.person, at = excluded.at,
    salt = excluded.salt, words = excluded.words"""

# Without a conflict clause on purpose: a second row with the same key is a `Conflict`.
# In the rows of the journal the last value is the digest, which the writer adds.
RECORDED = "INSERT INTO round_event (round, version, body, chain) VALUES (?, ?, ?, ?)"

ENTRY = "INSERT INTO entry (community, no, round, at, kind, leaf, person) VALUES (?, ?, ?, ?, ?, ?, ?)"

LOG_HEAD = """
INSERT INTO log_head (community, size, frontier) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET size = excluded.size, frontier = excluded.frontier"""

# Without a conflict clause on purpose: what was signed once is never signed anew.
SIGNED = "INSERT INTO checkpoint (community, size, at, frontier, note) VALUES (?, ?, ?, ?, ?)"

# Also without: a row of entries that is whole never becomes another.
LOG_BLOCK = "INSERT INTO log_block (community, no, root) VALUES (?, ?, ?)"

BALLOT = """
INSERT INTO ballot (round, vote_kind, person, dots, at, revision) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET dots = excluded.dots, at = excluded.at, revision = excluded.revision"""

BALLOT_JOURNAL = """
INSERT INTO ballot_journal (round, vote_kind, person, dots, at, revision, no, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""

BALLOT_LINKED = "UPDATE ballot_journal SET chain = ? WHERE no = ?"

EVENT_LINKED = "UPDATE round_event SET chain = ? WHERE round = ? AND version = ?"

# What can be removed is stored as nothing and then swept, so that within one batch the last row wins.
DIALOGUE = "INSERT INTO dialogue (person, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state"
DIALOGUE_SWEEP = "DELETE FROM dialogue WHERE person = ? AND state IS NULL"

TIMER = """
INSERT INTO timer (id, round, due) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET round = excluded.round, due = excluded.due"""
TIMER_SWEEP = "DELETE FROM timer WHERE id = ? AND due IS NULL"

KEPT = """
INSERT INTO kept (platform, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"""
KEPT_SWEEP = "DELETE FROM kept WHERE platform = ? AND key = ? AND value IS NULL"

# A card that is known is marked as changed: it keeps its turn while it waits, and what was sent where it is. While it
# waits it also keeps its time, or the sooner one: a card that changes all the time would never be seen to change.
# Everything else that is known stays as it is.
OUTGOING = """
INSERT INTO outbox (key, kind, platform, place, at, body, urgency, round, not_before, reply_to, pin, ready,
    file_name, file_type, file_bytes, language, turn)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    (SELECT coalesce(max(turn), 0) + 1 FROM outbox WHERE state <> 1))
ON CONFLICT (key) DO UPDATE SET
    platform = excluded.platform, place = excluded.place, at = excluded.at, body = excluded.body,
    urgency = excluded.urgency, round = excluded.round,
    not_before = CASE outbox.state
        WHEN 0 THEN nullif(min(coalesce(outbox.not_before, 0), coalesce(excluded.not_before, 0)), 0)
        ELSE excluded.not_before END,
    reply_to = excluded.reply_to, pin = excluded.pin,
    revision = outbox.revision + 1,
    turn = CASE outbox.state WHEN 1 THEN excluded.turn ELSE outbox.turn END,
    ready = max(coalesce(outbox.delayed_until, 0), CASE outbox.state
        WHEN 0 THEN min(coalesce(outbox.not_before, 0), excluded.ready)
        ELSE excluded.ready END),
    state = CASE WHEN outbox.state = 2
        AND (outbox.platform, outbox.place) = (excluded.platform, excluded.place) THEN 2 ELSE 0 END,
    message_id = CASE WHEN (outbox.platform, outbox.place) = (excluded.platform, excluded.place)
        THEN outbox.message_id END,
    digest = CASE WHEN (outbox.platform, outbox.place) = (excluded.platform, excluded.place)
        THEN outbox.digest END
WHERE outbox.kind = 'card' AND excluded.kind = 'card'"""

SENT = """
UPDATE outbox SET message_id = :message_id, attempts = 0, delayed_until = NULL,
    digest = CASE WHEN digest = 'anew' AND revision <> :revision THEN digest ELSE :digest END,
    reason = NULL, ready = coalesce(not_before, 0), file_bytes = NULL,
    body = CASE WHEN kind = 'card' AND revision <> :revision THEN body ELSE '' END,
    state = CASE WHEN kind = 'card' AND revision <> :revision THEN state ELSE 1 END
WHERE key = :key"""

DELAYED = """
UPDATE outbox SET attempts = attempts + 1, delayed_until = :until,
    ready = max(coalesce(not_before, 0), :until)
WHERE key = :key AND state = 0"""

PARKED = "UPDATE outbox SET state = 2, reason = ? WHERE key = ? AND state = 0"

UNPARKED = """
UPDATE outbox SET state = 0, reason = NULL, attempts = 0, delayed_until = NULL,
    ready = coalesce(not_before, 0)
WHERE platform = ? AND place = ? AND (state <> 1 OR kind = 'card') AND state = 2"""

UNPARKED_ONE = """
UPDATE outbox SET state = 0, reason = NULL, attempts = 0, delayed_until = NULL,
    ready = coalesce(not_before, 0)
WHERE key = ? AND state = 2"""

# As if it had been sent, so that nothing ever brings it back.
UNSAID = """
UPDATE outbox SET state = 1, body = '', file_bytes = NULL, reason = 'unsaid', delayed_until = NULL
WHERE platform = ? AND place = ? AND (state <> 1 OR kind = 'card') AND state <> 1 AND kind <> 'card'"""

# What is old goes by its key, and only if it is still as it was when it was found to be old.
SEEN_GONE = "DELETE FROM seen WHERE platform = ? AND key = ? AND at = ?"

ORIGIN_GONE = "DELETE FROM origin WHERE key = ? AND platform = ? AND account = ? AND at = ?"

OUTBOX_GONE = "DELETE FROM outbox WHERE no = ? AND at = ? AND state = 1 AND kind <> 'card'"

# Where the new space is known already, what is known of it holds.
ROUND_KEY = """
INSERT INTO round_key (round, key) VALUES (?, ?) ON CONFLICT DO UPDATE SET key = excluded.key"""
ROUND_KEY_GONE = "DELETE FROM round_key WHERE round = ?"

WORDS_GONE = "UPDATE words SET salt = NULL, words = NULL WHERE id = ? AND at = ?"

BALLOTS_GONE = (
    "DELETE FROM ballot WHERE round = ?",
    "DELETE FROM ballot_journal WHERE round = ?",
)

QUOTES_GONE = "DELETE FROM quoted WHERE no = ? AND at = ?"

IDLE = "UPDATE person SET idle_since = ? WHERE platform = ? AND account = ?"

NAME_GONE = "UPDATE person SET name = '' WHERE platform = ? AND account = ?"

WIPED = frozenset({ROUND_KEY_GONE, WORDS_GONE, *BALLOTS_GONE, NAME_GONE, *TAKEN_OUT, *UNLINKED})
"""What is written by these must leave no trace in the file."""

MOVED = (
    """
UPDATE OR IGNORE space SET platform = :new_platform, place = :new
WHERE platform = :old_platform AND place = :old""",
    "DELETE FROM space WHERE platform = :old_platform AND place = :old",
    """
UPDATE person SET private_platform = :new_platform, private_place = :new
WHERE private_platform = :old_platform AND private_place = :old""",
    """
UPDATE round_place SET platform = :new_platform, place = :new
WHERE platform = :old_platform AND place = :old""",
    # What was said in the old space cannot be answered or edited in the new one; a card is said anew there.
    """
UPDATE outbox SET platform = :new_platform, place = :new, message_id = NULL, digest = NULL, reply_to = NULL,
    state = CASE WHEN kind = 'card' AND state = 1 THEN 0 ELSE state END
WHERE platform = :old_platform AND place = :old AND (state <> 1 OR kind = 'card')""",
)

ORDER: tuple[str, ...] = (
    COMMUNITY,
    SPACE,
    PERSON,
    REMINDERS_REFUSED,
    ORGANISER,
    ROUND_PLACE,
    PARTICIPANT,
    WORDS,
    RECORDED,
    BALLOT,
    BALLOT_JOURNAL,
    REMINDED,
    *REMINDED_JOINED,
    REMINDERS_OVER,
    REMINDERS_PAST,
    DIALOGUE,
    DIALOGUE_SWEEP,
    TIMER,
    TIMER_SWEEP,
    OUTGOING,
    SENT,
    DELAYED,
    PARKED,
    UNPARKED,
    UNPARKED_ONE,
    UNSAID,
    KEPT,
    KEPT_SWEEP,
    ENTRY,
    LOG_HEAD,
    SIGNED,
    LOG_BLOCK,
    SEEN,
    ORIGIN,
    ROUND_KEY,
    ROUND_KEY_GONE,
    SEEN_GONE,
    ORIGIN_GONE,
    OUTBOX_GONE,
    WORDS_GONE,
    *BALLOTS_GONE,
    QUOTES_GONE,
    IDLE,
    NAME_GONE,
    *MOVED,
    MENDED,
    *ANEW,
    *QUOTED,
    *TAKEN_OUT,
    *UNLINKED,
)
"""Fixed, so that equal batches write alike. Moves come late: they take along what the same batch wrote.
What is erased comes last: nothing that the same batch wrote may hold it."""
