### Why something was not done. "Nothing has changed." and one next step follow each of these.

## The wrong step, or the wrong person

too-early = It is too early to { $act }. We are in the step { $phase }. That comes in the step { $possible }.
too-late =
    It is too late to { $act }. That ended { $ended }. Your message came { $now }.
    We are in the step { $phase }. It was the step { $possible }.
wrong-phase = You cannot { $act } in the step { $phase }. It belongs to the step { $possible }.
round-ended = This round is over. It is { $phase }.
no-round = No round is on here now.
topic-unknown = There is no topic { $topic } here.
which-round =
    More than one round is on: { $topics }. Please say which. Put the number after the first word,
    as in: vote #{ $first } 3:2.
not-joined = You have not joined this round yet.
joined-already = You are in this round already.
joined-too-late = Voting began { $closed }. You joined later, { $joined }. So you cannot vote in this round.
organisers-only = Only organisers can do that.

ballot-in-private = A room is not secret: all can read what you write. Please do this in a direct message to me.
log-unsigned = The log is not signed here, so I cannot hand it out. Whoever runs me can make a key for it.
log-in-space = You are in more than one community, or in none. Please ask for the log in a space of it.
log-entry-unknown =
    { $last ->
        [0] There is no entry { $no }. The log has none yet.
        [one] There is no entry { $no }. The log has 1.
       *[other] There is no entry { $no }. The last one is { $last }.
    }
# $given: what somebody typed for a day.
log-no-such-day = I know no such day or month: { $given }. Write it like 2026-03-02, or 2026-03 for a whole month.
log-words-too-long =
    { $most ->
        [one] I can look for 1 letter. These are { $length }.
       *[other] I can look for { $most } letters at most. These are { $length }.
    }
receipt-in-private = A receipt shows how somebody voted. So please ask for it in a direct message.
receipt-too-early = Nobody can see a ballot before voting ends. After that you can look yours up.
receipt-unknown = No ballot of this round has the receipt { $receipt }. Please check both words.
receipts-not-listed = Fewer than 5 people voted, so no ballot is listed. Who knows one could guess the others.
suggest-in-space = Please suggest the topic in the space where the round shall live.
step-waits =
    This step ended { $closes }. I cannot reach all platforms of this round yet.
    What people sent there in time has to count, so the next step waits for it.
link-in-private =
    Others can read this. Please link accounts where only I can read what you write.
    A code that was typed here does not work any more.
link-code-unknown = I do not know this code. It may be older than 10 minutes, or used. Please get a new one.
link-too-many-tries = That were too many wrong codes. You can try again { $again }.
link-same-person = These two accounts count as one person already.
setup-first = Nobody has set up a community here yet.
publish-unset = Whoever runs me named no folder for pages. Ask them to set one. You can get the pages with an export.
publish-failed = I could not write the pages. Nothing has changed. I told whoever runs me. Please try again later.
# $entries, $most: how many entries. $command: what the one who runs the bot types.
publish-too-long =
    The log has { $entries } entries. From here I publish up to { $most }.
    Ask whoever runs me to type { $command }.
setup-in-space = Please set things up in the space itself, where all can read it.
setup-already = This space belongs to a community already.
setup-needs-right = Only somebody who may manage this space can do that.
code-unknown = I do not know this code. It may be older than 10 minutes. Please get a new one.
# $near: the names that look most like it.
zone-unknown = I do not know this time zone. These look like it: { $near }.
# $near: the languages that there are, such as "de (Deutsch)".
language-unknown = I have no texts in this language. I have these: { $near }.
# $near: codes with the country beside each, such as "DE-BE (Germany)".
holidays-unknown = I do not know the holidays of this place. These look like it: { $near }.
holidays-not-here =
    I have no list of public holidays here. You can give days of your own, such as 2027-12-24.
    Whoever runs me can add the list.
