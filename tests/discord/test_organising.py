"""The organiser in a hurry: everything that sets a round up, by slash command alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from codesign_bot.core.phases import Phase
from codesign_bot.records import Account
from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.model import Overwrite
from codesign_discord.permissions import PIN_MESSAGES, SEND_MESSAGES

from .story import begun, planned
from .town import Town


async def test_the_plan_is_seen_step_by_step_and_nothing_on_it_can_be_pressed(town: Town) -> None:
    await planned(town)
    olga = town.person("Olga")
    await olga.types("/round preview")
    await olga.sees("Below is what people will see when this step begins: framing.", "This round is open now.")
    await olga.presses("See the next step")
    await olga.sees("Below is what people will see when this step begins: confirming.")
    await olga.types("/round preview", step="voting")
    await olga.sees("You have not voted yet.")
    samples = [one for one in olga.messages if "You have not voted yet." in str(one.components)]
    buttons = [one for message in samples for one in inside(message.components) if one["type"] in {2, 3}]
    assert buttons
    assert all(one["disabled"] for one in buttons)
    await town.person("Ben").sees_nothing_of("Below is what people will see", "You have not voted yet.")
    town.expect(Phase.PROPOSED)


def inside(components: Sequence[Any]) -> list[Any]:
    """Every component, however deep."""
    found: list[Any] = []
    for one in components:
        found += [one, *inside(one.get("components", ()))]
    return found


async def test_windows_and_voices_are_set_by_command_and_said_to_all(town: Town) -> None:
    await planned(town)
    olga, ben = town.person("Olga"), town.person("Ben")
    await olga.types("/round window", step="voting", length="10 days")
    await olga.sees("Saved.")
    await ben.sees("It was 7 days. Now it is 10 days.")
    await olga.types("/round heard", people=8, percent=30)
    await ben.sees("Now it is 8 people, and 30 in 100")
    await olga.types("/round window", step="voting", length="1 day")
    await olga.sees("takes at least 3 days")
    assert town.round.rules is not None
    assert town.round.rules.template.windows[Phase.VOTING] == timedelta(days=10)
    assert (town.round.rules.template.heard_floor, town.round.rules.template.heard_percent) == (8, 30)


async def test_the_doctor_names_what_discord_calls_the_permission_and_where_to_grant_it(town: Town) -> None:
    await begun(town)
    olga = town.person("Olga")
    await olga.types("/round doctor")
    await olga.sees(
        "In “#general”", "Give me the permission Pin Messages.", "choose Permissions, and add my name there."
    )
    grant(town, PIN_MESSAGES)
    await olga.types("/round doctor")
    await olga.sees("All is well. I can do all that I need in 1 space.")
    grant(town, PIN_MESSAGES, deny=SEND_MESSAGES)
    await olga.types("/round doctor")
    await olga.sees("Give me the permission Send Messages.")
    await town.person("Ben").types("/round doctor")
    await town.person("Ben").sees("Only organisers can do that.")


def grant(town: Town, allow: int, deny: int = 0) -> None:
    """What somebody who manages the channel sets for the bot there."""
    world = town.server.world
    places.change_overwrite(
        world, town.server.channel, int(world.bot.id), Overwrite(allow=allow, deny=deny, is_role=False)
    )


async def test_an_organiser_is_chosen_from_the_members_and_called_by_name(town: Town) -> None:
    await begun(town)
    olga, ana = town.person("Olga"), town.person("Ana")
    await olga.types("/setup organiser", who=ana)
    await olga.sees("Ana is an organiser now.")
    assert town.host.is_organiser(Account("discord", str(ana.account.id)))
    await ana.types("/setup no-organiser", who=ana)
    await ana.sees("You are no organiser any more.")
    assert not town.host.is_organiser(Account("discord", str(ana.account.id)))
