### The decision record: the file about one round that people keep. It tells what was, years later too,
### and it speaks to no one person. The names of steps, labels and fates come from terms.ftl.

## The head

record-is = This is the decision record of one round. It tells what was asked, what people gave, and what came of it.
record-made = This record was written { $at }.
record-not-whole = The round is not over, so this record is not whole yet.
record-zone = All times are those of { $zone }. The time in UTC, the same all over the world, stands beside each.
record-zone-utc = All times are in UTC, which is the same all over the world.
record-names =
    Nobody is named here. People who acted where all could see it are called P1, P2 and so on.
    The same person keeps the same number.

record-short = In short
record-ideas-given =
    { $count ->
        [0] Nobody gave an idea.
        [one] There is 1 idea.
       *[other] There are { $count } ideas.
    }
record-voted =
    { $count ->
        [0] Nobody voted.
        [one] 1 person voted.
       *[other] { $count } people voted.
    }
record-outcome-differs = The outcome is not the same as the vote.
record-no-promises = The outcome promises nothing.

# Stands before what happened then. $at: a date and a time.
record-at = { $at }:

## The label, the question, the people

record-label = The honest label
record-ladder =
    There are seven labels, from the lowest to the highest: { rung-coercion }, { rung-educating }, { rung-informing },
    { rung-consultation }, { rung-engagement }, { rung-codesign }, { rung-coproduction }.
record-ladder-down = By itself a label only moves down.
record-answers = Before a round opens, five questions have to be answered in an honest way. These are the answers:
record-question = The question
record-question-open = No question is agreed yet.
record-question-never = The round ended before a question was agreed.
record-consented =
    { $count ->
        [0] Nobody said that they consent to it.
        [one] 1 person consented to it.
       *[other] { $count } people consented to it.
    }
record-people = Who took part
record-suggested = 1 person suggested the topic.
record-seconded =
    { $count ->
        [0] Nobody seconded it.
        [one] 1 person seconded it.
       *[other] { $count } people seconded it.
    }
record-joined =
    { $count ->
        [0] Nobody joined the round.
        [one] 1 person joined the round.
       *[other] { $count } people joined the round.
    } { $organisers ->
        [0] None of them was an organiser.
        [one] 1 of them was an organiser.
       *[other] { $organisers } of them were organisers.
    }
record-left =
    { $count ->
        [one] 1 person left it again.
       *[other] { $count } people left it again.
    }
record-linked =
    { $count ->
        [one] 1 of these people had joined with two accounts.
       *[other] { $count } times, two accounts in this list were one person's.
    }
record-gave-feedback =
    { $count ->
        [0] Nobody gave feedback.
        [one] 1 person gave feedback.
       *[other] { $count } people gave feedback.
    }

## The rules

record-rules = The rules
record-rules-frozen = These rules were fixed when the round opened. No one person could change them since then.
record-rules-mark =
    Their mark is { $hash }. The same mark was said to all when the round opened.
    It is a SHA-256 hash: if one rule were changed, the mark would be another.

## Framing

record-problem = The problem, and the wordings of the question
record-no-statements = Nobody wrote a problem statement.
record-wording-supported =
    { $count ->
        [one] 1 person supported it.
       *[other] { $count } people supported it.
    }
record-wording-chosen = This is the question now.
record-question-objections = Objections to the question:
record-objection-stands = It stands.
record-objection-back = It was taken back.
record-objection-anew = The same person put it another way later.
record-objection-met = Another wording took the place of the one it was about.
record-kept-answers =
    { $count ->
        [one] 1 answer came before its time, and nobody offered it as an idea later.
       *[other] { $count } answers came before their time, and nobody offered them as ideas later.
    }

## The ideas

record-ideas = The ideas
record-no-authors = An idea stands here without its author.
record-idea = Idea { $idea }
record-idea-words = Idea { $idea }: { $words }
# In place of words that everybody will see later.
record-not-shown-yet = These words are not shown yet. People think alone first.

## The vote

record-vote = The vote
record-vote-none = There was no vote, because there was no idea to vote on.
record-vote-never = The round ended before the ballots were counted. So nobody will see a tally.
record-shortlist =
    There were too many ideas for one ballot. So people voted twice. After the first vote these ideas went on: { $ideas }.