holidays-out-of-reach = No step can end on this day: { $day }. Give days from today on, ten years ahead at most.
holidays-too-many = These are too many days. You can give up to { $most } of them.
template-unknown = I do not know this template. You can choose from these: { $near }.
organiser-not-removed = No organiser can end the work of another. Only you can end your own.
organiser-last = You are the last organiser. Please name another one first.

## Words

unknown-command = I do not know this command. These look like it: { $near }.
edited-once = You changed a message that I have followed already. It counts once. Please send a new one.
usage = I need a little more to go with { $command }.
words-blank = There are no words in it.
words-too-long =
    That is too long. It has { $length } letters and spaces, and { $limit } is the most.
    Please make it shorter by { $over }.
reason-too-short = Please give a reason of at least { $least } letters.
mentions-everyone = That word would call everybody here. Please leave it out.

## Topics and plans

second-own = This is your own topic. Others have to second it.
second-again = You have seconded this topic already.
topic-seconded = This topic has enough seconders. It opens by itself, so it does not need more time.
plan-no-topic = No topic waits for a plan. Please suggest one first.
plan-too-late = This round is open already. Its rules are fixed.
plan-in-private = I ask five questions for a plan. Please start it in a direct message to me.
plan-exists = Somebody has planned this round already.
plan-first = Nobody has planned this round yet. Please plan it first. Then you can change the plan.
setting-same = That is how it is already.
window-too-short = That is too short. The step { $step } takes at least { $at_least }.
window-too-long = That is too long. No step takes more than { $days } days.
heard-too-few = That is too few. It has to be { $people } people at least, and { $percent } in 100 of those who joined.
preview-no-plan = Nobody has planned this round yet. Please plan it first. Then you can look at it.
preview-too-late = This round is open already. Its card shows how it looks.
preview-in-private = Only you should see this. Please ask for it in a direct message to me.
preview-no-such-step = By its rules, this round never comes to that step.
doctor-in-space = You are in more than one community, or in none. Please ask for this in a space of it.
answers-missing = The five honest answers are missing.
reply-by-past = That day is not in the future. Please promise a reply by a day to come.

## The question

wording-unknown =
    { $last ->
        [0] There is no wording { $wording }. Nobody has worded the question yet.
        [one] There is no wording { $wording }. There is only 1.
       *[other] There is no wording { $wording }. The last one is { $last }.
    }
wording-set-aside = Wording { $wording } was set aside, because of an objection.
wording-supported-already = You support wording { $wording } already.
consent-again = You have consented already.
objection-none = You have no objection that stands.

## Ideas

idea-unknown =
    { $last ->
        [0] There is no idea { $idea }. There are no ideas yet.
        [one] There is no idea { $idea }. There is only 1.
       *[other] There is no idea { $idea }. The last one is { $last }.
    }
idea-joined = Idea { $idea } was joined to idea { $to }. Please use number { $to }.
idea-withdrawn = Its author took idea { $idea } back.
idea-hidden = Idea { $idea } was hidden, because a request passed.
idea-not-yours = Idea { $idea } is not yours. Only its author can do that.
idea-same = Idea { $idea } says the very same. You can build on it.
ideas-alone-first = Please offer an idea of your own first. Then you can read the others. All can read them from { $opens }.
ideas-enough =
    { $limit ->
        [one] You gave 1 idea already. That is as many as one person can.
       *[other] You gave { $limit } ideas already. That is as many as one person can.
    }
organisers-speak-later = Organisers speak last here. You can offer ideas from { $opens }.
parked-unknown =
    { $last ->
        [0] You have no kept answers.
        [one] You have no kept answer { $which }. You have only 1.
       *[other] You have no kept answer { $which }. The last one is { $last }.
    }
