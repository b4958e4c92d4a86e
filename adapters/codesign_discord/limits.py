"""How much fits into its messages, forms and commands.

Sources are pages of Discord's developer documentation, named in brackets; [library] is what discord.py holds to where
the documentation is silent. Lengths are counted in UTF-16 code units, the longest way in which Discord may count.
"""

from __future__ import annotations

# Messages [components reference, resources/message]
IS_COMPONENTS_V2 = 1 << 15
"""The flag of a message that is made of components alone. It can never be taken off again."""
EPHEMERAL = 1 << 6
"""The flag of an answer to an interaction that only the person sees."""
MOST_COMPONENTS = 40
"""In one message, nested ones counted."""
MOST_TEXT = 4000
"""Over all text displays of one message [library]; for one of them [components reference]."""
MOST_CONTENT = 2000
"""Of a message without components of the second kind, as `content`."""
MOST_NONCE = 25

# Components [components reference]
MOST_BUTTONS_IN_ROW = 5
MOST_CUSTOM_ID = 100
MOST_LABEL = 80
"""Of a button."""
MOST_OPTIONS = 25
MOST_OPTION = 100
"""Label, value and description of an option in a list to choose from."""
MOST_PLACEHOLDER = 150

# Forms [interactions/receiving and responding, components reference]
MOST_FIELDS = 5
MOST_TITLE = 45
MOST_FIELD_LABEL = 45
MOST_INPUT = 4000

# Commands [interactions/application commands]
MOST_COMMANDS = 100
MOST_MENU_COMMANDS = 15
"""In the menu of a message; as many again in that of a person."""
MOST_COMMAND_NAME = 32
MOST_COMMAND_DESCRIPTION = 100
MOST_COMMAND_OPTIONS = 25
MOST_CHOICES = 25
MOST_COMMAND_CHARACTERS = 8000
"""Names, descriptions and values of one command together, each in its longest language."""

# Scheduled events, as the page [resources/guild-scheduled-event] says; each name has at least one sign
MOST_EVENT_NAME = 100
MOST_EVENT_DESCRIPTION = 1000
MOST_EVENT_LOCATION = 100

MOST_FILE_BYTES = 10 * 1024 * 1024
"""Of one attachment, wherever nobody has paid for more [reference, uploading files]."""


def units(words: str) -> int:
    """The length as Discord may count it: in UTF-16 code units."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2


def shortened(words: str, most: int) -> str:
    """The words, with an ellipsis at the end where they had to be cut. Never cut inside a sign of two units."""
    if units(words) <= most:
        return words
    kept = words[: most - 1]
    while units(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
