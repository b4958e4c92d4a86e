"""Ideas, and joining them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Act
from codesign_bot.service.asked import Asked, Do, Draft, Page, Show
from codesign_bot.service.grammar import dots, first_number, number
from codesign_bot.service.verbs.parts import just_number, needed_words, numbered, page_number, split_word, usage


def offered(words: str) -> Do:
    """A new idea in these words, whatever they begin with."""

    def make(draft: Draft) -> c.OfferIdea:
        return c.OfferIdea(draft.text(words), draft.twin(words), draft.kept(words))

    return Do(Act.OFFER_IDEA, make)


def idea(rest: str) -> Asked:
    words = needed_words("idea", rest)
    head, left = split_word(words)
    parts: Mapping[str, Callable[[str], Asked]] = {
        "add": lambda left: offered(needed_words("idea", left)),
        "edit": _edit,
        "withdraw": _withdraw,
        "build": _build,
        "parked": parked,
        "list": ideas,
        "show": lambda left: Show(Page.IDEA, just_number("idea show", left)),
    }
    # Only a verb with what belongs to it is one: "edit the park rules" is an idea that begins with a verb.
    if head in parts and (head in {"add", "list"} or first_number(left) is not None or not left):
        return parts[head](left)
    alone = number(words)
    return Show(Page.IDEA, alone) if alone is not None else offered(words)


def _edit(rest: str) -> Asked:
    found, words = numbered("idea edit", rest)
    no = IdeaNo(found)
    needed_words("idea edit", words)
    return Do(Act.CHANGE_IDEA, lambda d: c.EditIdea(no, d.text(words), d.twin(words, besides=no)))


def _withdraw(rest: str) -> Asked:
    no = IdeaNo(just_number("idea withdraw", rest))
    return Do(Act.CHANGE_IDEA, lambda _: c.WithdrawIdea(no))


def _build(rest: str) -> Asked:
    no, words = numbered("idea build", rest)
    needed_words("idea build", words)
    return Do(Act.BUILD_ON, lambda d: c.BuildOn(IdeaNo(no), d.text(words)))


def parked(rest: str) -> Asked:
    if not rest:
        return Show(Page.PARKED)
    which = just_number("idea parked", rest)
    return Do(Act.OFFER_IDEA, lambda d: c.OfferParked(which, d.twin_of_kept(which)))


def ideas(rest: str) -> Asked:
    return Show(Page.IDEAS, page_number(rest), Act.CHANGE_IDEA)


PAIR = 2


def merge(rest: str) -> Asked:
    head, left = split_word(rest) if rest else ("", "")
    is_answer = head in {"yes", "no"}
    pair = dots((left if is_answer else rest).replace(" and ", " ").replace("+", " "))
    if pair is None or len(pair) != PAIR:
        raise usage("merge yes" if is_answer else "merge")
    keep, join = IdeaNo(pair[0][0]), IdeaNo(pair[1][0])
    if is_answer:
        return Do(Act.MERGE, lambda _: c.AnswerMerge(keep, join, head == "yes"))
    return Do(Act.MERGE, lambda _: c.Merge(keep, join))


def split_apart(rest: str) -> Asked:
    no = IdeaNo(just_number("split", rest))
    return Do(Act.MERGE, lambda _: c.Split(no))
