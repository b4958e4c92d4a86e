### Our own words, each with one name everywhere. Other texts are filled with these.

## The steps of a round. They stand in sentences such as "Next: voting."

phase-proposed = topic
phase-framing = framing
phase-confirming = confirming
phase-ideas = ideas
phase-sorting = sorting
phase-voting = voting
phase-runoff = runoff
phase-cooling-off = cooling off
phase-feedback = feedback
phase-outcome = outcome
phase-follow-up = follow-up
phase-archived = archived
phase-withdrawn = withdrawn
phase-expired = expired

## The honest label, from the lowest to the highest, and one sentence about what it means.

rung-coercion = coercion
rung-coercion-means = You are made to take part, and nothing you say counts.
rung-educating = educating
rung-educating-means = You are taught about a plan that is made.
rung-informing = informing
rung-informing-means = You are told what will happen, and you cannot change it.
rung-consultation = consultation
rung-consultation-means = You are asked what you think, and others make the plan.
rung-engagement = engagement
rung-engagement-means = You help to find ideas, and others decide what is done with them.
rung-codesign = co-design
rung-codesign-means = You help to make the plan.
rung-coproduction = co-production
rung-coproduction-means = You help to make the plan, and to carry it out.

# Why the label is lower than what was promised.
label = Label: { $rung }. { $means }
label-framing-skipped = Nobody framed the question, so the label is lower.
label-question-by-organisers = Organisers wrote the question, so the label is lower.
label-few-voices = Few voices were heard. Take the result as advice only.
label-result-overridden = The outcome is not what the vote chose, so the label is lower.

## What becomes of an idea

fate-chosen = chosen
fate-later = later
fate-not-now = not now
fate-joined = joined to another idea

## What a person thinks of a chosen idea

stance-agree = agree
stance-disagree = disagree
stance-pass = pass
remark-like = What people like:
remark-worry = What worries people:
remark-work = What would make it work for people:
# The same above one's own words.
remark-own-like = What you like:
remark-own-worry = What worries you:
remark-own-work = What would make it work for you:

## Acts that take something away. They stand in sentences such as "Ada asks to end this step early."

narrowing-end-step = end this step early
narrowing-withdraw-round = withdraw this round
narrowing-hide-idea = hide an idea
narrowing-pause-step = pause this step
# The request is not known any more.
narrowing-gone = take something away

## What people can do, in sentences such as "It is too early to vote."

act-join = join this round
act-second = second the topic
act-plan = plan the round
act-state-problem = write a problem statement
act-park-answer = keep an answer for later
act-word-question = word the question
act-support-wording = support a wording
act-consent = consent to the question
act-object = object
act-offer-idea = offer an idea
act-change-idea = change an idea
act-build-on = build on an idea
act-merge = join ideas
act-vote = vote
act-minority-view = write a minority view
act-give-feedback = give feedback
act-set-fate = say what becomes of an idea
act-write-outcome = write the outcome
act-follow-up = check the promises
act-time = change how long a step takes
act-request = make a request

## The five honest answers. Each is a choice; people's own words follow it.

decider-participants = Who decides: the people in this round.
decider-together = Who decides: the people in this round and others, together.
decider-others = Who decides: others.
fixed-nothing = What is already fixed: nothing.
fixed-some = What is already fixed: some things.
fixed-plan = What is already fixed: the plan.
what-is-open = What is open:
use-done-together = What happens with the result: we carry it out together.
use-done = What happens with the result: it will be done.
use-advice = What happens with the result: it is advice.
use-nothing = What happens with the result: nothing is promised.

## The rule that decides, in one sentence, and its name

rule-dots = The ideas with the most dots go on.
rule-supporters = The ideas with dots from the most people go on.
rule-fair-share = Each group of a fair size gets its share of the chosen ideas.
rule-approval = You can put one dot on each idea you can live with. The ideas with most people go on.
rule-name-dots = dots
rule-name-supporters = supporters
rule-name-fair-share = fair share
rule-name-approval = approval

## What each step of the rule for ties does

tie-rule-other-measure = First we compare the tied ideas by the other measure: dots or supporters.
tie-rule-widen = If one more place lets all tied ideas in, we add one place.
tie-rule-runoff = Then there is a runoff. Each person has 1 dot for the tied ideas.
tie-rule-all-go-on = Ideas that are tied even then all go on.