parked-same = We keep this answer for you already. It is your kept answer { $which }.
parked-offered = You have offered kept answer { $which } already.
merge-with-itself = Idea { $idea } cannot be joined to itself.
merge-offered-already = Somebody has asked already to join ideas { $keep } and { $join }.
merge-unknown = Nobody has asked to join ideas { $keep } and { $join }.
merge-not-yours = Ideas { $keep } and { $join } are not yours. Only their authors can answer.
merge-accepted-already = You have said yes to joining ideas { $keep } and { $join } already.
split-nothing = Idea { $idea } is not joined to another idea.

## Ballots

ballot-over-budget =
    { $dots ->
        [one] We did not count that vote. You asked for { $asked } dots but you have 1.
       *[other] We did not count that vote. You asked for { $asked } dots but you have { $dots }.
    }
ballot-over-cap =
    { $cap ->
        [one] We did not count that vote. You put { $asked } dots on idea { $idea }. You can put 1 dot on one idea.
       *[other] We did not count that vote. You put { $asked } dots on idea { $idea }. You can put up to { $cap } on one.
    }
ballot-negative = We did not count that vote. Idea { $idea } cannot have fewer than 0 dots.
ballot-idea-unknown = We did not count that vote. Idea { $idea } is not on the ballot.
idea-not-on-ballot = We did not count that vote. Idea { $idea } is not on the ballot.

## The result, feedback, minority views

idea-not-chosen = Idea { $idea } was not chosen. These were: { $chosen }.
minority-unknown =
    { $last ->
        [0] There is no minority view { $view }. There are none yet.
        [one] There is no minority view { $view }. There is only 1.
       *[other] There is no minority view { $view }. The last one is { $last }.
    }
minority-signed-already = You hold minority view { $view } already.

## The outcome

fate-needs-owner = Idea { $idea } is chosen, so it needs an owner and a day. Say who, and by when.
fate-needs-reason = Idea { $idea } needs a reason for its fate.
fates-missing =
    { $count ->
        [one] 1 idea has no fate yet: { $ideas }.
       *[other] { $count } ideas have no fate yet: { $ideas }.
    } Every idea needs one before the outcome is published.
difference-unsaid = The vote chose other ideas: { $counted }. Please write why the outcome is not the same.
due-on-past = The day for idea { $idea } has gone by. Please give a day to come.
fate-not-joined = Only authors can join idea { $idea } to another one, and the time for that is over.
date-too-far = That day is too far away. The most is { $days } days.
idea-not-promised = Idea { $idea } was not promised. These were: { $promised }.
done-already = Idea { $idea } is done already.
done-claimed-already = Somebody has said already that idea { $idea } is done.
done-not-claimed = Nobody has said yet that idea { $idea } is done.
confirm-own = You said yourself that idea { $idea } is done. Others have to confirm it.
confirm-again = You have confirmed idea { $idea } already.

## Time and requests

time-asked-already = You have asked for more time in this step already.
time-given-already = This step has more time already. It ends { $closes }.
time-only-longer = Time can only be given, never taken away. To take time away, make a request.
time-too-long = That is too long. You can give up to { $days } days at once.
step-too-long = No step can be made longer than { $days } days in all. This one ends { $closes }.
paused = This step stands still until { $until }. You can write here again then.
nothing-to-pause = There is no step here that could stand still.
pause-days = A pause has 1 to { $most } days. If people just need more time, an organiser can give it.
paused-already = This step had its pause already. It ends { $closes }.
no-window = This step ends by itself. So there is no time to take away.
ideas-frozen = The ideas are fixed for the vote. So no idea can be hidden now.
request-which-idea = Please say which idea is meant, with its number.
request-made-already = Somebody has made this request already.
request-unknown = There is no open request { $request }.
support-own = This is your own request. Others have to support it.
support-organiser = Organisers cannot support a request. They can object to one.
support-again = You support request { $request } already.
topics-enough = You can have { $limit } topics waiting at a time. Wait until one is seconded.
calendar-no-dates = This round has no dates now. It has not opened yet, or it is over.
