"""From the result to the archive on Discord: what people see in each step, with the bot restarted in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from codesign_bot.core.phases import Phase

from .story import NAMES, cooling_off, feedback, follow_up, one_promise_kept, outcome
from .town import Town

MINORITY = "I would rather keep the park quiet."
OBJECTION = "Nobody asked the people next door."


def newest_public(town: Town) -> str:
    """The newest message that everybody can read."""
    seen = [one for one in town.person("Watcher").messages if not one.is_ephemeral]
    return str(seen[-1].components)


def card(town: Town) -> str:
    """The pinned card, as it stands now."""
    (pinned,) = town.server.channel.pins
    return str(town.server.channel.messages[pinned].components)


async def test_objections_and_minority_views_stand_on_the_card_and_nobody_reads_who_holds_them(town: Town) -> None:
    await feedback(town)
    await town.quiet()
    watcher = town.person("Watcher")
    await watcher.sees("A new step begins: feedback.", OBJECTION)
    assert OBJECTION in card(town)
    await watcher.sees_nothing_of("Ana objects", "Ben holds", "Your objection stands", "You signed")
    assert [len(one.cosigners) for one in town.round.minority_views] == [1]


async def test_an_objection_can_be_taken_back_with_the_button_below_the_answer(town: Town) -> None:
    await cooling_off(town)
    ana = town.person("Ana")
    await ana.sees("[Object, and say why]")
    await ana.presses("Object, and say why")
    await ana.fills("Object, and say why", words=OBJECTION)
    await ana.sees("[Take your objection back]")
    await town.restart()
    await ana.presses("Take your objection back")
    await ana.sees("Saved. Your objection is taken back.")
    assert not [one for one in town.round.objections if one.stands]


async def test_nobody_sees_what_others_think_before_the_feedback_step_is_over(town: Town) -> None:
    await feedback(town)
    ana, watcher = town.person("Ana"), town.person("Watcher")
    await ana.sees("[Give feedback (5)]")
    await ana.presses("Give feedback (5)")
    await ana.fills("Give feedback", stance="disagree", worry="Benches rust.")
    await ana.sees("Saved")
    await town.person("Olga").types("/feedback read")
    await town.person("Olga").sees("Nobody can see")
    await watcher.sees_nothing_of("Benches rust", "disagrees", "gave feedback")
    await town.person("Olga").sees_nothing_of("Benches rust", "disagrees")
    for name in NAMES[1:6]:
        await town.person(name).presses("Give feedback (2)")
        await town.person(name).fills("Give feedback", stance="pass")
    await town.step_ends()
    await watcher.sees("6 people gave feedback.", "Benches rust.", "1 person disagrees.")


async def test_one_form_says_what_somebody_thinks_likes_and_fears_and_what_would_help(town: Town) -> None:
    await outcome(town)
    await town.quiet()
    watcher = town.person("Watcher")
    await watcher.sees("6 people gave feedback.", "1 person agrees.", "5 people disagree.")
    await watcher.sees("Tea brings people.", "Who cleans?", "Ask the school.")
    said = {(int(one.idea), one.remark.value) for one in town.round.said}
    assert said == {(2, "like"), (2, "worry"), (2, "work")}


def answers(town: Town, name: str) -> list[str]:
    """What only this person sees, oldest first."""
    return [str(one.components) for one in town.person(name).messages if one.is_ephemeral]


async def test_a_form_with_several_answers_is_answered_once(town: Town) -> None:
    await feedback(town)
    ana = town.person("Ana")
    await ana.sees("[Give feedback (2)]")
    before = len(answers(town, "Ana"))
    await ana.presses("Give feedback (2)")
    await ana.fills("Give feedback", stance="agree", like="Tea brings people.\n!worry not", worry="Who cleans?")
    await ana.sees("Idea 2: agree", "What you like:", "Tea brings people. !worry not", "Who cleans?")
    await town.quiet()
    (answer,) = answers(town, "Ana")[before:]
    assert answer.count("Saved") == 1
    assert [(one.remark.value, one.by) for one in town.round.said] == [
        (kind, town.round.said[0].by) for kind in ("like", "worry")
    ]


async def test_a_form_that_is_refused_in_part_keeps_nothing_and_hands_all_words_back(town: Town) -> None:
    await feedback(town)
    ana = town.person("Ana")
    await ana.sees("[Give feedback (2)]")
    before = len(answers(town, "Ana"))
    await ana.presses("Give feedback (2)")
    await ana.fills("Give feedback", stance="agree", like="Tea brings people.", worry="@everyone look here")
    await ana.sees("Nothing has changed.", "Tea brings people.", "look here")
    await town.quiet()
    assert len(answers(town, "Ana")) == before + 1
    assert (town.round.said, dict(town.round.stances)) == ((), {})


async def test_a_feedback_form_that_says_nothing_changes_nothing(town: Town) -> None:
    await feedback(town)
    ana = town.person("Ana")
    await ana.sees("[Give feedback (2)]")
    await ana.presses("Give feedback (2)")
    await ana.fills("Give feedback")
    await ana.sees("You left every field empty. Nothing has changed.")


async def test_no_outcome_without_a_fate_for_every_idea(town: Town) -> None:
    await outcome(town)
    olga = town.person("Olga")
    await olga.types("/outcome publish")
    await olga.fills("Publish the outcome", words="We do nothing.")
    await olga.sees("Nothing has changed.", "We do nothing.")
    town.expect(Phase.OUTCOME)
    await town.person("Ana").types("/outcome publish")
    await town.person("Ana").fills("Publish the outcome", words="I say what is done.")
    await town.person("Ana").sees("Only organisers can do that.")
    town.expect(Phase.OUTCOME)


async def test_the_outcome_says_all_fates_and_what_stands_against_it(town: Town) -> None:
    await follow_up(town)
    await town.quiet()
    watcher = town.person("Watcher")
    await watcher.sees(
        "You asked for evenings. We set up tea and benches.", "Olga is an organiser and wrote this outcome."
    )
    await watcher.sees("Chosen. “The parks office” will see to it by Wednesday 30 September 2026.")
    await watcher.sees(*(f"There is no money for idea {idea} yet." for idea in (1, 3, 4, 6)))
    shown = watcher.screen[watcher.screen.rindex("wrote this outcome") :]
    assert MINORITY in shown
    assert OBJECTION in shown
    assert "2 people hold this view." in shown


async def test_fates_that_are_set_one_after_the_other_are_told_in_one_message(town: Town) -> None:
    await follow_up(town)
    await town.quiet()
    watcher = town.person("Watcher")
    told = [str(one.components) for one in watcher.messages if "set the fate" in str(one.components)]
    assert len(told) == 1
    assert "Olga set the fates of these ideas: 1, 2, 3, 4, 5 and 6." in told[0]
    assert "There is no money for idea 6 yet." in told[0]


async def test_done_needs_three_others_and_each_counts_once(town: Town) -> None:
    await follow_up(town)
    ana, ben, cem = (town.person(name) for name in NAMES[:3])
    await ben.sees("[Say that it is done (5)]")
    await ben.presses("Say that it is done (5)")
    await ben.sees("Saved")
    await ana.sees("[Confirm that it is done (5)]")
    await ben.presses("Confirm that it is done (5)")
    await ben.sees("Nothing has changed.")
    for _ in range(2):
        await ana.presses("Confirm that it is done (5)")
    await ana.sees("Nothing has changed.")
    await town.restart()
    await cem.presses("Confirm that it is done (5)")
    await cem.sees("Saved")
    promised = {int(no): promise for no, promise in town.round.promises.items()}
    assert len(promised[5].confirmed_by) == 2
    assert not promised[5].is_done


async def test_a_claim_that_somebody_disputes_falls_and_the_reason_is_read(town: Town) -> None:
    await follow_up(town)
    ben, ana = town.person("Ben"), town.person("Ana")
    await ben.sees("[Say that it is done (5)]")
    await ben.presses("Say that it is done (5)")
    await ana.sees("[Say that it is not done (5)]")
    await ana.presses("Say that it is not done (5)")
    await ana.fills("Say that it is not done", words="Only one bench is there.")
    await ana.sees("Saved")
    await town.quiet()
    await town.person("Watcher").sees("Only one bench is there.")
    assert not any(promise.claimed_at for promise in town.round.promises.values())


async def test_a_kept_promise_is_said_and_the_checks_come_by_themselves_until_the_archive(town: Town) -> None:
    await one_promise_kept(town)
    await town.quiet()
    watcher = town.person("Watcher")
    await watcher.sees("Ana tells how idea 2 is going:", "The council said yes.", "3 people confirmed it")
    await town.restart()
    await town.passes(timedelta(days=30))
    await town.quiet()
    assert "This is check 1 of 2." in newest_public(town)
    assert "more benches" in newest_public(town)
    assert len(town.server.channel.pins) == 1
    await town.restart()
    await town.passes(timedelta(days=60))
    await town.quiet()
    assert "This is check 2 of 2." in newest_public(town)
    town.expect(Phase.FOLLOW_UP)
    await town.passes(datetime(2027, 1, 2, tzinfo=UTC) - town.clock.now())
    await town.quiet()
    await watcher.sees("That day has gone by.")
    town.expect(Phase.ARCHIVED)
    await watcher.sees("This round is over. Its log stays open to all.")
    assert town.server.channel.pins == {}, "the card of a round that is over leaves its place to the next one"


async def test_a_button_of_an_earlier_step_says_what_step_it_is(town: Town) -> None:
    await follow_up(town)
    await town.quiet()
    ana = town.person("Ana")
    old = next(one for one in ana.messages if "A new step begins: ideas." in str(one.components))
    await ana.presses("Offer an idea", on=old)
    await ana.fills("Offer an idea", words="a fountain")
    await ana.sees("It is too late to offer an idea.", "a fountain")
    assert len(town.round.live_ideas) == 6


async def test_nothing_in_the_last_steps_rang_anybody(town: Town) -> None:
    await one_promise_kept(town)
    await town.quiet()
    assert [one for one in town.server.world.notified if one.people or one.is_everyone] == []
