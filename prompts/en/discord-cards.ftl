### Texts of messages on Discord, where people press buttons and fill in forms.

## Buttons and lists

# $what: the name of an action. $which: the number it is about, or a few.
discord-button = { $what } ({ $which })
# Stands above slash commands, such as "Ask to join two ideas: type /idea merge".
discord-also = You can also do this:
discord-left-out = This is too long to show all of it here. To read the rest, press “{ action-now }”.

## The ballot

# One dot less, one dot more, behind a sign that says the same. $idea: the number of an idea. Keep them short.
discord-less = Less on { $idea }
discord-more = More on { $idea }
discord-pick = Pick an idea to change its dots
discord-previous-ideas = Ideas before these
discord-next-ideas = More ideas

## In place of texts that speak of typing, or of direct messages

discord-joined-reminders = I may remind you in private before a step ends. Each reminder has a button to stop that.

discord-vote-in-private = Press “{ action-vote }” to open your ballot. Only you can see it.
discord-now-runoff =
    Some ideas are tied. So we vote once more, on these ideas only. You have 1 dot.
    Only you can see your ballot. Nobody can see the tally before the runoff ends.
discord-now-ideas =
    Tell us your ideas, one at a time. You can build on the ideas of others. Please do not judge them yet.
    Our lists do not say who gave an idea.
discord-help-is-private = Only you and I see what you press, and what I answer.
discord-me-ballot = Only you can ask for your ballot, and only you see the answer.
# $first: the number of one of these rounds.
discord-which-round =
    More than one round is on: { $topics }. Please give its number in the option “topic” of the command, such as { $first }.
discord-usage-object = Say why something would do harm. A form opens for your reason.
discord-usage-title = How it is done
discord-usage-own-words = Where your own words are needed, a form opens.
discord-usage-vote = Open your ballot and put dots on ideas. Each press is saved at once.
discord-usage-vote-set = Open your ballot and change the dots on one idea. The rest stays as it is.
discord-usage-round-plan = Plan a round from a template. Two forms ask you five questions.
discord-ask-choose = Press “Go on” to choose an answer.
discord-ask-stop = Press “Stop” to stop.
discord-review-confirm = Is it right? Press a button below to save it, to change it, or to stop.
discord-welcome-private = Only you and I read this.
