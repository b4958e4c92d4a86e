### The card of a round, and the sentences that the card, the room and the help share.

heading-topic = Topic { $number }: { $title }
heading-round = Round { $number }: { $title }
heading-practice = Practice round { $number }: { $title }
# On the card of a practice round, and where it opens.
practice-not-real = This is for practice. Nothing here is real.

card-step = Step: { $step }
step-ends = This step ends { $closes }. Next: { $next }.

# Stands above the question.
question = The question:
question-offered = The question, if you consent:

## What to do in each step

now-proposed =
    { $count ->
        [0] Somebody suggested this topic. Nobody has seconded it yet.
        [one] Somebody suggested this topic. 1 person has seconded it.
       *[other] Somebody suggested this topic. { $count } people have seconded it.
    } Do you want to talk about it too? Then second it.
topic-waits-until = The topic waits until { $closes }.
now-seconded =
    Enough people want to talk about this topic. Now it needs a plan with five honest answers.
    Organisers can plan it, and so can the person who suggested it.
topic-opens-unplanned = If nobody plans it, it opens by itself { $opens }.

now-framing =
    We want your help to work out what the problem is. Nothing is decided yet.
    Tell us what happens, who it happens to, and why it matters. Please do not offer answers yet.
    That comes next. You can also word the question that we will work on.
statements-so-far =
    { $count ->
        [0] There is no problem statement yet.
        [one] There is 1 problem statement so far.
       *[other] There are { $count } problem statements so far.
    }

now-confirming =
    Can you live with this question? Then consent. It does not have to be perfect.
    Would it do harm? Then object, and say why. You can also offer better words for it.
# Said below now-confirming, where an objection stands and there was no other wording.
find-other-words = An objection stands. So this step is longer. Please offer other words for the question.
# Stands above the objections.
objections = These objections stand:

now-ideas =
    Tell us your ideas. Put one idea in each message. You can build on the ideas of others.
    Please do not judge them yet. Our lists do not say who gave an idea.
alone-first =
    Please think alone first. You can read the ideas of others once you gave one.
    All can read them from { $until }.
ideas-so-far =
    { $count ->
        [0] There is no idea yet.
        [one] There is 1 idea so far.
       *[other] There are { $count } ideas so far.
    }

now-sorting =
    Some ideas may say the same. Their authors can join them. Only the authors decide that.
    A joined idea keeps its words and its number.

now-voting =
    { $dots ->
        [one] You have 1 dot. Put it on the idea you like best.
       *[other] You have { $dots } dots. Put your dots on the ideas you like best.
    } { $cap ->
        [one] You can put 1 dot on one idea.
       *[other] You can put up to { $cap } dots on one idea.
    } You can change your mind until voting ends. Nobody can see the tally before that.
vote-in-private = Please vote in a direct message to me. A room is not secret.
ideas-to-vote-on = The ideas:
now-shortlist =
    There are too many ideas for one ballot. So we vote twice. First we make the list shorter.
    There are { $lists } lists now. Please vote on each of them. The ideas with the most supporters on each list go on.
    Nobody can see the tally before voting ends.
list-title =
    { $dots ->
        [one] List { $number }. You have 1 dot here.
       *[other] List { $number }. You have { $dots } dots here.
    } { $cap ->
        [one] You can put 1 dot on one idea.
       *[other] You can put up to { $cap } dots on one idea.
    }
now-runoff =
    Some ideas are tied. So we vote once more, on these ideas only. You have 1 dot.
    Please vote in a direct message to me. Nobody can see the tally before the runoff ends.
tied-ideas = The tied ideas:

now-cooling-off =
    Voting is over. Take your time to look at the result. Would it do harm? Then object, and say why.
    Do you see it another way? Then write a minority view. It will stand beside the outcome.
now-feedback =
    Tell us what you think of each chosen idea. Do you agree, disagree or pass?
    Tell us what you like, what worries you, and what would make it work for you.
    Nobody can see how many agree before this step ends.
now-outcome =
    Now the outcome is written. It says what will be done, who does it, and by when.
    Every idea gets a fate. Minority views stand beside the outcome.
reply-promised = You will have a reply by { $day }.
now-follow-up = The outcome is published. Now we check that the promises are kept. Tell us how it is going.
now-archived = This round is over. Its log stays open to all.
now-withdrawn =
    This round was withdrawn. The people in it were asked, and no objection stood.
    The log keeps what happened.
now-expired = Too few people seconded this topic in time. So no round opens. Anyone can suggest it again.

## Ideas, fates and promises

idea-was-hidden = This idea was hidden, because a request passed.
minority-views = Minority views:
minority-signed =
    { $count ->
        [one] 1 person holds this view.
       *[other] { $count } people hold this view.
    }
fates = What becomes of each idea:
fate-is-chosen = Chosen. { $owner } will see to it by { $day }.
# $fate: later, not now, or joined to another idea.
fate-is-other = Fate: { $fate }. The reason: { $reason }
fate-is-short = Fate: { $fate }.
fate-is-joined = This idea was joined to idea { $idea }.
fate-is-withdrawn = The author took this idea back.
fate-is-open = This idea has no fate yet.
fate-is-hidden = It takes no part any more.
fates-open =
    { $count ->
        [0] Every idea has a fate.
        [one] 1 idea has no fate yet.
       *[other] { $count } ideas have no fate yet.
    }
promises = What was promised:
promise-is-open = Chosen. { $owner } will see to it by { $day }.
promise-is-missed = Chosen. { $owner } was to see to it by { $day }. That day has gone by.
promise-is-claimed = Chosen. { $owner } is to see to it. Somebody said it is done. Please confirm it or say what is missing.
promise-is-done = Chosen. { $owner } saw to it, and it is done.

## Requests that wait

requests = These requests wait for you:
request-about = Somebody asks to { $act }. You can answer until { $closes }.
request-about-idea = Somebody asks to { $act }: idea { $idea }. You can answer until { $closes }.

## The tally

tally = The tally:
tally-before-runoff = The tally before the runoff:
tally-runoff =
    { $ballots ->
        [0] The tally of the runoff. Nobody voted in it:
        [one] The tally of the runoff. 1 person voted in it:
       *[other] The tally of the runoff. { $ballots } people voted in it:
    }
bar =
    { $dots ->
        [one] 1 dot
       *[other] { $dots } dots
    } from { $supporters ->
        [one] 1 person
       *[other] { $supporters } people
    }
bar-chosen =
    { $dots ->
        [one] 1 dot
       *[other] { $dots } dots
    } from { $supporters ->
        [one] 1 person
       *[other] { $supporters } people
    }. Chosen.
bar-chosen-after-runoff =
    { $dots ->
        [one] 1 dot
       *[other] { $dots } dots
    } from { $supporters ->
        [one] 1 person
       *[other] { $supporters } people
    }. Chosen after the runoff.
bar-none = No dots
bar-none-chosen = No dots. Chosen.
bar-runoff =
    { $dots ->
        [one] 1 dot
       *[other] { $dots } dots
    }
bar-runoff-chosen =
    { $dots ->
        [one] 1 dot
       *[other] { $dots } dots
    }. Chosen.
chosen =
    { $count ->
        [one] The vote chose 1 idea: { $ideas }.
       *[other] The vote chose { $count } ideas: { $ideas }.
    }
nothing-chosen = The vote chose nothing. No idea has a dot.
