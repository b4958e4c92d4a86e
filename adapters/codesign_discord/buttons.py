"""The buttons below a view, the list to pick from, and what has to be given as a slash command instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from codesign_bot.phrasing import inline, runs
from codesign_bot.ports import Reading
from codesign_bot.view import Action, Quoted, Row, Rows, Say, Term, ToType, View, say
from codesign_discord.components import ActionRow, Button, Option, button, option, rows, select
from codesign_discord.custom_ids import Choose, OfForm, Press, written
from codesign_discord.document import Node, Shape, node
from codesign_discord.forms import FORMS
from codesign_discord.limits import MOST_BUTTONS_IN_ROW, MOST_OPTIONS
from codesign_discord.pressing import CLEAR, Slash, meant, numbers, picks

MOST_BUTTONS = 4 * MOST_BUTTONS_IN_ROW
"""Below one view. The longest help has fewer."""


def below(view: View, reading: Reading) -> list[ActionRow]:
    """Everything that can be pressed or picked below a view that is no ballot."""
    # A ballot is emptied where it is seen: one careless press on a card must not cost anybody their dots.
    clear = written(Press(CLEAR, view.topic))
    return [*_lists(view, reading), *rows(buttons(view, reading, besides=(clear,)))]


def buttons(view: View, reading: Reading, besides: Iterable[str] = (), *, has_first: bool = True) -> list[Button]:
    """What can be pressed, the first one standing out if `has_first`. Each once, and none of `besides`: custom ids."""
    seen, made = set(besides), list[Button]()
    for action in (one for several in view.actions for one in several.each):
        stands_for = meant(action, view.topic)
        if isinstance(stands_for, Slash):
            continue
        custom_id = written(stands_for)
        if custom_id not in seen and len(made) < MOST_BUTTONS:
            seen.add(custom_id)
            key = FORMS[stands_for.form].title if isinstance(stands_for, OfForm) else action.key
            label = _label(key, [*numbers(action, view.topic)], reading)
            made.append(button(label, custom_id, is_first=has_first and not made))
    return made


def slashes(view: View, reading: Reading) -> tuple[Node, ...]:
    """What is done with a slash command, each once, with a line above."""
    named: dict[str, Action] = {}
    for action in view.actions:
        stands_for = meant(action, view.topic)
        if isinstance(stands_for, Slash) and not _options(view, action, reading):
            named.setdefault(stands_for.written, action)
    if not named:
        return ()
    typed = (say("phrase-type", what=Term(one.key), command=ToType(slash)) for slash, one in named.items())
    items = (node(Shape.ITEM, runs(one, reading)) for one in typed)
    return (node(Shape.LABEL, runs(say("discord-also"), reading)), *items)


def plain(said: Say | Quoted, reading: Reading) -> str:
    """Words for a button or a list, where no mark means anything."""
    told = inline(said, reading) if isinstance(said, Quoted) else runs(said, reading)
    return "".join(run.words for run in told)


def numbered(row: Row, reading: Reading, value: str, *, is_chosen: bool = False) -> Option:
    """A line of a list, to be picked."""
    label = f"{row.number}. {plain(row.content, reading)}"
    return option(label, value, plain(row.remark, reading) if row.remark else "", is_chosen=is_chosen)


def _lists(view: View, reading: Reading) -> Iterator[ActionRow]:
    """Where one of the numbers shown is all that is missing, it is picked from a list: one for each command."""
    seen = set[str]()
    for action in view.actions:
        options = _options(view, action, reading)
        custom_id = written(Choose(picks(action) or "-", view.topic))
        if options and custom_id not in seen:
            seen.add(custom_id)
            yield select(plain(say(action.key), reading), custom_id, options)


def _options(view: View, action: Action, reading: Reading) -> list[Option]:
    """The lines of the one list with numbers; nothing where there is none or several, or too many lines."""
    by_list = [
        [row for row in block.rows if row.number is not None] for block in view.blocks if isinstance(block, Rows)
    ]
    (listed, *others) = [lines for lines in by_list if lines] or [[]]
    is_plain = len({row.number for row in listed}) == len(listed) <= MOST_OPTIONS
    if picks(action) is None or others or not is_plain:
        return []
    return [numbered(row, reading, str(row.number)) for row in listed]


def _label(key: str, about: Sequence[int], reading: Reading) -> str:
    """What is done, with the numbers it is about."""
    if not about:
        return plain(say(key), reading)
    return plain(say("discord-button", what=Term(key), which=", ".join(map(str, about))), reading)
