"""What every column of the database says about whom, and what of it somebody is given who asks for their own data.

A column that is not in this list fails a test: whoever adds one has to say whose it is and for how long it stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from codesign_bot.log.shown import PEOPLE
from codesign_bot.store.columns import instant
from codesign_bot.traces import About, Stored


class Whose(Enum):
    """Whom a column is about."""

    PUBLIC = "public"
    """The community's: everybody in its spaces may know it."""
    PERSON = "person"
    """Somebody's. They get it when they ask for their data."""
    INSIDE = "inside"
    """Somebody's, but not to be handed out as it stands: messages to them, and bytes of files."""
    NOBODY = "nobody"
    """About no person: numbers, states, ids of events and of things."""


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` maps each to whom it is about. `theirs` tells which rows are somebody's; empty: none is."""

    columns: Mapping[str, Whose]
    stays: str
    """For how long rows stay: a key of `[retention]`, or in words of ours why there is none."""
    theirs: str = ""
    instants: frozenset[str] = frozenset()

    def shown(self) -> tuple[str, ...]:
        """The columns that somebody is given of their own rows."""
        return tuple(name for name, whose in self.columns.items() if whose is not Whose.INSIDE)


def _columns(whose: Whose, names: str, **others: Whose) -> Mapping[str, Whose]:
    return MappingProxyType({name: others.get(name, whose) for name in names.split()})


_PEOPLE = "(SELECT value FROM json_each(:people))"
_ACCOUNTS = "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:accounts))"
_PLACES = "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:places))"
_BY_PERSON = f"person IN {_PEOPLE}"
_NAMED = "EXISTS (SELECT 1 FROM json_each(:people) AS who WHERE instr(body, '\"' || who.value || '\"'))"
_OWN_WORDS = f"(SELECT id FROM words WHERE {_BY_PERSON})"  # noqa: S608 - our own words

_QUOTING = f"(SELECT no FROM quoting WHERE content IN {_OWN_WORDS})"  # noqa: S608 - our own words
_IN_THE_OPEN = f"((platform, place) IN (SELECT platform, place FROM space) AND no IN {_QUOTING})"  # noqa: S608 - our own words

OVER = "as long as the community has its record"
SETTING = "until it is changed"

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "schema_version": Table(_columns(Whose.NOBODY, "version name checksum"), OVER),
        "seen": Table(_columns(Whose.NOBODY, "platform key at"), "events"),
        "community": Table(
            _columns(Whose.PUBLIC, "id name zone language next_topic quiet holidays own_days weekends event_list"), OVER
        ),
        "space": Table(_columns(Whose.PUBLIC, "platform place community is_log trouble"), SETTING),
        "person": Table(
            _columns(
                Whose.PERSON,
                "platform account id name private_platform private_place idle_since language reminders zone",
            ),
            "names",
            f"id IN {_PEOPLE}",
            frozenset({"idle_since"}),
        ),
        "organiser": Table(
            _columns(Whose.PERSON, "community person since until", community=Whose.PUBLIC),
            OVER,
            _BY_PERSON,
            frozenset({"since", "until"}),
        ),
        "round_place": Table(_columns(Whose.PUBLIC, "no round community topic platform place phase"), OVER),
        "round_event": Table(_columns(Whose.PERSON, "round version body chain", chain=Whose.INSIDE), OVER, _NAMED),
        "round_key": Table(_columns(Whose.NOBODY, "round key"), "keys"),
        "words": Table(_columns(Whose.PERSON, "id round person at salt words"), "words", _BY_PERSON, frozenset({"at"})),
        "participant": Table(
            _columns(Whose.PERSON, "round person joined_at is_organiser left_at"),
            OVER,
            _BY_PERSON,
            frozenset({"joined_at", "left_at"}),
        ),
        "ballot": Table(
            _columns(Whose.PERSON, "round vote_kind person dots at revision"), "ballots", _BY_PERSON, frozenset({"at"})
        ),
        "ballot_journal": Table(
            _columns(Whose.PERSON, "no round vote_kind person dots at revision chain", chain=Whose.INSIDE),
            "ballots",
            _BY_PERSON,
            frozenset({"at"}),
        ),
        "dialogue": Table(_columns(Whose.PERSON, "person state"), "until it is finished or given up", _BY_PERSON),
        "reminded": Table(
            _columns(Whose.PERSON, "round person step until at times"),
            "until the round is over",
            _BY_PERSON,
            frozenset({"until", "at"}),
        ),
        "timer": Table(_columns(Whose.NOBODY, "id round due"), "until it rings"),
        "outbox": Table(
            _columns(
                Whose.PERSON,
                "no key kind platform place at body urgency round not_before reply_to pin state turn ready"
                " delayed_until attempts revision message_id digest reason file_name file_type file_bytes language",
                body=Whose.INSIDE,
                file_bytes=Whose.INSIDE,
            ),
            "messages",
            f"(platform, place) IN {_PLACES}",
            frozenset({"at", "not_before", "delayed_until"}),
        ),
        # Whoever keeps it knows whom it is about: see `ports.Platform.about`.
        "kept": Table(_columns(Whose.PERSON, "platform key value"), SETTING),
        "entry": Table(
            _columns(Whose.PUBLIC, "community no round at kind leaf person", person=Whose.PERSON),
            OVER,
            _BY_PERSON,
            frozenset({"at"}),
        ),
        "log_block": Table(_columns(Whose.PUBLIC, "community no root"), OVER),
        "log_head": Table(_columns(Whose.PUBLIC, "community size frontier"), OVER),
        "checkpoint": Table(_columns(Whose.PUBLIC, "community size at frontier note"), OVER),
        "journal_gap": Table(_columns(Whose.NOBODY, "first last chain"), OVER),
        "erased": Table(_columns(Whose.NOBODY, "what id"), OVER),
        "origin": Table(
            _columns(Whose.PERSON, "key platform account at round idea is_refused"),
            "events",
            f"(platform, account) IN {_ACCOUNTS}",
            frozenset({"at"}),
        ),
        "quoted": Table(
            _columns(Whose.PERSON, "no key platform place messages round at is_due"),
            "quotes",
            f"(platform, place) IN {_PLACES} OR {_IN_THE_OPEN}",
            frozenset({"at"}),
        ),
        "quoting": Table(_columns(Whose.PERSON, "content no"), "quotes", f"content IN {_OWN_WORDS}"),
    }
)
"""Every table of the database."""


def question(table: str) -> str:
    """Somebody's rows of a table, each as a JSON object. Takes what `keys_of` gives."""
    declared = TABLES[table]
    each = ", ".join(f"'{name}', {_plain(table, name)}" for name in declared.shown())
    return f"SELECT json_object({each}) FROM {table} WHERE {declared.theirs} ORDER BY 1"  # noqa: S608 - our own words


def _plain(table: str, name: str) -> str:
    """How a column stands in JSON: bytes in hex, what is JSON already as such."""
    if (table, name) == ("words", "salt"):
        return f"lower(hex({name}))"
    if (table, name) == ("entry", "leaf"):
        return f"json(CAST({name} AS TEXT))"
    return f"json({name})" if (table, name) == ("round_event", "body") else name


QUESTIONS: Mapping[str, str] = MappingProxyType(
    {name: question(name) for name, table in TABLES.items() if table.theirs}
)


def keys_of(about: About) -> Mapping[str, str]:
    """What the questions take."""
    return {
        "people": json.dumps(about.people),
        "accounts": json.dumps([(one.platform, one.id) for one in about.accounts]),
        "places": json.dumps([(one.platform, one.id) for one in about.places]),
    }


def shown(table: str, row: str, about: About) -> Mapping[str, Stored]:
    """A row as it is handed out: instants in words, and nobody else's id."""
    found: dict[str, Stored] = json.loads(row)
    for name in TABLES[table].instants:
        at = found[name]
        if isinstance(at, int):
            found[name] = instant(at).isoformat().replace("+00:00", "Z")
    body = found.get("body")
    if isinstance(body, Mapping):
        found["body"] = {name: _alone(name, value, about) for name, value in body.items()}
    return found


def _alone(name: str, value: Stored, about: About) -> Stored:
    """A field of an event: others stand as "somebody"."""
    if name not in PEOPLE:
        return value
    if isinstance(value, str):
        return value if value in about.people else "somebody"
    if isinstance(value, list):
        return [_alone(name, one, about) for one in value]
    return value
