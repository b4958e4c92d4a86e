### What is said to everybody in a space because something happened.

round-opened =
    This round is open now. Anyone here can join. First we work out what the problem is.
    These five answers say what you can expect.
answers-none = Nobody gave the five honest answers for this round. So nothing is promised.
rules-frozen = The rules are fixed now. No one person can change them. Their mark is { $hash }.
step-paused = This step is paused until { $until }. Then it goes on until { $closes }. The next step is: { $next }.
step-begins = A new step begins: { $step }.
put-off-holiday = This step would have ended on a holiday. So it ends later.
put-off-weekend = This step would have ended at a weekend. So it ends later.
step-ended-late = The step before was to end { $planned }. It ended { $late } later. Nobody lost time by that.
clock-holds-step = This step was to end { $planned }. It stays open: the clock of the computer I run on is wrong.
clock-holds-means = Whoever runs me was told. Nobody loses time by it.
step-shortened = The request passed. So this step ends earlier. It ends { $closes }.

## More time, and why

extended-few-heard =
    { $heard ->
        [0] We have heard from nobody yet.
        [one] We have heard from 1 person.
       *[other] We have heard from { $heard } people.
    } We need at least { $needed }. So this step will stay open longer. It ends { $closes }.
# While people vote, the number of people heard is secret.
extended-few-votes =
    We have not heard from enough people yet. We need at least { $needed }.
    So this step will stay open longer. It ends { $closes }.
extended-late-surge =
    Much changed near the end of this step. So there is more time to think again. It ends { $closes }.
extended-asked = Enough people asked for more time. So this step will stay open longer. It ends { $closes }.
extended-sort-again =
    There are still too many ideas for one ballot. So there is more time to join ideas. This step ends { $closes }.
extended-tied-wordings =
    Two wordings have the same number of supporters. So there is more time to choose. This step ends { $closes }.
extended-outage =
    For { $lost } not everybody could reach me. This step gets that time back. It ends { $closes }.
topic-longer-outage =
    For { $lost } not everybody could reach me. So this topic waits longer: until { $closes }.
extended-rewording =
    An objection stands, and nobody has other words for the question yet.
    So there is more time to find some. This step ends { $closes }.
extended-paused = The step stands still until { $until }. Then it goes on until { $closes }.
pause-means = Until then nobody can write in this step. Nothing is lost. You can still read, join, leave and object.
round-resumed = The pause is over. This step goes on until { $closes }.
nobody-chose-this = No one person chose this. It is the rule we agreed at the start.

few-voices =
    { $heard ->
        [0] We heard from nobody in this step.
        [one] We heard from 1 person in this step.
       *[other] We heard from { $heard } people in this step.
    } The rule asks for { $needed }. So the result is advice only, and every card says so.
few-voices-in-vote =
    We did not hear from { $needed } people, as the rule asks. So the result is advice only, and every card says so.

## Acts of organisers

power-title = An organiser acted
power-in-log = This stands in the log.
power-planned = { $who } is an organiser. { $who } planned this round with the template { $template }.
power-window =
    { $who } is an organiser. { $who } changed how long a step of this plan takes.
    The step: { $step }. It was { $before }. Now it is { $after }.
power-heard =
    { $who } is an organiser. { $who } changed how many must be heard in this plan.
    Now it is { $people } people, and { $percent } in 100 of those who joined.
power-gave-time = { $who } is an organiser. { $who } gave this step more time. It ends { $closes }.
power-requested = { $who } is an organiser. Request { $request } is logged as an act of power.
power-set-fate = { $who } is an organiser. { $who } set the fate of idea { $idea }.
power-set-fates = { $who } is an organiser. { $who } set the fates of these ideas: { $ideas }.
# Stands above somebody's reason.
reason = The reason:

## The question and the vote

confirming-again = An objection stood. So we ask about other words.
question-confirmed = We have our question.
# Said in place of question-confirmed where objections stand.
question-goes-on = Not all agree with this question. Our rules say that we go on with it now.
question-is-the-topic = Nobody worded a question. So the topic itself is the question.
question-objections-stay =
    { $count ->
        [one] 1 objection could not be met. It stays in the log.
       *[other] { $count } objections could not be met. They stay in the log.
    }
# Stands above the words of an objection that was not met.
dissent = What was said against it:
shortlist-made = The list is shorter now. Next we vote on these ideas. The tally stays closed.
# $ideas: at least two numbers.
shortlist-level =
    These ideas are tied for the last places: { $ideas }. The ballot has no room for all of them.
    So none of them goes on.
shortlist = The ideas that go on:
runoff-needed =
    { $places ->
        [one] These ideas are tied: { $ideas }. There is 1 place for them. So we hold a runoff.
       *[other] These ideas are tied: { $ideas }. There are { $places } places for them. So we hold a runoff.
    }
tally-stays-closed = Nobody can see the tally before the runoff ends.

## The tally, a tie first

