"""Writing down a command that was accepted: what it means for everything that comes later."""

from __future__ import annotations

from datetime import datetime, timedelta

from codesign_bot.core import commands as c
from codesign_bot.core.state import Fate, Narrowing
from codesign_bot.testing.watcher.notes import Note, Notes

HEARD = ["framing", "confirming", "ideas", "voting", "feedback"]
A_VOICE = (
    c.StateProblem,
    c.WordQuestion,
    c.SupportWording,
    c.Consent,
    c.Object,
    c.OfferIdea,
    c.OfferParked,
    c.BuildOn,
    c.TakeStance,
    c.GiveFeedback,
    c.FillFeedback,
    c.StateMinorityView,
    c.CosignMinorityView,
)


def write(notes: Notes, who: str, command: c.Command, now: datetime) -> None:
    """A command that was accepted."""
    if isinstance(command, A_VOICE) and notes.phase in HEARD:
        notes.voices.add(who)
    for part in (_opening, _framing, _ideas, _end, _power):
        part(notes, who, command, now)


def _opening(notes: Notes, who: str, command: c.Command, now: datetime) -> None:
    match command:
        case c.SecondTopic():
            notes.seconds.add(who)
            notes.people.setdefault(who, now)
        case c.PlanRound(rules=rules):
            notes.rules, notes.planner = rules, who
        case c.Join():
            notes.people[who] = now
        case c.Leave():
            del notes.people[who]
            notes.organisers_in.discard(who)
        case _:
            return
    if isinstance(command, c.Join | c.SecondTopic) and who in notes.organisers and notes.people[who] == now:
        notes.organisers_in.add(who)
    needed = notes.rules.template.seconders if notes.rules else 3
    if notes.phase == "proposed" and (notes.seconded or len(notes.seconds) >= needed):
        notes.seconded = notes.seconded or now
        if notes.rules:
            notes.enter("framing", None, None)


def _framing(notes: Notes, who: str, command: c.Command, now: datetime) -> None:
    del now
    match command:
        case c.WordQuestion():
            notes.wordings.append(Note(who, yes={who}, what="organiser" if who in notes.organisers else ""))
        case c.SupportWording(no=no):
            notes.wordings[no - 1].yes.add(who)
        case c.Consent():
            notes.consents.add(who)
            notes.against.discard(who)
        case c.Object():
            notes.against.add(who)
            notes.consents.discard(who)
        case c.WithdrawObjection():
            notes.against.discard(who)
        case _:
            pass


def _ideas(notes: Notes, who: str, command: c.Command, now: datetime) -> None:
    match command:
        case c.OfferIdea():
            (notes.ideas if notes.phase == "ideas" else notes.parked).append(Note(who))
        case c.OfferParked(which=which):
            [one for one in notes.parked if one.by == who][which - 1].is_over = True
            notes.ideas.append(Note(who))
        case c.WithdrawIdea(no=no):
            notes.ideas[no - 1].what = "withdrawn"
            notes.goes(no)
        case c.Merge(keep=keep, join=join):
            until = now + notes.template.merge_window
            notes.merges.append(Note(who, about=(keep, join), until=until))
            _agree(notes, who, keep, join, now)
        case c.AnswerMerge(keep=keep, join=join, is_yes=True):
            _agree(notes, who, keep, join, now)
        case c.AnswerMerge(keep=keep, join=join):
            notes.merges = [one for one in notes.merges if set(one.about) != {keep, join}]
        case c.Split(no=no):
            notes.touched = now
            parts = {no} if notes.ideas[no - 1].into else notes.inside(no)
            for part in parts:
                notes.ideas[part - 1].into = 0
        case _:
            pass


def _agree(notes: Notes, who: str, keep: int, join: int, now: datetime) -> None:
    merge = notes.merge_of(keep, join)
    assert merge is not None
    kept, joined = merge.about
    authors = notes.authors(kept, joined)
    merge.yes |= {who} & authors
    if merge.yes >= authors:
        notes.touched = now
        for no in notes.inside(joined) or {joined}:
            notes.ideas[no - 1].into = kept
        notes.merges = [one for one in notes.merges if joined not in one.about]


def _end(notes: Notes, who: str, command: c.Command, now: datetime) -> None:
    match command:
        case c.CastBallot(dots=dots):
            notes.ballots.pop(who, None)
            if any(dots.values()):
                notes.ballots[who] = now
        case c.StateMinorityView():
            notes.views.append(Note(who))
        case c.CosignMinorityView(no=no):
            notes.views[no - 1].yes.add(who)
        case c.SetFate(idea=no, fate=fate, due_on=due):
            notes.fates[no] = (fate, due)
        case c.PublishOutcome():
            notes.enter("follow_up", None, None)
            notes.published = now
            due_days = {no: due for no, (fate, due) in notes.fates.items() if fate is Fate.CHOSEN and due}
            notes.promises = {no: Note("", until=notes.end_of(due)) for no, due in due_days.items()}
        case c.ClaimDone(idea=no):
            promise = notes.promises[no]
            promise.by, promise.since, promise.yes = who, now, set()
        case c.ConfirmDone(idea=no):
            promise = notes.promises[no]
            promise.yes.add(who)
            promise.is_over = len(promise.yes) >= notes.template.done_confirmations
        case c.DisputeDone(idea=no):
            notes.promises[no].since = None
        case _:
            pass


def _power(notes: Notes, who: str, command: c.Command, now: datetime) -> None:
    match command:
        case c.AskForTime():
            notes.asked.add(who)
            if len(notes.asked) >= min(3, len(notes.people)):
                notes.used.append("asked")
                _wait_longer(notes, (notes.expires - notes.suggested) / 4)
        case c.GiveTime(by=by):
            _wait_longer(notes, by)
        case c.MakeRequest(act=act, idea=idea, days=days):
            about = (int(idea),) if act is Narrowing.HIDE_IDEA and idea is not None else ()
            wait = notes.rules.template.request_window if notes.rules else timedelta(days=2)
            need = notes.support_needed()
            note = Note(who, about=about, what=act.value, need=need, since=notes.opened, until=now + wait)
            note.days = days
            notes.requests.append(note)
        case c.SupportRequest(no=no):
            notes.requests[no - 1].yes.add(who)
            notes.requests[no - 1].no.discard(who)
        case c.ObjectToRequest(no=no):
            notes.requests[no - 1].no.add(who)
            notes.requests[no - 1].yes.discard(who)
        case _:
            pass


def _wait_longer(notes: Notes, by: timedelta) -> None:
    """A topic that waits for seconders waits so much longer; the end of a step is noted where it is announced."""
    if notes.phase == "proposed":
        notes.expires += by