record-rule = Before the opening, this rule was fixed:
record-places =
    { $count ->
        [one] There was 1 place.
       *[other] There were { $count } places.
    }
record-column-rank = Rank
record-column-idea = Idea
record-column-dots = Dots
record-column-supporters = Supporters
record-column-fair-share = Fair share
record-column-chosen = Chosen
record-yes = yes
record-no = no
record-tied = tied
record-fair-share = The column for fair share shows what that rule would choose. Each group of a fair size gets its share.
record-fair-share-means = In fair share, each voter has the same amount to pay for ideas with.
record-fair-share-grown = These came in only after all the amounts grew by the same steps: { $ideas }.
record-fair-share-filled = Nobody could pay for these, and they came in by the number of their supporters: { $ideas }.
record-ties = Ties
record-ties-none = No ideas were tied for the last place.
record-runoff =
    { $ballots ->
        [0] Nobody voted in the runoff.
        [one] 1 person voted in the runoff.
       *[other] { $ballots } people voted in the runoff.
    }
record-other-rules = The same ballots by other rules
record-ballots-listed =
    Do you want to count again? The other file of this record lists the ballots, without names and in no order of time.
record-ballots-few =
    Fewer than { $least } people voted. So the other file of this record does not list the ballots. They could be guessed.
record-ballots-few-in-runoff =
    Fewer than { $least } people voted in the runoff. So the ballots of the runoff are not listed. They could be guessed.

## Objections, minority views, feedback

record-objections = Objections to the result
record-objections-none = Nobody objected to the result.
record-minority = Minority views
record-minority-none = Nobody wrote a minority view.
record-feedback = The feedback
record-feedback-never = The round ended before the feedback was public. So it is not shown.
record-feedback-no-words = Nobody wrote anything about it.

## The outcome

record-outcome = The outcome
record-outcome-open = The outcome is not written yet.
record-outcome-never = The round ended without an outcome.
record-outcome-on = It was published { $at }.
record-outcome-same = The outcome is what the vote chose.
record-reply-promised = A reply was promised by { $day }.
record-reply-due = A reply is promised by { $day }.
record-reply-in-time = A reply was promised by { $day }. It came in time.
record-reply-late = A reply was promised by { $day }. It came later than that.
record-reply-missing = A reply was promised by { $day }. That day went by without one.
record-fates = What becomes of each idea
record-fate-never = The round ended before this idea had a fate.

## Acts of organisers, and requests

record-power = Acts of organisers, and requests
record-power-intro =
    Organisers can set a round up, give it more time, and write its outcome. Whatever they do is listed here.
    To take something away, anyone has to make a request. Then the people in the round answer it.
record-power-none = No organiser acted.
record-power-planned = { $who }, an organiser, planned the round with the template { $template }.
record-power-planned-anew = Before that, it was planned with the template { $template }.
record-power-window = { $who }, an organiser, changed the length of the step { $step } from { $before } to { $after }.
record-power-heard =
    { $who }, an organiser, changed how many must be heard.
    From then on it was { $people } people, and { $percent } in 100 of those who joined.
record-power-heard-before = Before that it was { $people } people, and { $percent } in 100.
record-power-time = { $who }, an organiser, gave more time to the step { $step }.
record-power-fate = { $who }, an organiser, set the fate of idea { $idea }: { $fate }.
record-power-fate-anew = { $who }, an organiser, changed the fate of idea { $idea } from “{ $old }” to “{ $fate }”.
record-power-reasons = Why each fate was set stands above, with the idea.
record-power-published = { $who }, an organiser, published the outcome.
record-reason-changed = The reason at that time:
record-requests-none = Nobody made a request.
record-request = Request { $request }
record-request-made = { $who } asked to { $act }.
record-request-made-by-organiser = { $who }, an organiser, asked to { $act }.
record-request-step = That was in the step { $step }.
record-request-support =
    { $support ->
        [0] Nobody supported it.
        [one] 1 person supported it.
       *[other] { $support } people supported it.
    } It needed { $needed }.
record-request-objections = Objections to it:
record-request-passed = It passed.
record-request-fell = It fell, so nothing changed.
record-request-too-late = What it asked for could not be done any more.
record-request-waits = People can answer it until { $closes }.
record-request-over = The round ended before this request did.

## Follow-up

