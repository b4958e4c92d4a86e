### Texts for slash commands and forms. Elsewhere people type the same things.
### A description has at most 100 characters, the name of a field at most 45.

## Groups of commands

group-setup = Set up a community
group-topic = Suggest topics and second them
group-round = See a round, join it, or plan it
group-frame = Say what the problem is, and agree on a question
group-idea = Offer ideas, read them, change them, join them
group-vote = Spend your dots
group-feedback = Say what you think of the chosen ideas
group-minority = Write or sign a minority view
group-time = Ask for more time, or give it
group-power = Make a request, or answer one
group-outcome = Say what will be done
group-fate = Say what becomes of an idea
group-progress = Say how a promise is going
group-me = See what you gave
group-log = Read the log of all that was decided, and check it

## Commands that are put together in another way than typed words

action-setup-no-organiser = Take the name of an organiser off
action-setup-no-quiet = End the quiet hours
action-setup-no-holidays = Let steps end on holidays
action-setup-no-weekends = Let steps end at weekends
action-setup-no-events = Take the dates out of the list of events
action-merge-answer = Say yes or no to joining two ideas
action-feedback-read = Read the feedback
action-fate-chosen = Say who will do an idea, and by when
action-fate-other = Say why an idea has to wait
action-turn-into-idea = Turn into an idea

## Options

option-idea = The number of the idea
option-other = The number of the other idea
option-number = The number
option-page = The page
option-template = The template: how long each step takes
option-step = The step
option-length = How long, such as 10 days
option-people = How many people, 5 at least
option-percent = How many in 100 of those who joined, 20 at least
option-topic = The number of the topic, if there are several
option-topic-second = The number of the topic
option-zone = The time zone, such as Europe/London
option-language = The language, such as German
option-own-language = The language, or community for that of your community
option-own-zone = The time zone, or community for that of the round
option-reminders = On or off
option-from = When quiet hours begin, such as 22:00
option-until = When quiet hours end, such as 8:00
option-holidays = A place such as DE-BE, days such as 2027-12-24, or both
option-who = The person
option-code = The code you were given
option-log-days = A month such as 2026-03, or a day such as 2026-03-02
option-log-words = Words to look for
option-log-before = To go further back: before which entry
option-receipt = The two words of the receipt
option-log-code = In a channel of no community: the code you were given
option-answer = Yes or no
option-dots = How many dots
option-about = A command, such as vote

choice-yes = Yes
choice-no = No
choice-on = On
choice-off = Off

## Forms: what stands above each field

form-community-name = The name of your community
form-topic = What should we work on?
form-statement = What happens, to whom, and why it matters
form-question = How might we …
form-reason = Your reason
form-idea = Your idea, in one or two sentences
form-build = What would you add to it?
form-minority = What you hold to, and why
form-stance = What do you think of this idea?
form-like = What do you like about it?
form-worry = What worries you about it?
form-work = What would make it work for you?
form-pause = How many days, 1 to 14
form-length = How much time, such as 2 days
form-owner = Who will do it
form-day = By when, such as 2027-01-31
form-fate = What becomes of it
form-outcome = What you said, and what we will do
form-difference = Why it is not what the vote chose
form-progress = How is it going?
form-plan-title = Plan the round
form-decider = Who decides?
form-who-decides = Who is that, and how do they decide?
form-fixed = Is anything fixed?
form-what-is-fixed = What is fixed, and why?
form-what-is-open = What is open?
form-use = What will happen with the result?
form-what-happens = Say it in your own words
form-reply-by = The day of your reply, such as 2027-01-31

## What is said when a button or a form means nothing, or no more

press-outdated = This button is from an older card. Please open the newest card and press there.
press-not-stored = I could not save that. Nothing has changed. Please try again in a minute.
press-late = This takes longer than it should. I will answer you in a direct message.
form-empty = You left every field empty. Nothing has changed.

## What to grant

lacks-view = I cannot see this channel. Give me the permission View Channel.
lacks-send = I cannot write here. Give me the permission Send Messages.
lacks-send-in-threads = I cannot write in this thread. Give me the permission Send Messages in Threads.
lacks-files = I cannot send files here. Give me the permission Attach Files.
lacks-history = I cannot read what I wrote here. Give me the permission Read Message History.
lacks-pin = I cannot pin the card here. Give me the permission Pin Messages.
lacks-events =
    I cannot list dates as events. Give my role the permission Create Events, in the settings of the server.

doctor-discord-logged-in = I am logged in on Discord as { $name }.
doctor-discord-token = Discord does not take the token. Make a new one for the bot and put it in its file.
doctor-discord-invite = To let me into a server, open { $address }.
# $server: the name of a server.
doctor-discord-events = I may list dates as events in { $server }.
doctor-discord-no-events =
    I cannot list dates as events in { $server }, as its organisers wish.
    Give my role the permission Create Events there.
doctor-discord-invite-events = This address asks for the permission to create events, too: { $address }.

## Buttons below a question

button-go-on = Go on
button-stop = Stop
button-plan-yes = Yes, save the plan
button-plan-change = Change these answers
