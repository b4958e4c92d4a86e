### Somebody thinks that what another person wrote could be an idea. Only its author can give it.

## To whoever wished it

turn-asked = I ask the person who wrote it. Only they can give it as an idea.
turn-asked-quietly = I do not say who asked.
turn-not-asked = I do not ask about this message. It was asked about before, or its author would rather not be asked now.
turn-not-reached = I could not ask the person who wrote it. Nothing has changed.
turn-too-many = You asked about many messages in a short time. Please wait a minute.
turn-quiet = These are quiet hours, and I ask nobody now. Please try again after they end. They end { $until }.
turn-no-person = Only what a person wrote can become an idea.
turn-no-words = There are no words in that message. Nothing has changed.
turn-how = Could a message be an idea? Reply to that message with { $command }.
turn-not-found = I cannot see the message that you replied to.

## To its author. Their own words follow the first line.

turn-question = Somebody thinks that a message of yours could be an idea here.
turn-question-free = Would you like to give it as an idea? You can change the words first. You do not have to answer.
turn-your-words = You wrote:
turn-words-not-here = You wrote it in an encrypted room. This one is not encrypted, so I do not repeat it. It is here: { $link }
turn-words-unread = I cannot read its words. It is here: { $link }
turn-answer-this = Reply to this message with your answer. To change the words, offer them as an idea of your own.
turn-no = All right. Your message stays what it is.
turn-never = I will not ask you about your messages any more.
turn-again = All right. I may ask you about your messages again.
turn-gone = Your message is not there any more. Nothing has changed.
turn-nothing-to-give = Your message is not there any more, or I cannot read it.
turn-nothing-asked = I asked you about no message in the last day.
turn-for-author = This question is for the person who wrote the message.
button-turn-yes = Yes, give it as an idea
button-turn-no = No
button-turn-never = Never ask me about my messages
button-turn-again = You may ask me again
action-turn-yes = Yes, give it as it is
action-turn-no = No
action-turn-never = Never ask me about my messages
action-turn-again = You may ask me again
action-turn-give = Give it, in reply to your own message

## Where everybody reads, below the message, where its author has no direct message with us

turn-question-here =
    Somebody thinks that this message could be an idea. Only the person who wrote it can decide that.
    Do you want to give it? Then open the menu of your message, and press “{ action-turn-into-idea }”.
turn-question-below = Somebody thinks that this message could be an idea. Only the person who wrote it can decide that.
