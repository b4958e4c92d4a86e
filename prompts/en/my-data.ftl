### One's own data: to be given it, and to be forgotten.

action-me-data = Get my data
action-me-forget = Have my words forgotten
action-forget-confirm = Yes, forget it
usage-me-data = Get everything that is stored about you, as files. Only you get them.
usage-me-forget = Have all your words forgotten, or those of one idea. I first tell you what goes and what stays.
my-data-in-private =
    Others can read this. Please ask me where only I can read what you write.
    Then only you get your data.
my-data-given =
    { $count ->
        [one] Here is one file with all that is stored about you.
       *[other] Here are { $count } files with all that is stored about you.
    }
my-data-yours-alone = One is for you to read, and one is for programs. Nobody else gets them.
my-data-none = I have nothing about you. No word of yours is stored here.

## Before something is forgotten

forget-title = To be forgotten
forget-asks = You can have your words forgotten, and your name with them. Please read this first.
forget-goes = What goes
forget-stays = What stays
forget-out-of-reach = What I cannot reach
forget-goes-words = All your words go: problems, questions, ideas, objections, feedback and reasons.
forget-goes-name = Your name and your accounts go. Nothing here leads to you any more.
forget-goes-place = You leave every round that is open. Ideas that you can still take back are taken back.
forget-goes-messages = Messages of mine that quote your words are changed or deleted.
forget-goes-ballot = If a vote is on, your ballot is taken back. Nobody could change it any more.
forget-goes-office = You are no organiser any more. That is said in the room, without your name.
forget-stays-counts = Your part in past rounds stays as a number.
forget-stays-ballots = Ballots that were counted stay counted. Nothing says that they are yours.
forget-stays-acts = What you supported or seconded stays in the record, by nobody.
forget-stays-log = The log says how many texts were erased. It does not say whose.
forget-reach-people = Other people may have copied or downloaded your words.
forget-reach-platform = The chat service may keep what you and I wrote there.
forget-reach-copies = Whoever runs me may have backups. They can tell you for how long.
forget-final = This cannot be undone.
forget-confirm = If you want this, type { $typed }
discord-forget-confirm = If you want this, press the button below.
forget-wrong-code = That is not the right code.
forget-idea-asks = You can have the words of your idea { $idea } forgotten. Please read this first.
forget-idea-goes = Its words go, and earlier wordings too. If you can still take the idea back, it is taken back.
forget-idea-stays = Its number stays, and so do dots that were counted. Words that others added stay.
forget-last-organiser =
    You are the last organiser of { $community }. Please name another one first.
    Then you can be forgotten.

## After it

forgotten =
    { $count ->
        [0] Done. You are forgotten. You had no words here.
        [one] Done. One text is erased, and you are forgotten.
       *[other] Done. { $count } texts are erased, and you are forgotten.
    }
forgotten-idea =
    { $count ->
        [0] The words of idea { $idea } were gone already.
        [one] Done. The words of idea { $idea } are erased.
       *[other] Done. { $count } wordings of idea { $idea } are erased.
    }
forgotten-messages = I take your words out of my own messages now. That can take some minutes.
forgotten-come-again = If you write to me again, you are somebody new here.
words-erased-logged =
    { $count ->
        [one] One text was erased because its author asked for it.
       *[other] { $count } texts were erased because their author asked for it.
    }
words-erased-unnamed = Nobody is told whose words they were.
log-words-erased = Words were erased
file-is-stale = Words in your file were erased while it waited. Please ask for it again.

## The file to read

my-data-title = What is stored about you
my-data-only-yours = This is all about you, and about nobody else.
my-data-complete = The other file has every detail, for programs. This one says it in plain words.
my-data-accounts = Your accounts
my-data-account = { $account } on { $platform }
my-data-account-named = { $account } on { $platform }, called { $name }
my-data-organiser = Where you organise
my-data-organiser-since = You became an organiser.
my-data-organiser-until = You stepped down as an organiser.
my-data-round = Round { $topic }: { $title }
my-data-joined = You joined.
my-data-left = You left.
my-data-pseudonym = In the shared log you stand as { $name } in this round.
my-data-words = Your words
my-data-as = As { $what }.
my-data-as-topic = a topic
my-data-as-plan = an answer in the plan
my-data-as-problem = a problem statement
my-data-as-question = a wording of the question
my-data-as-objection = an objection
my-data-as-parked = an answer kept for later
my-data-as-idea = an idea
my-data-as-build = something added to an idea
my-data-as-minority = a minority view
my-data-as-feedback = feedback
my-data-as-request = the reason for a request
my-data-as-reason = a reason
my-data-as-fate = the fate of an idea
my-data-as-outcome = the outcome
my-data-as-progress = news about a promise
my-data-as-other = something else
my-data-ballots = Your ballots
my-data-ballot = Your dots, as idea and dots: { $dots }
my-data-ballot-empty = You took your dots back.
my-data-acts = What else you did
my-data-did-second = You seconded the topic.
my-data-did-support = You supported a wording of the question.
my-data-did-consent = You consented.
my-data-did-withdraw = You took an objection back.
my-data-did-merge = You said yes to joining two ideas.
my-data-did-merge-no = You said no to joining two ideas.
my-data-did-split = You split ideas that were joined.
my-data-did-sign = You signed a minority view.
my-data-did-stance = You said what you think of a chosen idea.
my-data-did-time = You asked for more time.
my-data-did-request = You supported a request.
my-data-did-done = You said that a promise is done.
my-data-did-link = Two of your accounts became one person.
my-data-did-power = You did something with an organiser's right.
my-data-besides = Besides
my-data-messages =
    { $count ->
        [one] One message was sent to you alone, or waits to be.
       *[other] { $count } messages were sent to you alone, or wait to be.
    }
my-data-origins =
    { $count ->
        [one] Of one message of yours it is known what came of it.
       *[other] Of { $count } messages of yours it is known what came of them.
    }
my-data-quotes =
    { $count ->
        [one] One message of mine quotes your words.
       *[other] { $count } messages of mine quote your words.
    }
my-data-forms =
    { $count ->
        [0] You are not filling in a form.
       *[other] You are filling in a form.
    }
my-data-kept =
    { $count ->
        [one] One small thing is kept so that I work for you.
       *[other] { $count } small things are kept so that I work for you.
    }
my-data-stays = How long it stays
my-data-stays-events = Which messages of yours I took in: { $length }.
my-data-stays-messages = That I sent you something: { $length }.
my-data-stays-quotes = Which of my messages quote you: { $length }.
my-data-stays-words = Your words: { $length } after the end of a round.
my-data-stays-ballots = Your ballots: { $length } after the end of a round.
my-data-stays-keys = What leads from the shared log to you: { $length } after the end of a round.
my-data-stays-names = Your name: { $length } after your last round here is over.
my-data-stays-copies = Copies of the database from before an upgrade: { $length }.
my-data-stays-record = The record of a round stays. Without the above it leads to nobody.
my-data-how-to-go = If you want it to go sooner, ask me to forget you.
