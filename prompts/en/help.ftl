### Help: what can be done now, and how each command is typed.

help-title = Help
help-is-private = This is a direct message. You can vote here, and the others do not see it.
help-is-public = Others can read what you type here. Please vote in a direct message to me.
help-no-round = No round is open here. Anyone can suggest a topic. When enough people second it, a round begins.
help-proposed = A topic waits to be seconded. When enough people second it and it has a plan, the round opens.
help-framing = We work out what the problem is. Say what happens, and help to word the question.
help-confirming = We ask if you can live with the question. Consent to it, or object and say why.
help-ideas = We collect ideas. Offer yours, and build on the ideas of others.
help-sorting = We sort the ideas. Authors can join ideas that say the same.
help-voting = We vote. Put your dots on the ideas you like best.
help-runoff = Some ideas are tied. Put your dot on one of them.
help-cooling-off = Voting is over. Look at the result. Object, or write a minority view, if you see a reason.
help-feedback = We ask what you think of the chosen ideas.
help-outcome = The outcome is being written. You can still write a minority view.
help-follow-up = We check that the promises are kept.
help-over = This round is over. You can read its log, or suggest a topic.

usage-title = How to type it
usage-own-words = Write your own words in place of the three dots.
usage-own-numbers = The numbers are only an example.
unknown-word = I do not know this command.
unknown-nearest = Did you mean one of these?

## One sentence or two for each command

usage-setup = Begin a community here. Give it a name, such as: Elm Street.
usage-setup-zone = Say which time zone your community lives in.
usage-setup-language = Say in which language I speak here, such as: German.
usage-setup-quiet = Say between which times I ring nobody, or end that. Votes and answers never wait.
usage-setup-holidays = Say on which days no step ends. Give days of your own, a place such as DE-BE, or none.
usage-setup-weekends = Say whether steps can end at weekends.
usage-setup-events = Say whether the list of events on Discord shows when steps end.
usage-setup-log = Have the log of your community posted in this space. In a space of no community, give a code.
usage-setup-organiser = Name somebody as an organiser, or end that. Everybody is told.
usage-setup-code = Get a code. With it you can link another space to your community.
usage-setup-link = Link this space to a community. Type the code that you got there.
usage-topic-suggest = Suggest a topic in one sentence, such as: The park is dark at night.
usage-topic-second = Say that you want to talk about a topic, too. Give its number.
usage-topics = See all topics and rounds, with their numbers.
usage-round-plan = Plan a round from a template. I will ask you five questions in a direct message.
usage-round-window = Say how long a step of your plan takes, before the round opens. Later you can only give more time.
usage-round-heard = Say how many people must be heard, and how many in 100 of those who joined.
usage-round-preview = See each step of your plan as people will see it. Only you see it, and nothing is kept.
usage-round-doctor = Check what I may do in your spaces. I say what to grant, and where.
usage-round-open = A round opens by itself once it is planned and seconded. This shows where it stands.
usage-join = Join the round. Then you can take part in every step.
usage-leave = Leave the round. What you gave stays in it.
usage-me = See everything that you gave in this round.
usage-me-language = Say in which language I answer you. You can also go back to that of your community.
usage-me-zone = Say in which time zone I show you times, such as: Europe/London.
usage-me-reminders = Say if I may remind you when you have something left to do. I do it in private.
usage-me-link =
    Do you write with two accounts? Get a code here, and type it with the other one.
    Then they count as one person with one ballot.
usage-link = Join this account with your other one. Type the code that you got there.
usage-now = See which step we are in, when it ends, and what comes next.
usage-rules = Read the rules of this round and its five honest answers.
usage-calendar = Get the dates of this round as a file for your calendar.
usage-help = See what you can do now, or how one command is typed.
usage-frame = Say what happens, who it happens to, and why it matters. Please leave answers for later.
usage-question = Word the question, such as: How might we make the park feel safe at night?
usage-questions = See all wordings of the question, with their numbers.
usage-support = Support a wording of the question. Give its number.
usage-statements = See all problem statements.
usage-consent = Say that you can live with the question.
usage-object = Say why something would do harm. Write the reason after the command.
usage-object-withdraw = Take your objection back.
usage-idea = Offer one idea, such as: A bench at the bus stop.
usage-ideas = See the ideas, page by page, in an order of your own.
usage-idea-show = See one idea with all that was built on it. Give its number.
usage-idea-edit = Give your idea new words. Its old words are kept.
usage-idea-withdraw = Take your own idea back. Give its number.
usage-idea-build = Add a thought or a question that makes an idea better.
usage-parked = See your answers that were kept for the ideas step.
usage-idea-parked = Offer a kept answer as an idea. Give its number in your list.
usage-merge = Ask to join two ideas. The first number stays. The authors have to say yes.
usage-merge-yes = Say yes to joining your idea. Give both numbers.
usage-merge-no = Say no to joining your idea. Give both numbers.
usage-split = Let joined ideas stand by themselves again. Give the number.
usage-vote = Put dots on ideas. Give the number of each idea, then its dots. It takes the place of your old ballot.
usage-vote-set = Change the dots on one idea. The rest of your ballot stays as it is.
usage-vote-show = See your own ballot. I show it to nobody else.
usage-vote-clear = Take all your dots back.
usage-tally = See the tally, once voting is over.
usage-feedback = Say what you think of a chosen idea. Give its number.
usage-minority = Write down what the vote did not choose and you still hold to be right.
usage-minority-sign = Put your name under a minority view. Give its number.
usage-time-more = Ask for more time. If 3 people ask, this step stays open longer.
usage-time-give = Give this step more time, as an organiser. Say how long, and why.
usage-request = Ask for something that takes away. People get time to answer.
usage-request-end = Ask to end this step early. Say why.
usage-request-withdraw = Ask to withdraw this round. Say why.
usage-request-pause =
    Ask to pause this step. Give 1 to 14 days, and say why. Nobody can write in it meanwhile.
    If people just need more time, an organiser can give it.
usage-request-hide = Ask to hide an idea. Give its number, and say why.
usage-request-support = Support a request. Give its number.
usage-request-object = Object to a request. Give its number, and say why.
usage-requests = See the requests that wait.
usage-fate = Say what becomes of an idea. A chosen idea needs an owner and a day. The others need a reason.
usage-outcome-publish = Publish the outcome. If it is not what the vote chose, say why as well.
usage-progress = Tell how a promise is going, or say that it is done.
usage-confirm = Confirm that a promise is done. Give the number of the idea.
usage-dispute = Say that a promise is not done, and what is missing.
usage-log =
    Read the log, the newest first. You can name a topic, a month or a day, and words to look for.
    To go further back, say before which entry.
usage-log-power = Read only what organisers did.
usage-log-checkpoint = See what was signed last, and the key to check it.
usage-log-publish = Have the log put on the web as pages, if whoever runs me allows it. Only organisers can.
usage-log-entry = See one entry whole, with a file that proves it. Give its number.
usage-receipt = Find a ballot by its receipt, once voting is over. Type both words.
usage-me-receipt = See under which receipt you will find your ballot. I show it to nobody else.
usage-export = Get the whole log as one file. Add the number of a round to get the record of that round.
