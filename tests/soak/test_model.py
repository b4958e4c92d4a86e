"""The oracle of the year judges what people could know, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from codesign_bot.testing.year.hearsay import Fact, Told
from codesign_bot.testing.year.model import Model
from codesign_bot.testing.year.topic import Topic

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DM = ("plaza", "dm-ann")


def answer(to: str, at: datetime) -> Told:
    return Told(at, DM, True, f"answer/{to}", 7, (Fact("saved-idea", {"idea": 3}),), {}, answers=to)


IDEA = ("1", "ann", "!idea #7 Benches V1x of ann, for us all")
FORGET = ("2", "ann", "!me forget 123")


def is_expected(*sent: tuple[str, str, str]) -> bool:
    """Whether the idea has to be on the list once Ann was told, an hour later, that it is saved."""
    model = Model({"dm-ann": "home"}, {7: Topic(7, "home")})
    for minute, (key, name, text) in enumerate(sent):
        model.sent(key, name, text, NOON + timedelta(minutes=minute))
    model.told(answer("1", NOON + timedelta(hours=1)))
    return not model.topics[7].ideas[3].is_unsure


def test_who_hears_of_an_idea_after_being_forgotten_does_not_expect_it_on_the_list() -> None:
    assert not is_expected(IDEA, FORGET)


def test_an_idea_of_somebody_who_is_forgotten_and_comes_again_is_expected() -> None:
    assert is_expected(FORGET, IDEA)
