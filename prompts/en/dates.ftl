### What people are told about time: reminders, the file for calendars, what was said so far and what comes next.

# Stands above what is open in several rounds.
reminder-title = You have something left to do
# $until: when this step ends.
reminder-problem = You have not said what the problem is yet. This step ends { $until }.
reminder-consent = You have not said yet if you can live with the question. This step ends { $until }.
reminder-idea = You have not given an idea yet. This step ends { $until }.
# $keep and $join: the numbers of the two ideas.
reminder-merge =
    Somebody wants to join ideas { $keep } and { $join }. One of them is yours.
    You can say yes or no until { $until }.
reminder-vote = There is no dot on your ballot yet. This step ends { $until }.
reminder-feedback = You have not said yet what you think of the chosen ideas. This step ends { $until }.
# $until: the end of the day for which a reply was promised.
reminder-outcome = The outcome of this round is not published yet. A reply was promised. Its last day ends { $until }.
# $ideas: numbers of ideas. $until: the end of the day for which they were promised.
reminder-progress = These ideas are promised, and not done yet: { $ideas }. Their last day ends { $until }.
reminder-why = I remind you in private, once in a step. Nobody else sees this. You choose what you do.

me-reminders-on = From now on I remind you when you have something left to do.
me-reminders-off = I stop. I do not remind you any more.
me-reminders-are-on = I remind you when you have something left to do.
me-reminders-are-off = I do not remind you.
me-reminders-rule = I do it in private, once in a step, and at most once a day. I keep the quiet hours.
me-reminders-refused = I could not write to you in private. So I do not try any more. Do you want me to try again?

## The file for calendars

# $step: the name of a step, such as voting.
calendar-step = Step: { $step }
calendar-reply = The promised reply
# $idea: the number of an idea that was promised for this day.
calendar-promise = Promised: idea { $idea }
calendar-announced = This end is fixed. It can only move later.
calendar-expected = This step has not begun. It moves if a step before it gets more time.
calendar-promised = This day was promised.

## An event in the list of events of a Discord server

# $step: the name of a step, such as voting. $number: the number of the round.
event-name = End of { $step }: round { $number }, { $title }
event-told = The step ends at this time. If it gets more time, I move this date.
event-rings = I ring nobody with it. If you choose Interested, Discord tells you when the time has come.

## What was said before a step in which people decide

so-far-problems =
    { $count ->
        [0] Nobody said what the problem is.
        [one] 1 problem statement led here.
       *[other] { $count } problem statements led here.
    }
so-far-wordings =
    { $count ->
        [0] Nobody worded the question.
        [one] People gave 1 wording of the question.
       *[other] People gave { $count } wordings of the question.
    }
so-far-ideas =
    { $count ->
        [one] People gave 1 idea.
       *[other] People gave { $count } ideas.
    }
so-far-builds =
    { $count ->
        [one] Ideas were built on once.
       *[other] Ideas were built on { $count } times.
    }
so-far-joined =
    { $count ->
        [one] 1 idea was joined to another.
       *[other] { $count } ideas were joined to others.
    }
so-far-new =
    { $count ->
        [one] Since you last wrote here, 1 idea came: { $ideas }.
       *[other] Since you last wrote here, { $count } ideas came: { $ideas }.
    }
so-far-minority =
    { $count ->
        [one] There is 1 minority view.
       *[other] There are { $count } minority views.
    }
# Stands above the steps that follow.
ahead = What comes next, if no step gets more time:
# $step: the name of a step. $begins: when it begins.
ahead-step = { $step }: from { $begins }
