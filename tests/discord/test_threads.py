"""A round that lives in a thread for weeks: Discord archives threads, locks them on demand, and deletes them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.records import Place
from codesign_bot.testing.discord import CannotDo, ChannelKind, May, Overwrite, Refuse, places
from codesign_bot.testing.discord.model import Channel
from codesign_bot.testing.discord.shapes.people import member_of
from codesign_bot.testing.discord.shapes.places import thread_member
from codesign_bot.testing.discord.wire import Intent
from codesign_discord.permissions import LEAST, SEND_IN_THREADS, SEND_MESSAGES, lacks

from .story import NAMES, begun, opened, suggested, voting
from .town import Town

EDIT = "/channels/{channel_id}/messages/{message_id}"
CHANNEL = "/channels/{channel_id}"
JOIN = "/channels/{channel_id}/thread-members/@me"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture
def thread(town: Town) -> Channel:
    """A thread in which everybody sits from the start."""
    made = places.make_thread(town.server.world, town.server.channel, "The park", owner=town.server.owner.account)
    everybody_goes_to(town, made)
    return made


def everybody_goes_to(town: Town, channel: Channel) -> None:
    """All people of the stories, and one who only looks."""
    for name in ("Olga", "Watcher", *NAMES):
        town.person(name, may_manage=name == "Olga").goes_to(channel)


def place_of(channel: Channel) -> Place:
    return Place("discord", str(channel.id))


def asked(town: Town, method: str, path: str) -> int:
    """How many requests of this kind went well."""
    return sum((one.method, one.path) == (method, path) and one.status < 300 for one in town.server.records)


def sleeps(channel: Channel) -> bool:
    assert channel.thread is not None
    return channel.thread.is_archived


async def test_a_thread_is_a_space_where_it_is_set_up_as_one(town: Town, thread: Channel) -> None:
    await begun(town)
    assert list(town.book.spaces) == [place_of(thread)]
    await town.person("Watcher").sees("An organiser acted")


async def test_a_post_in_a_forum_is_a_space(town: Town) -> None:
    """Nobody can write into the forum itself."""
    forum = places.make_channel(town.server.world, town.server.guild, "ideas", ChannelKind.FORUM)
    post = places.make_thread(town.server.world, forum, "The park", owner=town.server.owner.account)
    everybody_goes_to(town, post)
    await opened(town)
    assert list(town.book.spaces) == [place_of(post)]
    await town.person("Watcher").sees("[Say what the problem is]")


async def test_what_is_said_in_any_thread_of_a_space_is_said_in_the_space(town: Town) -> None:
    await begun(town)
    aside = places.make_thread(town.server.world, town.server.channel, "Aside", owner=town.server.owner.account)
    ana = town.person("Ana")
    ana.goes_to(aside)
    await ana.types("/topic suggest")
    await ana.fills("Suggest a topic", words="The park is empty in the evening")
    await ana.sees("Saved. This is topic 1.")
    assert [one.place for one in town.book.rounds.values()] == [place_of(town.server.channel)]
    assert list(town.book.spaces) == [place_of(town.server.channel)]


async def test_to_set_up_in_a_thread_of_a_space_speaks_of_the_space(town: Town) -> None:
    await begun(town)
    aside = places.make_thread(town.server.world, town.server.channel, "Aside", owner=town.server.owner.account)
    olga = town.person("Olga")
    olga.goes_to(aside)
    await olga.types("/setup begin")
    await olga.fills("Set up a community", words="Another one")
    await town.quiet()
    assert list(town.book.spaces) == [place_of(town.server.channel)]


async def test_a_thread_of_a_space_becomes_a_space_of_its_own_by_a_link(town: Town) -> None:
    await begun(town)
    olga = town.person("Olga")
    await olga.types("/setup code")
    await olga.sees("/setup link code:")
    code = olga.screen.rpartition("/setup link code:")[2].split()[0]
    own = places.make_thread(town.server.world, town.server.channel, "The pond", owner=town.server.owner.account)
    olga.goes_to(own)
    await olga.types("/setup link", code=code)
    await town.until(lambda: place_of(own) in town.book.spaces)
    everybody_goes_to(town, own)
    await town.person("Ana").types("/topic suggest")
    await town.person("Ana").fills("Suggest a topic", words="The pond smells")
    await town.until(lambda: bool(town.book.rounds))
    assert [one.place for one in town.book.rounds.values()] == [place_of(own)]


async def test_a_round_in_a_thread_stays_within_reach_for_weeks(town: Town, thread: Channel) -> None:
    """Nobody writes a word there, as in many rounds: whenever Discord archives the thread, the bot wakes it."""
    await opened(town)
    naps = 0
    for _ in range(4):
        await town.passes(timedelta(days=1))
        places.archive_idle(town.server.world)
        naps += sleeps(thread)
        await town.until(lambda: not sleeps(thread))
    assert naps > 0
    await town.person("Ana").presses("Say what the problem is")
    await town.person("Ana").fills("Say what the problem is", words="It is dark and nobody feels safe there")
    await town.person("Ana").sees("Saved")
    assert len(town.round.statements) == 1


async def test_a_whole_round_goes_from_the_first_word_to_the_vote_in_a_thread(town: Town, thread: Channel) -> None:
    await voting(town)
    town.expect(Phase.VOTING)
    await town.person("Watcher").sees("[Vote]")
    assert [one.author for one in town.server.channel.messages.values()] == []
    assert not sleeps(thread)


async def test_a_thread_that_fell_asleep_while_the_bot_was_away_is_woken(town: Town, thread: Channel) -> None:
    await opened(town)
    await town.stop()
    places.archive(town.server.world, thread)
    with pytest.raises(CannotDo):
        await town.person("Ana").presses("Say what the problem is")
    await town.start()
    await town.until(lambda: not sleeps(thread))
    await town.person("Ana").presses("Say what the problem is")


async def test_a_thread_is_joined_once_also_over_restarts(town: Town, thread: Channel) -> None:
    """Only who has joined a thread may wake it."""
    await opened(town)
    assert town.server.world.bot.id in thread.people
    await town.restart()
    await town.person("Ana").types("/round now")
    assert asked(town, "PUT", JOIN) == 1


async def test_who_closes_a_thread_again_within_the_hour_is_not_quarrelled_with(town: Town, thread: Channel) -> None:
    await opened(town)
    places.archive(town.server.world, thread)
    await town.until(lambda: not sleeps(thread))
    await town.passes(timedelta(minutes=59))
    places.archive(town.server.world, thread)
    await town.server.quiet()
    assert sleeps(thread)


async def test_what_is_new_in_a_round_wakes_its_thread(town: Town, thread: Channel) -> None:
    """Its card is changed where it stands, not said once more."""
    await suggested(town)
    watcher = town.person("Watcher")
    await watcher.sees("Do you want to talk about it too?")
    cards = len(watcher.messages)
    await town.person("Ben").types("/round now")
    places.archive(town.server.world, thread)
    await town.until(lambda: not sleeps(thread))
    places.archive(town.server.world, thread)
    await town.quiet()
    await town.server.quiet()
    assert sleeps(thread)
    before = asked(town, "PATCH", EDIT)
    ben = town.person("Ben")
    ben.opens_private()
    await ben.types("/topic second", topic=1)
    await town.until(lambda: len(town.round.seconders) == 1)
    await town.passes_minutes(2)
    await town.until(lambda: asked(town, "PATCH", EDIT) > before)
    assert not sleeps(thread)
    assert len(watcher.messages) == cards


async def test_where_no_round_is_under_way_a_thread_may_sleep(town: Town, thread: Channel) -> None:
    await begun(town)
    await town.quiet()
    places.archive(town.server.world, thread)
    await town.server.quiet()
    assert sleeps(thread)
    await town.restart()
    await town.server.quiet()
    assert sleeps(thread)
    assert asked(town, "PATCH", CHANNEL) == 0


async def test_a_thread_that_sleeps_is_not_lost_whatever_else_happens_around_it(town: Town, thread: Channel) -> None:
    """Discord does not name it any more; only a right that is taken in its channel counts."""
    await begun(town)
    await town.quiet()
    world, home, bot = town.server.world, town.server.channel, town.server.world.bot.id
    places.archive(world, thread)
    places.tell_channel(world, home)
    places.make_channel(world, town.server.guild, "offtopic")
    olga = town.person("Olga")
    olga.opens_private()
    await olga.types("/help")  # answered after all of that was heard of
    assert town.book.spaces[place_of(thread)].trouble is None
    places.change_overwrite(world, home, bot, Overwrite(deny=May.SEND_MESSAGES_IN_THREADS, is_role=False))
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble == "trouble-cannot-speak")
    places.change_overwrite(world, home, bot, None)
    places.archive(world, thread, is_archived=False)
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble is None)


async def test_a_locked_thread_is_lost_until_it_is_opened_again(town: Town, thread: Channel) -> None:
    await suggested(town)
    await town.quiet()
    places.archive(town.server.world, thread, is_archived=False, is_locked=True)
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble == "trouble-cannot-speak")
    places.archive(town.server.world, thread, is_archived=False, is_locked=False)
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble is None)


async def test_a_thread_that_is_locked_and_archived_is_lost_and_not_woken(town: Town, thread: Channel) -> None:
    """What was to be said meanwhile is said once it is open, and once."""
    await suggested(town)
    await town.quiet()
    places.archive(town.server.world, thread, is_locked=True)
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble == "trouble-cannot-speak")
    olga = town.person("Olga")
    olga.opens_private()
    await olga.types("/round plan", template="community")
    assert sleeps(thread)
    places.archive(town.server.world, thread, is_archived=False, is_locked=False)
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble is None)
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")


async def test_who_may_manage_threads_is_not_stopped_by_a_lock(town: Town, thread: Channel) -> None:
    grant = Overwrite(allow=May.MANAGE_THREADS, is_role=False)
    places.change_overwrite(town.server.world, town.server.channel, town.server.world.bot.id, grant)
    await suggested(town)
    await town.quiet()
    places.archive(town.server.world, thread, is_locked=True)
    await town.until(lambda: not sleeps(thread))
    assert town.book.spaces[place_of(thread)].trouble is None


async def test_who_takes_the_bot_out_of_a_private_thread_takes_its_word_there(town: Town) -> None:
    """Of a public one it was only a member, to be able to wake it."""
    world, guild, own = town.server.world, town.server.guild, town.server.owner.account
    kinds = (ChannelKind.PRIVATE_THREAD, ChannelKind.PUBLIC_THREAD)
    private, public = (
        places.make_thread(world, town.server.channel, kind.name, owner=own, kind=kind) for kind in kinds
    )
    private.people |= {world.bot.id, town.person("Olga", may_manage=True).account.id}
    places.tell_channel(world, private)
    everybody_goes_to(town, private)
    await begun(town)
    town.person("Olga").goes_to(public)
    await town.person("Olga").types("/setup begin")
    await town.person("Olga").fills("Set up a community", words="Another")
    await town.until(lambda: place_of(public) in town.book.spaces)
    for thread in (public, private):
        thread.people.discard(world.bot.id)
        left: dict[str, object] = {
            "id": str(thread.id),
            "guild_id": str(guild.id),
            "member_count": 1,
            "added_members": [],
        }
        gone = left | {"removed_member_ids": [str(world.bot.id)]}
        world.emit("THREAD_MEMBERS_UPDATE", guild, gone, Intent.GUILDS)
    await town.until(lambda: town.book.spaces[place_of(private)].trouble == "trouble-removed")
    assert town.book.spaces[place_of(public)].trouble is None
    private.people.add(world.bot.id)
    own_name = thread_member(private, world.bot) | {"member": member_of(guild.members[world.bot.id]), "presence": None}
    back = {"id": str(private.id), "guild_id": str(guild.id), "member_count": 2, "added_members": [own_name]}
    world.emit("THREAD_MEMBERS_UPDATE", guild, back, Intent.GUILDS)
    await town.until(lambda: town.book.spaces[place_of(private)].trouble is None)


async def test_a_thread_that_is_deleted_is_lost(town: Town, thread: Channel) -> None:
    await suggested(town)
    places.remove_channel(town.server.world, thread)
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble == "trouble-removed")


async def test_a_thread_is_lost_with_its_channel_also_while_it_sleeps(town: Town, thread: Channel) -> None:
    """Discord says nothing of the threads of a channel that is deleted."""
    await begun(town)
    places.archive(town.server.world, thread)
    await town.server.quiet()
    places.remove_channel(town.server.world, town.server.channel)
    await town.until(lambda: town.book.spaces[place_of(thread)].trouble == "trouble-removed")


async def test_an_answer_that_cannot_be_given_in_a_locked_thread_goes_to_the_direct_message(
    town: Town, thread: Channel
) -> None:
    """Discord takes no answer to an interaction there, though it told us of it (discord/discord-api-docs#5517)."""
    await suggested(town)
    town.server.faults.plant(Refuse(400, 50083), "POST", CALLBACK, times=None)
    ben = town.person("Ben")
    town.server.patience_seconds = 3
    with pytest.raises(AssertionError):
        await ben.types("/topic second", topic=1)
    town.server.patience_seconds = 10
    ben.opens_private()
    await ben.sees("Topic 1")
    assert len(town.round.seconders) == 1
    assert not sleeps(thread)


def test_in_a_thread_another_permission_counts() -> None:
    assert LEAST & SEND_IN_THREADS
    assert list(lacks(LEAST & ~SEND_MESSAGES, in_thread=True)) == []
    assert list(lacks(LEAST & ~SEND_IN_THREADS, in_thread=True)) == ["lacks-send-in-threads"]
    assert list(lacks(LEAST & ~SEND_IN_THREADS)) == []
    assert list(lacks(LEAST & ~SEND_MESSAGES)) == ["lacks-send"]


async def test_the_answer_to_the_set_up_says_what_is_lacking_in_the_thread(town: Town, thread: Channel) -> None:
    del thread
    deny = Overwrite(deny=May.SEND_MESSAGES_IN_THREADS, is_role=False)
    places.change_overwrite(town.server.world, town.server.channel, town.server.world.bot.id, deny)
    await begun(town)
    await town.person("Olga").sees("Give me the permission Send Messages in Threads.")
