"""The SQL that reads."""

from __future__ import annotations

from codesign_bot.core.phases import ENDED

EVENTS = "SELECT version, body FROM round_event WHERE round = ? ORDER BY version"

LINKS = """
SELECT e.round, e.version, e.chain FROM json_each(?) AS wanted CROSS JOIN round_event AS e
    ON e.round = json_extract(wanted.value, '$[0]') AND e.version = json_extract(wanted.value, '$[1]')"""

HEAD = """
SELECT no, chain FROM ballot_journal WHERE no = (SELECT max(no) FROM ballot_journal)
UNION ALL SELECT last, chain FROM journal_gap WHERE last = (SELECT max(last) FROM journal_gap)"""

JOURNAL_BIT = """
SELECT no, round, vote_kind, person, dots, at, revision, chain FROM ballot_journal
WHERE no > ? ORDER BY no LIMIT ?"""

EVENT_BIT = """
SELECT round, version, body, chain FROM round_event
WHERE (round, version) > (?, ?) ORDER BY round, version LIMIT ?"""

# From the end, and no further than asked.
NEWEST_BALLOTS = """
SELECT no, round, vote_kind, person, dots, at, revision, chain FROM ballot_journal ORDER BY no DESC LIMIT ?"""

NEWEST_EVENTS = """
SELECT e.round, e.version, e.body, e.chain FROM round_place AS p CROSS JOIN round_event AS e ON e.round = p.round
ORDER BY p.no DESC, e.version DESC LIMIT ?"""

GAPS = "SELECT first, last, chain FROM journal_gap WHERE last >= ? ORDER BY last"

WORDS = """
SELECT w.id, w.words FROM json_each(?) AS wanted CROSS JOIN words AS w ON w.id = wanted.value"""

WORDS_OF_ROUND = "SELECT id, words FROM words WHERE round = ?"

COMMUNITIES = """\
SELECT id, name, zone, language, next_topic, quiet, holidays, own_days, weekends, event_list
FROM community ORDER BY id"""

SPACES = "SELECT platform, place, community, is_log, trouble FROM space ORDER BY platform, place"

ORGANISERS = "SELECT community, person, since, until FROM organiser ORDER BY community, since, person"

ROUND_PLACES = "SELECT round, community, topic, platform, place, phase FROM round_place ORDER BY no"

ACCOUNTS = """
SELECT platform, account, id, name, private_platform, private_place, language, reminders, zone FROM person
WHERE id = ? ORDER BY platform, account"""

# Of several accounts the first by platform and name: everybody is shown the same.
NAMES = """
SELECT wanted.value,
    (SELECT p.name FROM person AS p WHERE p.id = wanted.value AND p.name <> ''
        ORDER BY p.platform, p.account LIMIT 1) AS name
FROM json_each(?) AS wanted WHERE name IS NOT NULL"""

# Of several the first by platform and account: it comes last and so it is the one that stays.
PRIVATES = """
SELECT id, private_platform, private_place FROM person
WHERE private_place IS NOT NULL ORDER BY platform DESC, account DESC"""

LANGUAGES = "SELECT id, language FROM person WHERE language <> '' ORDER BY platform, account"

WISHES = """
SELECT id, reminders, zone FROM person WHERE reminders IS NOT NULL OR zone <> '' ORDER BY platform, account"""

REMINDED = "SELECT round, person, step, until, at, times FROM reminded WHERE round = ? ORDER BY person, step"

PARTICIPANTS = """
SELECT round, person, joined_at, is_organiser, left_at FROM participant
WHERE round = ? ORDER BY joined_at, person"""

PARTICIPANT = """
SELECT round, person, joined_at, is_organiser, left_at FROM participant WHERE round = ? AND person = ?"""

BALLOT = """
SELECT round, vote_kind, person, dots, at, revision FROM ballot WHERE round = ? AND vote_kind = ? AND person = ?"""

BALLOTS = """
SELECT round, vote_kind, person, dots, at, revision FROM ballot
WHERE round = ? AND vote_kind = ? AND person > ? ORDER BY person LIMIT ?"""

