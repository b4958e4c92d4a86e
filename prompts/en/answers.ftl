### The private answer to somebody who did something. "Saved" is said only when it is stored for good.

saved = Saved.
saved-step-begins = With this a new step begins: { $step }.

## Topics, joining, time

saved-topic = Saved. This is topic { $topic }.
topic-needs =
    { $count ->
        [one] 1 other person has to second it.
       *[other] { $count } other people have to second it.
    }
saved-second = Saved. You seconded this topic.
seconders-missing =
    { $count ->
        [one] It needs 1 more person.
       *[other] It needs { $count } more people.
    }
seconders-enough = It has enough people now.
saved-plan = Saved. The round has a plan now. You can change it until the round opens.
saved-join = Saved. You are in this round now.
joined-too = You are in this round now.
# $typed: the command that stops it.
joined-reminders = I may remind you in private before a step ends. You can stop that: { $typed }.
joined-after-roll = Voting began before you joined. So you cannot vote in this round. You can do all the rest.
saved-leave = Saved. You left this round. What you gave stays in it. You can join again at any time.
saved-time-ask =
    { $count ->
        [one] Saved. 1 person has asked for more time so far.
       *[other] Saved. { $count } people have asked for more time so far.
    } It needs { $needed }.
step-now-ends = This step now ends { $closes }.
power-is-public = You did this as an organiser. It was said to everybody, and it stands in the log.

## Framing

saved-statement = Saved. This is problem statement { $statement }.
saved-parked = Saved for the ideas step. Now we still work out what the problem is.
parked-is-yours = Only you can offer it as an idea. We will remind you when its time has come.
saved-wording = Saved. This is wording { $wording }. You support it, and others can too.
saved-wording-support = Saved. You support wording { $wording }. You can support others as well.
saved-consent = Saved. You consent to this question.
saved-objection = Saved. Your objection stands beside the question.
objection-helps = It helps to offer other words for the question. You can take your objection back at any time.
saved-objection-back = Saved. Your objection is taken back.

## Ideas

saved-idea = Saved. This is idea { $idea }.
others-are-listed = You can read the ideas of others now.
ideas-left =
    { $count ->
        [0] You gave as many ideas as one person can.
        [one] You can offer 1 more idea.
       *[other] You can offer { $count } more ideas.
    }
saved-edit = Saved. Idea { $idea } has new words. Its old words are kept.
saved-idea-back = Saved. You took idea { $idea } back.
saved-build = Saved. You built on idea { $idea }.
saved-merge = Saved. Idea { $join } will be joined to idea { $keep } if their authors say yes.
merge-until = They can answer until { $closes }. If they do not answer, nothing changes.
saved-merge-yes = Saved. You said yes to joining idea { $join } to idea { $keep }.
saved-merge-no = Saved. You said no. Idea { $join } is not joined to idea { $keep }.
ideas-are-joined = Idea { $join } is joined to idea { $keep } now. Both keep their words. Their authors can split them.
saved-split = Saved. Idea { $idea } stands by itself again.
similar-ideas =
    { $count ->
        [one] Idea { $idea } looks like another idea.
       *[other] Idea { $idea } looks like other ideas.
    }
ideas-alike = These may be alike:
similar-choose = You can keep yours, take it back, or ask to join them. The choice is yours.

## Ballots

saved-ballot = Saved. This is your whole ballot.
saved-ballot-cleared = Saved. Your ballot is empty now.
ballot-title = Your dots:
dots-on-idea =
    { $count ->
        [one] 1 dot
       *[other] { $count } dots
    }
dots-left =
    { $count ->
        [0] You have no dots left.
        [one] You have 1 dot left.
       *[other] You have { $count } dots left.
    }
dots-left-in-list =
    { $count ->
        [0] List { $number }: you have no dots left.
        [one] List { $number }: you have 1 dot left.
       *[other] List { $number }: you have { $count } dots left.
    }
ballot-until = You can change it until { $closes }.
ballot-none = You have not voted yet.
ballot-over = Voting is over. Your ballot can no longer change.
ballot-not-yet = You cannot vote yet. We will say so here when voting begins.

## The result, feedback, the outcome

saved-result-objection = Saved. Your objection stands in the log, beside the outcome.
saved-minority = Saved. This is minority view { $view }. Others can sign it. The outcome is not published without it.
saved-cosign = Saved. You signed minority view { $view }.
saved-stance = Saved. Idea { $idea }: { $stance }. You can change it until this step ends.
saved-feedback = Saved. This is your feedback on idea { $idea }.
saved-feedback-too = This feedback on the idea is saved too:
saved-fate = Saved. This is the fate of idea { $idea }. You can change it until the outcome is published.
saved-outcome = Saved. The outcome is published. It cannot be changed now.
saved-progress = Saved. You told us how idea { $idea } is going.
saved-claim = Saved. You say that idea { $idea } is done.
saved-confirm = Saved. You confirm that idea { $idea } is done.
saved-dispute = Saved. You say that idea { $idea } is not done.
confirmations-missing =
    { $count ->
        [one] 1 more person has to confirm it.
       *[other] { $count } more people have to confirm it.
    } It is also done if nobody says no until { $closes }.

## Requests

saved-request = Saved. This is request { $request }.
saved-request-support = Saved. You support request { $request }.
saved-request-objection = Saved. You object to request { $request }. It will fall if your objection stands.

## What single people are told because of what others did

merge-answer-until = You can answer until { $closes }. If you do not answer, nothing changes.
merge-asked = Somebody asks to join idea { $join } to idea { $keep }. One of them is yours. Do you say yes?
merge-declined = An author said no. Idea { $join } is not joined to idea { $keep }.
merge-lapsed = Not all authors said yes in time. Idea { $join } is not joined to idea { $keep }.
idea-was-split = Idea { $idea } is yours. It stands by itself again.
idea-was-built-on = Somebody built on your idea { $idea }:
your-idea-was-hidden = Your idea { $idea } was hidden, because a request passed. The log says why.
your-ideas-became = The outcome is published. This is what becomes of your ideas:
parked-time-has-come = You kept an answer for later. Its time has come: you can offer it as an idea now.

link-code =
    Your code is { $code }. It works once, for 10 minutes.
    Give it to me in private with your other account.
    On Discord, use { $slash }. On Matrix, type this: { $typed }
link-code-secret = Show this code to nobody. Whoever types it counts as you.
accounts-linked = Done. Your two accounts count as one person now. What you gave with either is yours in both.
account-linked-to-yours = Your code was used. Another account counts as you from now on.
accounts-linked-one-ballot =
    You have one ballot. Where you had two in a vote that is on, only the newer one counts.
    A vote that is over stays as it was counted.
accounts-linked-logged = Two accounts were found to be one person. That person has one ballot.
accounts-linked-unnamed = Nobody is told whose accounts they are.
