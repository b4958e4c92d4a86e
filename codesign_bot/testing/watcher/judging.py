"""Whether the rules let somebody do something, from the notes alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.rest import NO_REST
from codesign_bot.core.state import Fate, Narrowing
from codesign_bot.core.windows import NO_NIGHT, Calendar, into_the_open
from codesign_bot.testing.watcher.notes import Notes

STEPS = "framing confirming ideas sorting voting runoff cooling_off feedback"
ALIVE = f"proposed {STEPS} outcome follow_up"
UNPUBLISHED = f"proposed {STEPS} outcome"

WHEN: Mapping[type[c.Command], str] = {
    c.SecondTopic: "proposed",
    c.PlanRound: "proposed",
    c.Join: ALIVE,
    c.Leave: ALIVE,
    c.StateProblem: "framing",
    c.WordQuestion: "framing confirming",
    c.SupportWording: "framing confirming",
    c.Consent: "confirming",
    c.Object: "confirming cooling_off feedback",
    c.WithdrawObjection: "confirming cooling_off feedback",
    c.OfferIdea: "framing confirming ideas",
    c.OfferParked: "ideas",
    c.EditIdea: "ideas sorting",
    c.WithdrawIdea: "ideas sorting",
    c.BuildOn: "ideas sorting",
    c.Merge: "ideas sorting",
    c.AnswerMerge: "ideas sorting",
    c.Split: "ideas sorting",
    c.CastBallot: "voting runoff",
    c.StateMinorityView: "cooling_off feedback outcome",
    c.CosignMinorityView: "cooling_off feedback outcome",
    c.TakeStance: "feedback",
    c.GiveFeedback: "feedback",
    c.FillFeedback: "feedback",
    c.SetFate: "feedback outcome",
    c.PublishOutcome: "outcome",
    c.ReportProgress: "follow_up",
    c.ClaimDone: "follow_up",
    c.ConfirmDone: "follow_up",
    c.DisputeDone: "follow_up",
    c.AskForTime: f"proposed {STEPS}",
    c.GiveTime: f"proposed {STEPS}",
    c.MakeRequest: UNPUBLISHED,
    c.SupportRequest: UNPUBLISHED,
    c.ObjectToRequest: UNPUBLISHED,
}
OUTSIDERS_TOO = (c.SecondTopic, c.PlanRound, c.Join, c.SetFate, c.PublishOutcome, c.GiveTime)
IN_A_PAUSE = (c.Join, c.Leave, c.AskForTime, c.GiveTime, c.MakeRequest, c.SupportRequest, c.ObjectToRequest)
ORGANISERS_ONLY = (c.SetFate, c.PublishOutcome, c.GiveTime)
TEN_YEARS, A_YEAR = timedelta(days=3660), timedelta(days=366)


def allows(notes: Notes, who: str, command: c.Command, now: datetime) -> bool:
    """Whether this person may do that now."""
    if notes.phase not in WHEN[type(command)].split():
        return False
    if notes.is_paused and not isinstance(command, IN_A_PAUSE):
        return False
    if who not in notes.people and not isinstance(command, OUTSIDERS_TOO):
        return False
    if who not in notes.organisers and isinstance(command, ORGANISERS_ONLY):
        return False
    if not _can_be_said(command):
        return False
    answers = (part(notes, who, command, now) for part in (_opening, _ideas, _count, _outcome, _power))
    return next((answer for answer in answers if answer is not None), True)


def _fits(text: c.Text | None, most: int, least: int = 1) -> bool:
    """Whether these words can be said. Where nothing was said others judge whether something should have been."""
    if text is None:
        return True
    loud = any(call in text.words.lower() for call in ("@room", "@everyone", "@here"))
    return any(map(str.isalnum, text.words)) and least <= len(text.words) <= most and not loud


def _can_be_said(command: c.Command) -> bool:
    match command:
        case c.Object(text=text) | c.DisputeDone(text=text) | c.ObjectToRequest(text=text):
            return _fits(text, 500, 10)
        case c.GiveTime(reason=reason) | c.MakeRequest(reason=reason):
            return _fits(reason, 500, 10)
        case c.SetFate(fate=fate, reason=reason, owner=owner):
            return _fits(reason, 500, 10) and (fate is not Fate.CHOSEN or _fits(owner, 500))
        case c.PublishOutcome(text=text, difference=difference):
            return _fits(text, 2000) and _fits(difference, 500, 10)
        case c.PlanRound(texts=texts):
            return all(_fits(text, 500) for text in texts)
        case c.WordQuestion(text=text) | c.OfferIdea(text=text) | c.EditIdea(text=text):
            return _fits(text, 280)
        case c.StateProblem(text=text) | c.GiveFeedback(text=text):
            return _fits(text, 1000)
        case c.FillFeedback(parts=parts):
            return all(map(_can_be_said, parts))
        case c.BuildOn(text=text) | c.StateMinorityView(text=text) | c.ReportProgress(text=text):
            return _fits(text, 500)
        case _:
            return True


def _opening(notes: Notes, who: str, command: c.Command, now: datetime) -> bool | None:
    match command:
        case c.SecondTopic():
            return who != notes.author and who not in notes.seconds
        case c.PlanRound(rules=rules):
            may = who in notes.organisers or (who == notes.author and notes.planner in {"", who})
            today = now.astimezone(rules.tz).date()
            reply = rules.answers.reply_by if rules.answers is not None else None
            is_soon = reply == today and rules.template.is_practice
            return may and reply is not None and (is_soon or today < reply <= today + TEN_YEARS)
        case c.Join():
            return who not in notes.people
        case c.SupportWording(no=no):
            known = notes.wordings[no - 1] if 1 <= no <= len(notes.wordings) else None
            return known is not None and not known.is_over and who not in known.yes
        case c.Consent():
            return who not in notes.consents
        case c.WithdrawObjection():
            return who in notes.against
        case _:
            return None


def _ideas(notes: Notes, who: str, command: c.Command, now: datetime) -> bool | None:
    match command:
        case c.OfferIdea(kept=kept) if notes.phase != "ideas":
            return kept is None
        case c.OfferIdea(twin=twin):
            return twin is None and _may_offer(notes, who, now)
        case c.OfferParked(which=which, twin=twin):
            own = [one for one in notes.parked if one.by == who]
            is_there = 1 <= which <= len(own) and not own[which - 1].is_over
            return is_there and twin is None and _may_offer(notes, who, now)
        case c.EditIdea(no=no, twin=twin):
            return notes.live(no) and notes.ideas[no - 1].by == who and twin is None
        case c.WithdrawIdea(no=no):
            return notes.live(no) and notes.ideas[no - 1].by == who
        case c.BuildOn(no=no):
            return notes.live(no)
        case c.Merge(keep=keep, join=join):
            both = notes.live(keep) and notes.live(join)
            return keep != join and both and notes.merge_of(keep, join) is None
        case c.AnswerMerge(keep=keep, join=join, is_yes=is_yes):
            offer = notes.merge_of(keep, join)
            if offer is None or who not in notes.authors(*offer.about):
                return False
            return not is_yes or who not in offer.yes
        case c.Split(no=no):
            return who in {notes.ideas[part - 1].by for part in notes.inside(no)}
        case _:
            return None


def _may_offer(notes: Notes, who: str, now: datetime) -> bool:
    too_early = notes.organisers_from is not None and now < notes.organisers_from
    given = sum(one.by == who and one.what != "withdrawn" for one in notes.ideas)
    return given < notes.template.ideas_each and not (too_early and who in notes.organisers)


def _count(notes: Notes, who: str, command: c.Command, _now: datetime) -> bool | None:
    match command:
        case c.CastBallot(dots=dots):
            in_time = notes.roll is not None and notes.people[who] < notes.roll
            known = {no for ideas, _, _ in notes.lists for no in ideas}
            fair = all(_fair(dots, *one) for one in notes.lists)
            return in_time and set(dots) <= known and fair
        case c.CosignMinorityView(no=no):
            view = notes.views[no - 1] if 1 <= no <= len(notes.views) else None
            return view is not None and who not in {view.by, *view.yes}
        case c.TakeStance(idea=no) | c.GiveFeedback(idea=no):
            return no in notes.chosen
        case c.FillFeedback(parts=parts):
            return all(part.idea in notes.chosen for part in parts)
        case _:
            return None


def _fair(dots: Mapping[IdeaNo, int], ideas: set[int], budget: int, cap: int) -> bool:
    given = [number for no, number in dots.items() if no in ideas]
    return sum(given) <= budget and all(0 <= number <= cap for number in given)


def _outcome(notes: Notes, who: str, command: c.Command, now: datetime) -> bool | None:
    match command:
        case c.SetFate(idea=no, fate=Fate.CHOSEN, owner=owner, due_on=due):
            return notes.live(no) and owner is not None and _is_a_day_to_come(notes, due, now)
        case c.SetFate(idea=no, fate=fate, reason=reason):
            return notes.live(no) and fate is not Fate.JOINED and reason is not None
        case c.PublishOutcome(difference=difference):
            differs = {no for no, (fate, _) in notes.fates.items() if fate is Fate.CHOSEN} != notes.chosen
            return notes.all_live() <= set(notes.fates) and (difference is not None or not differs)
        case c.ReportProgress(idea=no) | c.ClaimDone(idea=no) | c.ConfirmDone(idea=no) | c.DisputeDone(idea=no):
            promise = notes.promises.get(no)
            if promise is None or promise.is_over:
                return False
            if isinstance(command, c.ReportProgress):
                return True
            if isinstance(command, c.ClaimDone):
                return promise.since is None
            fresh = isinstance(command, c.DisputeDone) or who not in {promise.by, *promise.yes}
            return promise.since is not None and fresh
        case _:
            return None


def _is_a_day_to_come(notes: Notes, due: date | None, now: datetime) -> bool:
    today = now.astimezone((notes.rules or notes.reserve).tz).date()
    return due is not None and today <= due <= today + TEN_YEARS


def _power(notes: Notes, who: str, command: c.Command, _now: datetime) -> bool | None:
    match command:
        case c.AskForTime() | c.GiveTime() if notes.phase == "proposed" and notes.seconded:
            return False
        case c.AskForTime():
            return "asked" not in notes.used and who not in notes.asked
        case c.GiveTime(by=by):
            return timedelta(0) < by <= timedelta(days=30) and _lasts(notes, by) <= A_YEAR
        case c.MakeRequest(act=Narrowing.HIDE_IDEA, idea=idea):
            possible = idea is not None and notes.live(idea) and notes.phase in {"ideas", "sorting"}
            return possible and not _is_asked(notes, "hide_idea", idea)
        case c.MakeRequest(act=Narrowing.END_STEP):
            return notes.closes is not None and not _is_asked(notes, "end_step")
        case c.MakeRequest(act=Narrowing.PAUSE_STEP, days=days):
            possible = notes.closes is not None and notes.pause is None and not notes.template.is_practice
            lasts = possible and 1 <= days <= 14 and _lasts(notes, timedelta(days=days)) <= A_YEAR
            return lasts and not _is_asked(notes, "pause_step")
        case c.MakeRequest():
            return not _is_asked(notes, "withdraw_round")
        case c.SupportRequest(no=no):
            asked = notes.request(no)
            return asked is not None and who not in notes.organisers | {asked.by} | asked.yes
        case c.ObjectToRequest(no=no):
            return notes.request(no) is not None
        case _:
            return None


def _lasts(notes: Notes, by: timedelta) -> timedelta:
    """How long the step, or the wait of a topic, is in all with so much more time."""
    if notes.opened is None or notes.closes is None:
        return notes.expires + by - notes.suggested
    rules = notes.rules or notes.reserve
    night = NO_NIGHT if notes.template.is_practice else notes.template.night
    rest = NO_REST if notes.template.is_practice else rules.rest
    return into_the_open(notes.closes + by, rules.tz, Calendar(night, rest)) - notes.opened


def _is_asked(notes: Notes, what: str, idea: int | None = None) -> bool:
    about = () if idea is None else (idea,)
    return any((one.what, one.about) == (what, about) for one in notes.requests if not one.is_over)
