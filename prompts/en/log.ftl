### What an entry of the log says, how the log is narrowed, and how an entry and a ballot can be checked.

## A page of entries

# $topic: the number of a topic.
log-only-power = Only acts of organisers.
log-only-topic = Only topic { $topic }.
# $days: a month or a day, such as 2026-03.
log-only-days = Only from { $days }.
# $words: what somebody looks for.
log-only-words = Only with: { $words }
log-none-such = The log has no such entry.
log-size =
    { $size ->
        [one] The log has 1 entry.
       *[other] The log has { $size } entries.
    }
log-looked-at =
    { $count ->
        [one] I looked through 1 entry. The older ones come next.
       *[other] I looked through { $count } entries. The older ones come next.
    }

## One entry

log-of-topic = It belongs to topic { $topic }.
log-words-unshown = Some words that belong to it are not shown here, as the room does not show them.
log-entry-unsigned = It is not signed yet. That takes a day at most. You get the entry itself as a file.
# $size (number): how many entries were signed.
log-entry-proof =
    You get two files. One is the entry, byte by byte. The other proves that it stands in the signed log
    of { $size } entries.
log-entry-does-not-fit =
    This is not the entry that was signed. Somebody changed the log. Keep your old checkpoints, and tell the others.
# These stand above somebody's words.
log-in-words = In their words:
log-words-title = The topic:
log-words-owner = Who will do it:
log-words-name = Who did it:
log-words-whom = Who it is about:
log-words-of-idea = Idea { $idea }:

## What each kind of entry says. $why and $words: somebody's words. $closes, $before, $after: dates and times.

log-opened = The topic: { $title } The label: { $label }.
log-label = The label: { $label }.
log-step-until = The step: { $step }. It ends { $closes }.
log-clock-ahead = It went ahead by { $moved }. No step ended until the right time was known.
log-clock-back = It went back by { $moved }. No step ended until the right time was known.
log-longer = { $why } It was to end { $before }. Now it ends { $closes }.
log-longer-few-heard = Too few people were heard.
log-longer-surge = Much changed near the end.
log-longer-asked = Enough people asked for more time.
log-longer-given = An organiser gave more time.
log-longer-sort = There were too many ideas for one ballot.
log-longer-tied = Two wordings had the same number of supporters.
log-longer-outage = Not everybody could reach me for some time.
log-longer-paused = A request passed, so the step stands still.
log-paused-until = The step stands still until { $until }.
log-longer-rewording = An objection stood, and nobody had other words.
log-shorter = It was to end { $before }. Now it ends { $closes }.
log-few-voices = The rule asks for { $needed } people. So the result is advice only.
log-planned = The round was planned with the template { $after }.
log-planned-anew = The template was { $before }. Now it is { $after }.
log-set-window = The step: { $step }. It was { $before } long. Now it is { $after }.
log-set-heard =
    It was { $people } people to be heard, and { $percent } in 100. Now it is { $new } people, and { $share } in 100.
log-gave-time = The step: { $step }. It was to end { $before }. Now it ends { $after }.
log-gave-time-why =
    The step: { $step }. It was to end { $before }. Now it ends { $after }. The reason: { $why }
# $act: such as "end this step early".
log-requested = Request { $request }: to { $act }.
log-requested-why = Request { $request }: to { $act }. The reason: { $why }
log-fate = Idea { $idea }: { $fate }.
log-fate-why = Idea { $idea }: { $fate }. The reason: { $why }
log-fate-anew = Idea { $idea } was: { $old }. Now it is: { $fate }.
log-fate-anew-why = Idea { $idea } was: { $old }. Now it is: { $fate }. The reason: { $why }
log-published = They published the outcome.
log-published-why = They published the outcome. Why it is not what the vote chose: { $why }
log-question = The question: { $words }
log-on-ballot = On the ballot: { $ideas }.
log-go-on = These ideas go on: { $ideas }.
log-tied =
    { $places ->
        [one] Tied for 1 place: { $ideas }.
       *[other] Tied for { $places } places: { $ideas }.
    }
log-words = In their words: { $words }
# $owner: who will do it, in somebody's words. $day: a date.
log-promised = Idea { $idea } is promised for { $day }. Who will do it: { $owner }
log-promised-for = Idea { $idea } is promised for { $day }.
log-promised-by = It was promised by { $day }.
log-idea-promised = Idea { $idea } was promised by { $day }.
log-progress = Idea { $idea }: { $words }
log-check = It is check { $no } of { $of }.
log-request = Request { $request }: to { $act }.
log-request-why = Request { $request }: to { $act }. The reason: { $why }
log-request-number = It is request { $request }.
log-request-objection = It is about request { $request }. The reason: { $words }
log-request-fell-by = It is request { $request }. Support: { $support }. It needed { $needed }.
log-request-on =
    Not everybody could reach me for some time. People can answer request { $no } until { $closes }.
log-claim-longer =
    Not everybody could reach me for some time. People can say until { $closes } that idea { $idea } is not done.
log-on-ideas = About these ideas: { $ideas }.
log-receipts-part = Part { $part } of { $of }.
log-whom = It is about { $who }
# $before and $after: a name or a setting, in quotation marks.
log-changed = It was { $before }. Now it is { $after }.
log-now-is = Now it is { $after }.

## Checkpoints

checkpoint-none = Nothing is signed yet. That takes a day at most.
# $count (number): entries that came later.
checkpoint-since =
    { $count ->
        [one] 1 entry came later. It is signed within a day.
       *[other] { $count } entries came later. They are signed within a day.
    }
checkpoint-key = This is the key of the log. Keep it with the text above:
# $typed: a command for a computer.
checkpoint-how =
    To check, save both as files and ask who runs the bot for the whole log. Then run this: { $typed }

log-key-title = The log has a new key
log-key-changed-by = Whoever runs the bot replaced the key of the log. This is the new one:
log-key-old = The old key has signed this change. So what you kept before still counts.

## Receipts of ballots. $receipt: two words, such as amber otter.

ballot-receipt =
    Your receipt: { $receipt }. After the vote you can find your ballot by it. You need not show it to anybody.
ballot-receipt-public =
    Your receipt: { $receipt }. You can look up your ballot by it now, if 5 people or more voted.
    You need not show it to anybody.
ballot-receipt-now = Only this receipt counts now: { $receipt }.
tally-receipts = All ballots are public now, without names. Do you have a receipt? Look your ballot up by it.
receipts-none = You have no ballot with dots in this round. So you have no receipt.
# $vote: one of the names below.
receipt-of-vote = { $vote }: { $receipt }
receipts-later = After the vote, if 5 people or more voted, you can find your ballot by it.
receipts-are-public = You can look up your ballot by it now, if 5 people or more voted.
receipt-is-yours = Whoever knows it can see how you voted. You need not show it to anybody.
receipt-title = The ballot of { $receipt }
receipt-ballot = { $vote }:
receipt-twice = Two people have this receipt. One of these ballots is yours.
vote-kind-vote = The vote
vote-kind-shortlist = The first vote, for a shorter list
vote-kind-runoff = The runoff
