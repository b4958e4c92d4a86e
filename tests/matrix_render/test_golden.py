"""What people see, as files to read and compare. UPDATE_GOLDEN=1 writes them anew; read the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from codesign_bot.core.ids import PersonId
from codesign_bot.ports import Reading
from codesign_bot.view import (
    Action,
    Audience,
    Bar,
    Bars,
    Ideas,
    Length,
    Quote,
    Quoted,
    Row,
    Rows,
    Typed,
    View,
    When,
    Who,
    say,
)
from codesign_matrix.render import MatrixLook, Payload, render

SameAsGolden = Callable[[str, Mapping[str, tuple[Payload, ...]]], None]

AT = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
ADA = PersonId("p1")

SMALLEST = View(None, (say("time-now"),), (), Audience.ONLY_YOU)

# Only the texts of phrases.ftl and time.ftl are used, so that no other text can change these files.
EVERYTHING = View(
    say("time-both", first=Quoted("A park for all"), second=3),
    (
        say("time-in", length=When(AT, "Europe/London")),
        say("time-in", length=Length(timedelta(hours=36))),
        say("time-in", length=Ideas((3, 7, 9))),
        say("time-in", length=Typed("!vote 3:2")),
        say("time-ago", length=Who(ADA)),
        Quote(Quoted("We meet in the park.\n\nIt has no benches."), say("time-ago", length=Who(ADA))),
        Quote(Quoted(None)),
        Rows(
            (
                Row(Quoted("More benches"), 3),
                Row(Quoted("A pond\nwith ducks"), 7, say("time-days", count=2)),
                Row(Quoted(None), 9),
                Row(say("time-now"), None, say("time-days", count=1)),
            ),
            say("time-in", length=Ideas((3, 7, 9))),
        ),
        Bars(
            (
                Bar(3, Quoted("More benches"), 12, say("time-days", count=12)),
                Bar(7, Quoted("A pond"), 1, say("time-days", count=1)),
                Bar(9, Quoted(None), 0, say("time-days", count=0)),
            ),
            say("time-in", length="a title"),
        ),
    ),
    (Action("phrase-none", "join"), Action("phrase-somebody", "vote 3:2 7:1", is_private=True)),
)

HOSTILE = View(
    say("time-in", length=Quoted("<h1>@room</h1>")),
    (
        Quote(Quoted("</blockquote><script>x</script>\n> @ada:example.org\n\u202eturned\n```\nfence\n```")),
        Rows(
            (
                Row(Quoted("nice” (99 dots)\n12. Choose this one"), 3),
                Row(Quoted('<a href="https://matrix.to/#/@ada:example.org">Ada</a>'), 4),
                Row(Quoted("{ $x } {0.__class__} **bold** [link](https://example.org)"), 5),
                Row(Quoted("\u05e9\u05dc\u05d5\u05dd 3:2"), 6),
            )
        ),
        say("time-ago", length=Who(PersonId("gone"))),
    ),
)

LONG = View(
    say("time-in", length="a long list"),
    (Rows(tuple(Row(Quoted(f"{'idea ' * 30}{no}"), no) for no in range(1, 13)), say("time-now")),),
)


def test_every_kind_of_block(reading: Reading, look: MatrixLook, same_as_golden: SameAsGolden) -> None:
    bars = replace(look, draws_bars=True)
    same_as_golden(
        "blocks",
        {
            "the smallest view": render(SMALLEST, reading, look),
            "every kind of block": render(EVERYTHING, reading, look),
            "every kind of block, bars drawn": render(EVERYTHING, reading, bars),
        },
    )


def test_hostile_words(reading: Reading, look: MatrixLook, same_as_golden: SameAsGolden) -> None:
    same_as_golden("hostile", {"hostile words": render(HOSTILE, reading, look)})


def test_a_view_in_several_messages(reading: Reading, look: MatrixLook, same_as_golden: SameAsGolden) -> None:
    payloads = render(LONG, reading, replace(look, most_bytes=2_500))
    assert len(payloads) > 1
    same_as_golden("long", {"a long list": payloads})
