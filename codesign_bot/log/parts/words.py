"""How a record speaks of an idea or an objection wherever it is not the idea's own part."""

from __future__ import annotations

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Objection
from codesign_bot.log.document import Item
from codesign_bot.log.shown import Shown
from codesign_bot.view import Say, say


def idea_words(shown: Shown, no: IdeaNo) -> Say:
    """The number of an idea and its words on one line; of one without words to read only the number."""
    told = shown.idea(no)
    if isinstance(told, Say):
        return say("record-idea", idea=int(no))
    return say("record-idea-words", idea=int(no), words=told)


def objection(shown: Shown, one: Objection) -> Item:
    """An objection with its words, and whether it stands."""
    stands = say("record-objection-stands") if one.stands else say("record-objection-back")
    return Item((stands,), shown.quoted(one.content))
