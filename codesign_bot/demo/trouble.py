"""What ends the demo: each with the sentence that is shown for it."""

from __future__ import annotations


class DemoTrouble(Exception):
    """The demo cannot go on. The message is a whole sentence for whoever watches."""
