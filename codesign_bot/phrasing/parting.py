"""Where a long message is parted: the same law for every platform, each with its own nodes and its own measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

NodeT = TypeVar("NodeT")


@dataclass(frozen=True, slots=True)
class Parting(Generic[NodeT]):
    """How a platform parts its messages."""

    size: Callable[[Sequence[NodeT]], int]
    """How much nodes add to a message, at most. Of two rows of nodes together: at most the sum of both."""
    is_label: Callable[[NodeT], bool]
    """Whether a node stands above another one and stays with it."""
    halved: Callable[[NodeT], Sequence[NodeT]]
    """A node in smaller parts that say the same; nothing where it cannot be parted."""

    def pages(self, nodes: Iterable[NodeT], most: int) -> Iterator[list[NodeT]]:
        """The nodes of each message, in order.

        Parted between nodes; inside a node only where it fills a message by itself. A label stays with what it stands
        above, unless the two do not fit into one message.
        """
        page: list[NodeT] = []
        used = 0
        for group in self._kept_together(self._small_enough(nodes, most)):
            for part in [group] if self.size(group) <= most else [[one] for one in group]:
                together = used + self.size(part)
                if page and together > most:
                    together = self.size([*page, *part])  # the sum may be more than what both really need
                if page and together > most:
                    yield page
                    page, together = [], self.size(part)
                page += part
                used = together
        if page:
            yield page

    def _kept_together(self, nodes: Iterable[NodeT]) -> Iterator[list[NodeT]]:
        group: list[NodeT] = []
        for one in nodes:
            group.append(one)
            if not self.is_label(one):
                yield group
                group = []
        if group:
            yield group

    def _small_enough(self, nodes: Iterable[NodeT], most: int) -> Iterator[NodeT]:
        for one in nodes:
            parts = () if self.size([one]) <= most else self.halved(one)
            if parts:
                yield from self._small_enough(parts, most)
            else:
                yield one
