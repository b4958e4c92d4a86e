"""Somebody wrote something: find out what they want, do it or show it, and answer. Every message has one answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from codesign_bot.core.commands import SecondTopic
from codesign_bot.core.ids import CommunityId
from codesign_bot.core.phases import Act
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Round
from codesign_bot.log.note import SignerKey
from codesign_bot.ports import Heard, Voice
from codesign_bot.records import Account, Place, RoundPlace, Row
from codesign_bot.service.acting import act, suggest
from codesign_bot.service.asked import (
    Adjust,
    Asked,
    Data,
    Do,
    Examine,
    Export,
    Forget,
    Help,
    Link,
    Log,
    Manage,
    Page,
    Plan,
    Preview,
    ReadIn,
    ReadTimes,
    Receipt,
    Remind,
    Show,
    Spend,
    Suggest,
    Topics,
    Turned,
    TurnIntoIdea,
)
from codesign_bot.service.casting import cast
from codesign_bot.service.choosing import choose
from codesign_bot.service.desk import Desk
from codesign_bot.service.examining import examine
from codesign_bot.service.exporting import Exporting
from codesign_bot.service.finding import communities_near, home, round_to_plan, which_round
from codesign_bot.service.grammar import Typed
from codesign_bot.service.helping import help_on
from codesign_bot.service.languages import of_heard, voice_in
from codesign_bot.service.linking import Linking
from codesign_bot.service.log_pages import LogPages
from codesign_bot.service.managing import Managing
from codesign_bot.service.mending import Mender
from codesign_bot.service.origins import earlier, nothing_came, was_overtaken
from codesign_bot.service.own_data import Giving
from codesign_bot.service.pages import page
from codesign_bot.service.parting import Parting
from codesign_bot.service.patience import A_PRESS, REFILL, Flood, Presence
from codesign_bot.service.people import speaker, still_near
from codesign_bot.service.planner import adjust, begin_plan, go_on
from codesign_bot.service.planning import Form
from codesign_bot.service.previewing import preview
from codesign_bot.service.receipts import found_by
from codesign_bot.service.saying import Turn, say
from codesign_bot.service.talking import Meant, edited, meant, typed_to_us
from codesign_bot.service.turning import Turning
from codesign_bot.service.verbs.ideas import offered
from codesign_bot.view import View
from codesign_bot.views import greetings, standing
from codesign_bot.views.ballots import refused_on_ballot
from codesign_bot.views.refusals import is_about_ballot, refused


@dataclass(slots=True)
class Answering:
    """Turns messages into acts and answers. Refusals end here, as an answer with the person's own words."""

    desk: Desk
    presence: Presence
    voices: Mapping[str, Voice]
    giving: Giving
    mender: Mender
    key: SignerKey | None = None  # what the logs are signed with
    managing: Managing = field(init=False)
    linking: Linking = field(init=False)
    turning: Turning = field(init=False)
    parting: Parting = field(init=False)
    exporting: Exporting = field(init=False)
    flood: Flood = field(default_factory=Flood)

    def __post_init__(self) -> None:
        self.managing = Managing(self.desk)
        self.linking = Linking(self.desk)
        self.turning = Turning(self.desk)
        self.parting = Parting(self.desk, self.giving, self.mender)
        self.exporting = Exporting(self.desk, self.voices, self.key)

    async def heard(self, heard: Heard, names: Collection[str]) -> None:
        """Deal with one message. Only a fault of ours or of the store gets out of here."""
        private, public = (heard.place, None) if heard.is_private else (heard.answer_at, heard.place)
        who = await speaker(self.desk, heard.account, heard.name, private, public)
        heard = await still_near(self.desk, heard, who.person.id)
        language = of_heard(self.desk, heard, who.person.id)
        turn = Turn(heard, who, self.presence.judged_at(heard.place.platform, heard.sent_at), language=language)
        typed: Typed | None = None
        form = self.desk.book.dialogues.get(who.person.id) if heard.is_private else None
        try:
            # A new version of an earlier answer is not the answer to the next question.
            is_answer = form is not None and heard.edits is None and not heard.text.startswith("!")
            if is_answer and form is not None:
                await go_on(self.desk, turn, Form.read(form))
                return
            typed = typed_to_us(heard, names, self.desk.spoken)
            if typed is None or await self._flooded(turn):
                return
            if await was_overtaken(self.desk.store, heard, self.desk.clock.now()):
                return
            what = meant(heard, typed, self.desk.spoken.verbs(language))
            if what is not None:
                await self._answer(turn, what)
        except Refusal as refusal:
            await self._refuse(turn, refusal, typed.topic if typed is not None else None)

    async def second(self, heard: Heard, found: RoundPlace, at: datetime) -> None:
        """A topic is seconded by a sign. Answered as the typed word is; a refusal stays silent."""
        who = await speaker(self.desk, heard.account, heard.name, None)
        with suppress(Refusal):
            turn = Turn(heard, who, at, language=of_heard(self.desk, heard, who.person.id))
            await act(self.desk, turn, found, Do(Act.SECOND, lambda _: SecondTopic()))

    def is_flood(self, account: Account, key: str) -> bool:
        """Whether this is more than one account may send at once."""
        return self.flood.is_too_much(f"{account.platform}/{account.id}", key, self.desk.clock.now())

    async def _flooded(self, turn: Turn) -> bool:
        account = f"{turn.heard.account.platform}/{turn.heard.account.id}"
        cost = A_PRESS if turn.heard.answer_at is not None else 1.0
        if not self.flood.is_too_much(account, turn.heard.key, turn.at, cost):
            return False
        if self.flood.may_tell(account, turn.at):
            await self._say(turn, greetings.flood(REFILL), *nothing_came(turn))
        return True

    async def _answer(self, turn: Turn, what: Meant) -> None:
        heard = turn.heard
        turn, asked = await self._as_edited(turn, what)
        match asked:
            case Do():
                await self._do(turn, asked, what.topic)
            case Spend():
                await self._spend(turn, asked, what.topic)
            case Show():
                await self._show(turn, asked, what.topic)
            case Help(command=command):
                await self._say(turn, help_on(self.desk.book, heard, command))
            case Topics():
                await self._topics(turn)
            case Suggest(title=title):
                await suggest(self.desk, turn, home(self.desk.book, heard), title)
            case Plan(template=template):
                await begin_plan(self.desk, turn, self._round_to_plan(heard, what.topic), template)
            case Adjust():
                await adjust(self.desk, turn, self._round_to_plan(heard, what.topic), asked)
            case Preview(phase=phase):
                await preview(self.desk, turn, self._round_to_plan(heard, what.topic), phase)
            case Examine():
                await examine(self.desk, turn, self._communities(heard))
            case Manage():
                await self.managing.manage(turn, asked)
            case Link() | ReadIn() | ReadTimes() | Remind():
                await self._own(turn, asked)
            case TurnIntoIdea(said=said):
                await self._turn(turn, said, what.topic)
            case Log():
                await self._log(turn, replace(asked, topic=asked.topic or what.topic))
            case Receipt(words=words):
                await self._receipt(turn, words, what.topic)
            case Export():
                await self._export(turn, replace(asked, topic=asked.topic if what.topic is None else what.topic))
            case Data() | Forget():
                await self._parting(turn, asked, what.topic)
            case _:
                assert_never(asked)

    async def _as_edited(self, turn: Turn, what: Meant) -> tuple[Turn, Asked]:
        """What an edited message asks for now. Where it had no effect before, it is as if it came now."""
        key = turn.heard.edits
        if key is None:
            return turn, what.asked
        origin = await earlier(self.desk.store, turn.heard, key)
        if origin is None:
            return replace(turn, mends=key), what.asked
        return turn, edited(what.asked, origin, what.rest)

    async def _do(self, turn: Turn, do: Do, topic: int | None) -> None:
        heard = turn.heard
        found = which_round(self.desk.book, self._space(heard), self._communities(heard), topic, do.act)
        await act(self.desk, turn, found, do)

    async def _own(self, turn: Turn, asked: Link | ReadIn | ReadTimes | Remind) -> None:
        if isinstance(asked, Link):
            await self.linking.asked(turn, asked.code)
        else:
            await choose(self.desk, turn, asked)

    async def _parting(self, turn: Turn, asked: Data | Forget, topic: int | None) -> None:
        is_about_idea = isinstance(asked, Forget) and asked.idea != 0
        await self.parting.asked(turn, asked, self._round(turn.heard, topic) if is_about_idea else None)

    async def _spend(self, turn: Turn, spend: Spend, topic: int | None) -> None:
        heard = turn.heard
        if not heard.is_unseen and self.desk.book.community_at(heard.place) is None:
            raise Refusal("ballot-in-private")  # such as a direct message that others have joined
        found = which_round(self.desk.book, self._space(heard), self._communities(heard), topic, Act.VOTE)
        if heard.is_unseen:
            await self._cast(turn, spend, found)
            return
        loaded = await self.desk.rounds.load(found.round)
        if loaded is not None:
            await self._say(turn, greetings.vote_in_room(loaded.state).about(found.topic))

    async def _cast(self, turn: Turn, spend: Spend, found: RoundPlace) -> None:
        """Whoever changes one idea on a ballot has the ballot before them: a no shows it as it stands now."""
        try:
            await cast(self.desk, turn, found, spend)
        except Refusal as refusal:
            if spend.is_whole or not is_about_ballot(refusal):
                raise
            ballot = await page(self.desk, found, turn, Show(Page.BALLOT, min(spend.dots)))
            await self._say(turn, refused_on_ballot(refusal, ballot), *nothing_came(turn))

    async def _turn(self, turn: Turn, said: Turned, topic: int | None) -> None:
        """Where its author gives a message, it is as if they had typed it as an idea: a no hands its words back."""
        given = await self.turning.said(turn, said)
        if given is None:
            return
        try:
            await self._do(given.turn, offered(given.words), topic)
        except Refusal as refusal:
            await self._refuse(given.turn, refusal, topic)

    async def _show(self, turn: Turn, show: Show, topic: int | None) -> None:
        heard = turn.heard
        if show.page in {Page.BALLOT, Page.RECEIPT} and not heard.is_unseen:
            raise Refusal("ballot-in-private")
        found = which_round(self.desk.book, self._space(heard), self._communities(heard), topic, show.act)
        await self._say(turn, await page(self.desk, found, turn, show))

    async def _topics(self, turn: Turn) -> None:
        heard = turn.heard
        active = [found for one in self._communities(heard) for found in self.desk.book.active(one)]
        loaded = [one for one in [await self.desk.rounds.load(found.round) for found in active] if one is not None]
        words = {known: text for one in loaded for known, text in one.words.items()}
        await self._say(turn, standing.topics([one.state for one in loaded], words))

    async def _log(self, turn: Turn, asked: Log) -> None:
        community = self._community_of_log(turn.heard, asked.topic)
        voice = voice_in(self.desk, turn.answer_language, community)
        view, files = await LogPages(self.desk, voice, community, turn.at).page(asked)
        await say(self.desk, turn, view, *(turn.file(view, file, place) for place, file in enumerate(files)))

    def _community_of_log(self, heard: Heard, topic: int | None) -> CommunityId:
        """The only community there is, or the one that the topic belongs to."""
        communities = self._communities(heard)
        if topic is not None:
            return which_round(self.desk.book, self._space(heard), communities, topic, None).community
        if len(communities) != 1:
            raise Refusal("log-in-space")
        return communities[0]

    async def _receipt(self, turn: Turn, words: str, topic: int | None) -> None:
        """Whoever names a receipt may be its voter, so nobody else is to see which ballot it is."""
        if not turn.heard.is_unseen:
            raise Refusal("receipt-in-private")
        found = self._round(turn.heard, topic)
        loaded = await self.desk.rounds.load(found.round)
        if loaded is None:
            raise Refusal("no-round")
        view = await found_by(self.desk, loaded, words)
        await self._say(turn, view.about(found.topic))

    async def _export(self, turn: Turn, asked: Export) -> None:
        """One round where one is named, else all that a community holds for ever."""
        if asked.only_dates:
            await self.exporting.calendar(turn, self._round(turn.heard, asked.topic))
            return
        if asked.topic is not None:
            await self.exporting.round(turn, self._round(turn.heard, asked.topic))
            return
        communities = self._communities(turn.heard)
        if len(communities) != 1:
            raise Refusal("log-in-space")
        await self.exporting.whole(turn, communities[0])

    async def _refuse(self, turn: Turn, refusal: Refusal, topic: int | None) -> None:
        heard = turn.heard
        step = greetings.no_early_end().actions[0] if refusal.key == "no-early-end" else None
        view = refused(refusal, heard.text or None, step, await self._state(heard))
        await self._say(turn, view if topic is None else view.about(topic), *nothing_came(turn))

    async def _state(self, heard: Heard) -> Round | None:
        community = self.desk.book.community_at(heard.place)
        here = self.desk.book.active(place=heard.place)
        active = here or (self.desk.book.active(community.id) if community is not None else ())
        loaded = await self.desk.rounds.load(active[0].round) if active else None
        return loaded.state if loaded is not None else None

    async def _say(self, turn: Turn, view: View, *rows: Row) -> None:
        await say(self.desk, turn, view, *rows)

    def _space(self, heard: Heard) -> Place | None:
        return None if heard.is_private else heard.place

    def _communities(self, heard: Heard) -> tuple[CommunityId, ...]:
        """The community of the space; in a direct message those whose spaces the person is in as well."""
        return communities_near(self.desk.book, heard)

    def _round(self, heard: Heard, topic: int | None) -> RoundPlace:
        return which_round(self.desk.book, self._space(heard), self._communities(heard), topic, None)

    def _round_to_plan(self, heard: Heard, topic: int | None) -> RoundPlace:
        """The topic that waits for a plan: the one named, else the only one that is suggested."""
        return self._round(heard, topic) if topic is not None else round_to_plan(self.desk.book, heard)
