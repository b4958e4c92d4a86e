"""What the bot can and cannot do in the spaces of a community, and what to grant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codesign_bot.view import Block, Examined, Quoted, Row, Rows, View, say
from codesign_bot.views.actions import HELP
from codesign_bot.views.parts import private


def examined(spaces: Sequence[Examined]) -> View:
    """Each space where something is to be said, by its name; and that all is well where all is."""
    blocks: list[Block] = [block for one in spaces for block in _space(one)]
    if all(finding.is_well for one in spaces for finding in one.findings):
        blocks.insert(0, say("examined-well", count=len(spaces)))
    return private(*blocks, heading=say("examined-title"), actions=(HELP,))


def _space(space: Examined) -> Iterator[Block]:
    rows = tuple(Row(one.said) for one in space.findings if one.is_note or not one.is_well)
    if rows:
        yield Rows(rows, say("examined-space", name=Quoted(space.name)))
