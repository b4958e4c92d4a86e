"""The decision log of a community as pages that need no server, no script and no network to be read."""

from __future__ import annotations

from codesign_bot.log.site.frame import INDEX
from codesign_bot.log.site.model import Head, Line, Site
from codesign_bot.log.site.pages import Pages, pages

__all__ = ["INDEX", "Head", "Line", "Pages", "Site", "pages"]
