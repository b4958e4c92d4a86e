"""What stands on a view, for tests to ask about."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.view import Argument, BallotPaper, Bars, Block, Quote, Quoted, Row, Rows, Say, Verbatim, View


def kind(block: Block) -> str:
    """The key of a paragraph; for any other block what it is."""
    return block.key if isinstance(block, Say) else type(block).__name__


def plain(view: View) -> Iterator[Block]:
    """The blocks, a ballot as the list that it is where there are no buttons."""
    for block in view.blocks:
        yield from block.as_rows if isinstance(block, BallotPaper) else (block,)


def paper_of(view: View) -> BallotPaper:
    """The one ballot that can be changed."""
    (found,) = [block for block in view.blocks if isinstance(block, BallotPaper)]
    return found


def keys(view: View) -> list[str]:
    """The keys of the paragraphs, in order."""
    return [block.key for block in view.blocks if isinstance(block, Say)]


def the(view: View, key: str) -> Say:
    """The one paragraph with this key."""
    (found,) = [block for block in view.blocks if isinstance(block, Say) and block.key == key]
    return found


def rows_titled(view: View, key: str) -> Rows:
    """The one list with this title."""
    (found,) = [b for b in plain(view) if isinstance(b, Rows) and b.title is not None and b.title.key == key]
    return found


def all_bars(view: View) -> list[Bars]:
    """The blocks of bars, in order."""
    return [block for block in view.blocks if isinstance(block, Bars)]


def bars_of(view: View) -> Bars:
    """The first block of bars: the vote itself, whatever came after it."""
    return all_bars(view)[0]


def quotes(view: View) -> list[Quote]:
    return [block for block in view.blocks if isinstance(block, Quote)]


def typed(view: View) -> list[str]:
    """What can be typed, in order."""
    return [action.typed for action in view.actions]


def says(view: View) -> Iterator[Say]:
    """Every sentence of ours on a view, wherever it stands."""
    if view.heading is not None:
        yield view.heading
    for block in view.blocks:
        yield from _says(block)
    yield from (Say(action.key) for action in view.actions)


def _says(block: Block) -> Iterator[Say]:
    match block:
        case Say():
            yield block
        case Verbatim():
            return
        case Quote():
            yield from (one for one in (block.label,) if one is not None)
        case Rows():
            yield from (one for one in (block.title,) if one is not None)
            for row in block.rows:
                yield from (one for one in (row.content, row.remark) if isinstance(one, Say))
        case Bars():
            yield from (one for one in (block.title,) if one is not None)
            yield from (bar.remark for bar in block.bars)
        case BallotPaper():
            yield block.title
            yield from (one.title for one in block.lists)
            choices = [choice for one in block.lists for choice in one.choices]
            yield from (one for choice in choices for one in (choice.content, choice.remark) if isinstance(one, Say))


def arguments(view: View) -> Iterator[tuple[str, str, Argument]]:
    """Every (key, name, value) of every sentence."""
    return ((one.key, name, value) for one in says(view) for name, value in one.arguments.items())


def words_on(view: View) -> list[str | None]:
    """Everybody's words on a view; None where they were erased."""
    found = [value for _, _, value in arguments(view)]
    for block in view.blocks:
        match block:
            case Quote():
                found.append(block.quoted)
            case Rows():
                found += [row.content for row in block.rows if isinstance(row.content, Quoted)]
            case Bars():
                found += [bar.label for bar in block.bars]
            case BallotPaper():
                choices = [choice for one in block.lists for choice in one.choices]
                found += [choice.content for choice in choices if isinstance(choice.content, Quoted)]
            case Say() | Verbatim():
                pass
    return [one.words for one in found if isinstance(one, Quoted)]


def content_key(row: Row) -> str | None:
    """The key of a row of ours; None where it holds somebody's words."""
    return row.content.key if isinstance(row.content, Say) else None


def remark_key(row: Row) -> str | None:
    return row.remark.key if row.remark is not None else None


def numbers(view: View, title: str) -> list[int | None]:
    """The numbers of the rows in the one list with this title."""
    return [row.number for row in rows_titled(view, title).rows]