ENTRIES = """
SELECT community, no, round, at, kind, leaf, person FROM entry WHERE community = ? AND no > ? ORDER BY no LIMIT ?"""

LEAVES = "SELECT no, round, leaf FROM entry WHERE community = ? AND no > ? ORDER BY no LIMIT ?"

ENTRIES_BEFORE = """
SELECT community, no, round, at, kind, leaf, person FROM entry
WHERE community = ? AND no < ? ORDER BY no DESC LIMIT ?"""


def _entries_found(index: str, wanted: str) -> str:
    """The numbers are found in an index that holds all that is asked for; of the entries only these are read."""
    return f"""
SELECT e.community, e.no, e.round, e.at, e.kind, e.leaf, e.person FROM (
    SELECT no FROM entry INDEXED BY {index}
    WHERE community = :community AND no < :before AND at >= :since AND at < :until AND {wanted}
    ORDER BY no DESC LIMIT :most
) AS found
CROSS JOIN entry AS e ON e.community = :community AND e.no = found.no ORDER BY e.no DESC"""  # noqa: S608 # ours alone


ENTRIES_OF_TIME = _entries_found("entry_by_time", "TRUE")

ENTRIES_OF_KIND = _entries_found("entry_by_kind", "kind IN (SELECT value FROM json_each(:kinds))")

# The one index of a round has neither time nor kind: its entries are few.
ENTRIES_OF_ROUND = _entries_found(
    "entry_by_round", "round = :round AND (:kinds = '[]' OR kind IN (SELECT value FROM json_each(:kinds)))"
)

LOG_BLOCKS = "SELECT no, root FROM log_block WHERE community = ? ORDER BY no"

LOG_HEADS = "SELECT community, size, frontier FROM log_head"

ROUND_KEYS = "SELECT round, key FROM round_key WHERE key IS NOT NULL"

OPENINGS = "SELECT salt, words FROM words WHERE round = ? AND salt IS NOT NULL AND words IS NOT NULL"

LAST_CHECKPOINT = """
SELECT community, size, at, frontier, note FROM checkpoint WHERE community = ? ORDER BY size DESC LIMIT 1"""

CHECKPOINTS = "SELECT community, size, at, frontier, note FROM checkpoint WHERE community = ? ORDER BY size"

DIALOGUES = "SELECT person, state FROM dialogue ORDER BY person"

NEXT_DUE = "SELECT min(due) FROM timer"

DUE = "SELECT id, round, due FROM timer WHERE due <= ? ORDER BY due, id LIMIT ?"

KEPT = "SELECT platform, key, value FROM kept WHERE platform = ? ORDER BY key"

# A lane is what waits at one place with one urgency; from its first delayed message on it stands still.
OUTBOX = """
SELECT o.key, o.kind, o.platform, o.place, o.at, o.body, o.urgency, o.round, o.not_before, o.reply_to, o.pin,
    o.file_name, o.file_type, o.file_bytes, o.attempts, o.revision, o.message_id, o.digest, o.language
FROM outbox AS o
WHERE o.platform = ?1 AND o.state = 0 AND o.ready <= ?2 AND o.place NOT IN (SELECT value FROM json_each(?4))
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.platform = o.platform AND earlier.place = o.place AND earlier.urgency = o.urgency
            AND earlier.turn < o.turn AND earlier.state = 0 AND earlier.ready > 0 AND earlier.ready > ?2)
ORDER BY o.urgency, o.turn LIMIT ?3"""

# Of each lane only the message that holds it up matters: what is behind it cannot go before.
NEXT_DELIVERY = """
SELECT min(o.ready) FROM outbox AS o
WHERE o.platform = ?1 AND o.state = 0 AND o.ready > 0 AND o.ready > ?2 AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier
    WHERE earlier.platform = o.platform AND earlier.place = o.place AND earlier.urgency = o.urgency
        AND earlier.turn < o.turn AND earlier.state = 0 AND earlier.ready > 0 AND earlier.ready > ?2)"""

ANSWERS_WAITING = "SELECT DISTINCT place FROM outbox WHERE platform = ? AND state = 0 AND urgency = ?"

PARKED_PLACES = """
SELECT DISTINCT platform, place FROM outbox
WHERE (state <> 1 OR kind = 'card') AND state = 2 AND platform = ?"""

