### What the bot says for itself.

welcome-title = Hello
welcome =
    I help people work out a problem together. First we find the question. Then you offer ideas, and you vote.
    Then we check what became of it. It takes weeks, not minutes, so that all can think.
welcome-private = The others do not see what we write here. Only those who run this service could. This is the place to vote.
invited =
    Nobody has set up a community here yet. Somebody who may manage this space can do that now.
setup-title = A community begins
setup-done = This is now the community { $community }. Its times are in the zone { $zone }.
setup-can = Anyone here can suggest a topic.

## What does not work, and what to grant

trouble-title = What I can do here
trouble-none = I can do all that I need here.
trouble-list = Some things do not work here yet:
trouble-removed = I was removed from this space. Somebody who manages it has to invite me again.
trouble-cannot-speak = I cannot write in this space. Somebody who manages it has to let me.
trouble-events-full =
    The list of events of this server is full. So the dates of your rounds are not in it.
    Somebody who manages it can take old ones out.
trouble-words-stopped =
    A filter for words stopped one of my messages there. Nothing that people wrote is lost.
    Somebody who manages the space can let my messages through.
trouble-cannot-pin =
    I cannot pin the card of a round here. Then people have to look for it.
    Give me the power level for pinned messages if you want that.
trouble-encrypted =
    This space is encrypted. Only the people in it and I can read along.
    Whoever runs me can read it too.
trouble-bridged =
    This space is bridged to another network. Some people could vote twice.
    Ask whoever runs me to name the accounts of the bridge.
trouble-in-space = This is about a space of your community.

never-title = What I never do:
never-counts = I never show a tally before voting ends, not even to organisers.
never-decides = I never decide, and I never break a tie in secret.
never-shortens = I never make a step shorter because one person wants it.
never-secret-log = I never let an organiser act without saying so here.

## Votes in the wrong place, messages I cannot read

vote-in-room = We did not count that vote. A room is not secret: all can read what you wrote.
vote-in-room-delete = Please delete your message, and vote in a direct message to me.
unreadable = I could not read that message. It was locked, and I did not get the key.
unreadable-private = Please send it again. It often helps to close this direct message and open it anew first.
unreadable-public = Please send it again, or send it to me in a direct message.

## The five honest answers, asked one by one

ask-title = Five honest answers
ask-place = This is part { $number } of { $of }.
ask-choose = Please answer with one number.
ask-decider = Who decides in the end?
ask-who-decides = Say in your own words who decides, and how.
ask-fixed = Is anything already fixed?
ask-what-is-fixed = Say in your own words what is already fixed. If nothing is, say so.
ask-what-is-open = What is open? Say what people can change.
ask-use = What will happen with the result?
ask-what-happens = Say in your own words what will happen with the result, and who sees to it.
ask-reply-by = By which day will people have a reply? Write it as in 2027-01-31.
ask-not-a-choice = That is not one of the answers I can use here.
ask-not-a-day = I cannot read that as a day to come. Write it as in 2027-01-31.
review = This is your plan with the template { $template }. Everybody will see it.
# $yes, $back and $stop: the words to type.
review-confirm = Is it right? Type { $yes } to save it, { $back } to change it, or { $stop } to end this.
ask-stop = To end this, type { $stop }.
ask-back-or-stop = To go back, type { $back }. To end this, type { $stop }.

## A preview of a round, for whoever plans it

preview-title = A preview
preview = Below is what people will see when this step begins: { $step }.
preview-nothing = Only you see it. Nothing of it is kept, and nobody is told.
# Below it, three dots stand in place of what people will write.
preview-examples = Three dots stand where people will write. I made up { $count } ideas, and times as if we began now.

dialogue-stopped = We stopped. I kept none of your answers.

## When things go wrong, or when something is asked that the rules do not give

incident = Something went wrong on our side. Nothing that was saved is lost. Please try again in a while.
incident-code = If it happens again, tell whoever runs me this code: { $code }.
no-early-end =
    No one person can take time or ideas away from the others. You can make a request, and say why.
    Then the people in the round decide.
flood = That was a lot at once. Please wait for { $length }, then go on.
export-ready =
    { $count ->
        [one] Here is 1 file with the record of this round.
       *[other] Here are { $count } files with the record of this round.
    }
export-check = Anyone can read them without me.
calendar-ready = Here are the dates of this round, as a file for your calendar.
# Where the dates are kept nowhere else.
calendar-snapshot = The file does not change by itself. Get it again when a step got more time.
# Where whoever runs the bot publishes the pages of the log.
calendar-published = This file does not change by itself. Your calendar can follow the one among our public pages: calendar.ics.
export-whole =
    { $entries ->
        [0] Here is the log of this community as one file. It has no entry yet.
        [one] Here is the whole log of this community as one file. It has 1 entry.
       *[other] Here is the whole log of this community as one file. It has { $entries } entries.
    }
export-whole-check = Open it, and read the page on top. It tells how anyone can check it without me.
export-one-round = For one round only, add its number.
# $size, $most: in megabytes.
export-too-large =
    The log of this community is too large to send here. It takes { $size } MB, and I can send { $most } MB.
export-too-long =
    The log of this community is too long to send here. It has { $entries } entries, and I can send { $most }.
# $command: what whoever runs the bot types.
export-ask-operator = Ask whoever runs me for it. They make the file with { $command }.

# Stands above what somebody wrote, when it is given back.
your-words = You wrote:
nothing-changed = Nothing has changed.
