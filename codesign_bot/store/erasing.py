"""The SQL that takes words out of everything that quotes them, and cuts what leads to a person.

Which messages quote whose words is kept since they were sent. What waits to be said is said without the words; what
was said is marked as due, and whoever speaks on the platforms takes them out there. All of it is one transaction with
the erasing itself, so that no crash leaves a part of it undone.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import cast

WITHOUT = "without_words"
"""The name of the function `without` in SQL."""

# What is sent anew stands in the place of what stood there: only what it quotes counts.
QUOTED = (
    """
DELETE FROM quoting WHERE no IN (
    SELECT q.no FROM outbox AS o JOIN quoted AS q ON (q.key, q.platform, q.place) = (o.key, o.platform, o.place)
    WHERE o.key = :key AND q.messages NOT IN (:messages, '[]'))""",
    """
INSERT INTO quoted (key, platform, place, messages, round, at)
SELECT key, platform, place, :messages, round, at FROM outbox WHERE key = :key
ON CONFLICT DO UPDATE SET messages = excluded.messages, at = excluded.at, is_due = 0""",
    """
INSERT OR IGNORE INTO quoting (content, no)
SELECT c.value, q.no FROM json_each(:contents) AS c, outbox AS o
JOIN quoted AS q ON (q.key, q.platform, q.place) = (o.key, o.platform, o.place) WHERE o.key = :key""",
    # Somebody erased words while the message was on its way.
    """
UPDATE quoted SET is_due = 1 WHERE no IN (
    SELECT q.no FROM outbox AS o JOIN quoted AS q ON (q.key, q.platform, q.place) = (o.key, o.platform, o.place)
    JOIN quoting AS c ON c.no = q.no JOIN words AS w ON w.id = c.content WHERE o.key = :key AND w.words IS NULL)""",
)

MENDED = "DELETE FROM quoted WHERE key = ? AND platform = ? AND place = ?"

_NOTED = """
INSERT OR IGNORE INTO quoting (content, no)
SELECT c.value, q.no FROM outbox AS o
JOIN quoted AS q ON (q.key, q.platform, q.place) = (o.key, o.platform, o.place), json_each(:contents) AS c
WHERE {which}"""

# What is queued may be on its way already, with the words. A card and a file do not tell what they quote.
_ON_ITS_WAY = f"""o.state = 0 AND (o.kind = 'file'
    OR (o.kind = 'card' AND o.round IN (SELECT value FROM json_each(:rounds)))
    OR (o.body <> '' AND {WITHOUT}(o.body, :contents) <> o.body))"""  # noqa: S608 - our own words

TAKEN_OUT = (
    f"""
INSERT OR IGNORE INTO quoted (key, platform, place, messages, round, at)
SELECT o.key, o.platform, o.place, '[]', o.round, o.at FROM outbox AS o WHERE {_ON_ITS_WAY}""",  # noqa: S608 - our own words
    _NOTED.format(which=_ON_ITS_WAY),
    f"""
UPDATE outbox SET body = {WITHOUT}(body, :contents)
WHERE state <> 1 AND body <> '' AND {WITHOUT}(body, :contents) <> body""",  # noqa: S608 - our own words
    """
UPDATE outbox SET kind = 'append', body = :stale, file_name = NULL, file_type = NULL, file_bytes = NULL
WHERE state <> 1 AND kind = 'file'""",
    """
UPDATE quoted SET is_due = 1 WHERE messages <> '[]' AND (
    no IN (SELECT c.no FROM json_each(:contents) AS e CROSS JOIN quoting AS c ON c.content = e.value)
    OR (round IN (SELECT value FROM json_each(:rounds)) AND no IN (SELECT no FROM quoting WHERE content = '#')))""",
)

ANEW = (
    """
UPDATE outbox SET revision = revision + 1, digest = 'anew', ready = coalesce(delayed_until, 0), not_before = NULL,
    turn = CASE state WHEN 1 THEN (SELECT coalesce(max(turn), 0) + 1 FROM outbox WHERE state <> 1) ELSE turn END,
    state = CASE state WHEN 2 THEN 2 ELSE 0 END
WHERE key = ? AND kind = 'card'""",
)

_THEIRS = "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each({which}))"
_ACCOUNTS, _PLACES = _THEIRS.format(which=":accounts"), _THEIRS.format(which=":places")
_ANSWERS = f"(SELECT 'answer/' || platform || '/' || key FROM origin WHERE (platform, account) IN {_ACCOUNTS})"  # noqa: S608 - our own words
_PEOPLE = "(SELECT value FROM json_each(:people))"

UNLINKED = (
    # Their own words, given back to them: where only they are told something, or in answer to what they wrote.
    f"""
UPDATE quoted SET is_due = 1 WHERE messages <> '[]' AND no IN (SELECT no FROM quoting WHERE content = '*')
AND ((platform, place) IN {_PLACES} OR key IN {_ANSWERS})""",  # noqa: S608 - our own words
    f"""
DELETE FROM outbox WHERE kind <> 'card' AND key <> :answer AND ((platform, place) IN {_PLACES}
    OR (state <> 1 AND key IN {_ANSWERS}))""",  # noqa: S608 - our own words
    f"DELETE FROM origin WHERE (platform, account) IN {_ACCOUNTS}",  # noqa: S608 - our own words
    f"DELETE FROM dialogue WHERE person IN {_PEOPLE}",  # noqa: S608 - our own words
    f"DELETE FROM reminded WHERE person IN {_PEOPLE}",  # noqa: S608 - our own words
    f"DELETE FROM person WHERE id IN {_PEOPLE} OR (platform, account) IN {_ACCOUNTS}",  # noqa: S608 - our own words
)


def without(body: str, contents: str) -> str:
    """A view as the outbox keeps it, without the words of these contents, a JSON list. As it is where none is in it."""
    erased = _listed(contents)
    if not any(one in body for one in erased):
        return body
    plain: object = json.loads(body)
    _blank(plain, erased)
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=4)
def _listed(contents: str) -> frozenset[str]:
    return frozenset(json.loads(contents))


def _blank(plain: object, erased: frozenset[str]) -> None:
    """Wherever words stand with the id of their content, deep down too."""
    if isinstance(plain, dict):
        fields = cast("dict[str, object]", plain)
        content = fields.get("content")
        if isinstance(content, str) and content in erased and "words" in fields:
            fields["words"] = None
        for value in fields.values():
            _blank(value, erased)
    elif isinstance(plain, list):
        for value in cast("list[object]", plain):
            _blank(value, erased)