# The second question looks at all that waits there, and is asked only where the first one finds nothing.
FIRST_PARKED = """
SELECT coalesce(
    (SELECT key FROM outbox WHERE key = ?1 AND platform = ?2 AND place = ?3 AND state = 2),
    (SELECT key FROM outbox
     WHERE platform = ?2 AND place = ?3 AND (state <> 1 OR kind = 'card') AND state = 2 AND reason = ?4
     ORDER BY urgency, turn LIMIT 1))"""

# By whatever message stands there now: a card that waits to be edited is found too.
KEY_OF = "SELECT key FROM outbox WHERE message_id = ? AND platform = ? AND place = ? ORDER BY no LIMIT 1"

WAS_SEEN = "SELECT 1 FROM seen WHERE platform = ? AND key = ?"

ORIGIN = "SELECT at, round, idea, is_refused FROM origin WHERE key = ? AND platform = ? AND account = ?"

# Bits of walks through whole tables: from one key to another, at the cost of what lies between.
SEEN_BIT = "SELECT platform, key, at FROM seen WHERE platform = ? AND key > ? ORDER BY key LIMIT ?"

ORIGIN_BIT = """
SELECT o.key, o.platform, o.account, o.at, o.round, p.phase
FROM origin AS o LEFT JOIN round_place AS p ON p.round = o.round
WHERE (o.key, o.platform, o.account) > (?, ?, ?) ORDER BY o.key, o.platform, o.account LIMIT ?"""

OUTBOX_BIT = """
SELECT o.no, o.at, o.state = 1 AND o.kind <> 'card', o.round, p.phase
FROM outbox AS o LEFT JOIN round_place AS p ON p.round = o.round
WHERE o.no > ? ORDER BY o.no LIMIT ?"""

QUOTES_BIT = "SELECT no, at FROM quoted WHERE no > ? ORDER BY no LIMIT ?"

# When a round ended is when the last thing happened in it. Asked only where it has ended.
_ENDED = ", ".join(f"'{phase.value}'" for phase in sorted(ENDED, key=str))
_END = f"""
p.phase, CASE WHEN p.phase IN ({_ENDED}) THEN (
    SELECT json_extract(e.body, '$.at') FROM round_event AS e
    WHERE e.round = p.round ORDER BY e.version DESC LIMIT 1) END"""  # noqa: S608 - our own words

WORDS_BIT = f"""
SELECT w.id, w.at, {_END} FROM words AS w LEFT JOIN round_place AS p ON p.round = w.round AND w.words IS NOT NULL
WHERE w.id > ? ORDER BY w.id LIMIT ?"""  # noqa: S608 - our own words

KEYS_BIT = f"""
SELECT k.round, {_END} FROM round_key AS k LEFT JOIN round_place AS p ON p.round = k.round
WHERE k.round > ? ORDER BY k.round LIMIT ?"""  # noqa: S608 - our own words

BALLOTS_BIT = f"""
SELECT p.round, {_END} FROM round_place AS p
WHERE p.round > ? AND EXISTS (SELECT 1 FROM ballot AS b WHERE b.round = p.round) ORDER BY p.round LIMIT ?"""  # noqa: S608 - our own words

# An account is needed by whoever organises now or is in a round that goes on.
NAMES_BIT = f"""
SELECT a.platform, a.account, a.idle_since, a.name <> '',
    EXISTS (SELECT 1 FROM organiser AS o WHERE o.person = a.id AND o.until IS NULL)
    OR EXISTS (SELECT 1 FROM participant AS i CROSS JOIN round_place AS p ON p.round = i.round
        WHERE i.person = a.id AND i.left_at IS NULL AND p.phase NOT IN ({_ENDED}))
FROM person AS a WHERE (a.platform, a.account) > (?, ?) ORDER BY a.platform, a.account LIMIT ?"""  # noqa: S608 - our own words

TO_MEND = """
SELECT key, platform, place, messages, round FROM quoted WHERE is_due = 1 AND platform = ? ORDER BY no LIMIT ?"""

ROUND_KEY = "SELECT key FROM round_key WHERE round = ?"
