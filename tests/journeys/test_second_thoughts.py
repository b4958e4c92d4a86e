"""People edit and delete their messages with ordinary clients, also while the bot is away and after it was killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Synapse

from .town import Town, template, town, until

pytestmark = pytest.mark.synapse


def events(made: Town, kind: str) -> int:
    return int(made.records.now("SELECT count(*) FROM round_event WHERE body LIKE ?", f'%"type":"{kind}"%')[0][0])


async def test_an_idea_follows_its_message_through_every_restart(synapse: Synapse, tmp_path: Path) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        made.write({"brisk": template(framing=1, confirming=1)})
        made.bot.start()
        await made.hosted()
        members = await made.grows(3)
        await made.opened("brisk", members, made.olga, made.room)
        await made.olga.hears("Tell us your ideas", made.room)
        ann, bea, cy = members
        key_a, key_b = await ann.says("!idea lamps by the pond"), await bea.says("!idea a tee stall", made.room)
        key_c = await cy.says("!ide open air films")
        await ann.hears("Saved. This is idea")
        await bea.hears("Saved. This is idea")
        await cy.hears("Nothing has changed")
        made.bot.kill()

        await ann.client.redact(ann.dm, key_a)
        await bea.client.edit(made.room, key_b, "!idea a tea stall")
        await cy.client.edit(cy.dm, key_c, "!idea open air films")
        await cy.client.edit(made.room, key_b, "!idea no tea stall")  # the homeserver lets it through
        await made.olga.client.redact(made.room, key_b)  # she may hide the message; the idea is not hers
        made.bot.start()
        await until(lambda: events(made, "IdeaWithdrawn") == 1)
        await until(lambda: events(made, "IdeaEdited") == 1)
        await until(lambda: events(made, "IdeaOffered") == 3)
        made.bot.kill()

        made.bot.start()
        await cy.client.edit(cy.dm, key_c, "!idea films in the open air")
        await until(lambda: events(made, "IdeaEdited") == 2)
        await cy.client.redact(cy.dm, key_c)
        await until(lambda: events(made, "IdeaWithdrawn") == 2)
        await bea.asks("!ideas", "a tea stall")
        assert events(made, "IdeaOffered") == 3
        assert "lamps by the pond" not in (await bea.heard())[-1]
        assert made.bot.incidents() == []