tie-by-dots =
    { $places ->
        [one] These ideas are tied for 1 place: { $ideas }.
       *[other] These ideas are tied for { $places } places: { $ideas }.
    } { $count ->
        [one] Each has 1 dot.
       *[other] Each has { $count } dots.
    }
tie-by-supporters =
    { $places ->
        [one] These ideas are tied for 1 place: { $ideas }.
       *[other] These ideas are tied for { $places } places: { $ideas }.
    } { $count ->
        [one] Each has 1 supporter.
       *[other] Each has { $count } supporters.
    }
tie-by-fair-share =
    { $places ->
        [one] These ideas are tied for 1 place: { $ideas }.
       *[other] These ideas are tied for { $places } places: { $ideas }.
    }
tie-steps = What we did about the tie, by the rule we agreed at the start:
tie-step-other-measure = We compared { $measure }. These go on: { $ideas }. Still tied: { $tied }.
tie-step-other-measure-none = We compared { $measure }. These are tied there as well: { $tied }.
tie-step-other-measure-all = We compared { $measure }. These go on: { $ideas }.
tie-step-widened = We added one place. These go on: { $ideas }.
tie-step-not-widened = One more place would not let all of them in. Still tied: { $tied }.
tie-step-runoff = We held a runoff. These go on: { $ideas }. Still tied: { $tied }.
tie-step-runoff-none = We held a runoff. These are tied there as well: { $tied }.
tie-step-runoff-all = We held a runoff. These go on: { $ideas }.
tie-step-all-go-on = No rule parts them. So all of them go on: { $ideas }.
other-rules = What each rule would choose from the same ballots:
by-rule = By { $rule }: { $ideas }
by-rule-and-runoff = By { $rule }: { $ideas }. Then a runoff of { $tied }.
rules-agree = All the rules choose the same ideas.
rules-differ = The rules do not all choose the same ideas. Please keep this in mind.
voters-with-an-idea =
    { $ballots ->
        [0] Nobody voted.
        [one] 1 person voted.
       *[other] { $ballots } people voted.
    } { $voters ->
        [0] Nobody put a dot on a chosen idea.
        [one] 1 person put a dot on a chosen idea.
       *[other] { $voters } people put a dot on a chosen idea.
    }
tally-is-final = This tally is final.

## The feedback

feedback-is-over = Here is what people think of the chosen ideas. Until now nobody could see it.
feedback-left-out =
    { $count ->
        [one] 1 more thing that people wrote is not shown here. You can read all of the feedback.
       *[other] { $count } more things that people wrote are not shown here. You can read all of the feedback.
    }

## Requests

request-made = Request { $request }: { $who } asks to { $act }.
idea-meant-number = It is about idea { $idea }.
pause-would-last =
    { $days ->
        [one] The pause would last 1 day. The step would end as much later.
       *[other] The pause would last { $days } days. The step would end as much later.
    }
request-only-if =
    { $count ->
        [one] This will only happen if 1 person supports it and no objection stands.
       *[other] This will only happen if { $count } people support it and no objection stands.
    } Answers count until { $closes }.
request-passed = Request { $request } passed. It asked to { $act }.
request-fell = Request { $request } fell. It asked to { $act }.
request-extended =
    For { $lost } not everybody could reach me. So you can answer request { $request } until { $closes }.
request-support =
    { $support ->
        [0] Nobody supports it.
        [one] 1 person supports it.
       *[other] { $support } people support it.
    } It needs { $needed }.
request-objections =
    { $count ->
        [0] No objection stands.
        [one] 1 objection stands.
       *[other] { $count } objections stand.
    }

## The outcome and what follows

outcome-published = { $who } is an organiser and wrote this outcome.
outcome = The outcome:
outcome-differs = The outcome is not the same as the vote. The vote chose: { $ideas }.
outcome-differs-because = Why it is not the same:
ideas-by-organisers =
    { $count ->
        [one] 1 of { $all } ideas came from an organiser.
       *[other] { $count } of { $all } ideas came from organisers.
    }
reply-missed-on = You were promised an outcome by { $day }. That day has gone by, and there is no outcome.
promise-was-missed = Idea { $idea } was promised for { $day }. That day has gone by, and it is not done.
progress-by = { $who } tells how idea { $idea } is going:
done-was-claimed = { $who } says that idea { $idea } is done.
done-needs = Is that so? Please confirm it. If it is not so, say what is missing.
done-undisputed = If nobody says no, it counts as done { $closes }.
done-was-disputed = Idea { $idea } is not done yet, somebody says.
claim-extended =
    For { $lost } not everybody could reach me.
    So you can say until { $closes } that idea { $idea } is not done.
idea-is-done =
    { $count ->
        [0] Idea { $idea } is done. Nobody disputed it.
        [one] Idea { $idea } is done. 1 person confirmed it.
       *[other] Idea { $idea } is done. { $count } people confirmed it.
    }
check-held = This is check { $number } of { $of }. Here is what was promised, and how it is going.