record-follow-up = The follow-up
record-promise = { $owner } was to see to it by { $day }.
record-promise-open = It is not done yet.
record-promise-claimed =
    { $count ->
        [0] It is said to be done. Nobody confirmed it so far.
        [one] It is said to be done. 1 person confirmed it so far.
       *[other] It is said to be done. { $count } people confirmed it so far.
    }
record-promise-missed = Its day went by, and it was not done.
record-promise-done = It is done.
record-promise-done-late = It is done. It was not done by its day.
record-course = How it went:
record-progress = { $who } told how it was going.
record-claimed = { $who } said that it is done.
record-confirmed = Somebody confirmed that it is done.
record-disputed = Somebody said that it is not done.
record-claim-longer = For { $lost } not everybody could reach me. So people could say no until { $closes }.
record-settled =
    { $count ->
        [one] 1 person had confirmed it. So it counts as done.
       *[other] { $count } people had confirmed it. So it counts as done.
    }
# $length: such as "7 days".
record-settled-undisputed = Nobody said no for { $length }. So it counts as done.
record-missed = The day that it was promised for went by. All were told.
record-checks = Checks:
record-check = Check { $number } of { $of } was held. What was promised was read out to all.
record-checks-none = No check was held so far.

## What happened when

record-times = What happened when
record-topic-suggested = The topic was suggested.
record-planned = { $who } planned the round.
record-opened = The round opened, and its rules were fixed.
record-step = The step { $step } began.
record-step-until = It was to end { $closes }.
record-step-now-until = From then on it was to end { $closes }.
record-archived = The round was over.
record-withdrawn = A request passed, and the round was withdrawn.
record-accounts-linked = Two accounts were found to be one person. That person has one ballot.
record-expired = Too few people had seconded the topic in time. So it expired.
record-few-heard =
    { $heard ->
        [0] Nobody was heard so far.
        [one] 1 person was heard so far.
       *[other] { $heard } people were heard so far.
    } At least { $needed } were needed.
record-few-heard-secret = Too few people were heard. At least { $needed } were needed.
record-few-voices =
    { $heard ->
        [0] The step was over, and nobody was heard.
        [one] The step was over, and 1 person was heard.
       *[other] The step was over, and { $heard } people were heard.
    } At least { $needed } were needed. So the result is advice only.
record-few-voices-secret = The step was over, and fewer than { $needed } people were heard. So the result is advice only.
record-longer = The step got more time.
record-longer-surge = Much changed near the end of the step.
record-longer-asked = Enough people asked for more time.
record-longer-given = An organiser gave more time.
record-longer-sort = There were too many ideas for one ballot.
record-longer-tied = Two wordings had the same number of supporters.
record-longer-outage = For { $lost } not everybody could reach me.
record-longer-rewording = An objection stood, and there were no other words for the question yet.
record-longer-paused = A request passed, so the step stood still.
record-paused = A pause began. It was to last until { $until }.
record-resumed = The pause was over, and the step went on.
record-shorter = A request passed, so the step got less time.
record-question-agreed = The question was agreed.
record-question-anew = An objection stood, so people were asked about other words.
record-was-joined = Idea { $join } was joined to idea { $keep }.
record-was-split = Idea { $idea } stood by itself again.
record-was-withdrawn = The author of idea { $idea } took it back.
record-was-hidden = A request passed, and idea { $idea } was hidden.
record-roll-closed = The ideas on the ballot were fixed. Who joined after that could not vote.
record-list-shorter = The list of ideas was made shorter.
record-runoff-needed =
    { $places ->
        [one] Ideas { $ideas } were tied for 1 place. So there was a runoff.
       *[other] Ideas { $ideas } were tied for { $places } places. So there was a runoff.
    }
record-counted = The ballots were counted, and the tally was public from then on.
record-request-when-made = Request { $request } was made.
record-request-when-passed = Request { $request } passed.
record-request-when-fell = Request { $request } fell.
record-request-until = So people could answer request { $request } until { $closes }.
record-claim-until = So people could say until { $closes } that idea { $idea } is not done.
record-published = The outcome was published.
record-reply-went-by = The day went by for which a reply was promised.
record-promise-went-by = The day went by for which idea { $idea } was promised.
record-promise-kept = Idea { $idea } counts as done.
record-check-held = Check { $number } of { $of } was held.
