### The words that people type, one for each of ours. These always work; a language can have others beside them.
### In small letters, one word, no spaces: the slash commands on Discord have these names too.

language-name = English
# All that people may call it, with commas between.
language-names = English, Englisch

## The first word of a command

word-help = help
word-setup = setup
word-topic = topic
word-topics = topics
word-second = second
word-round = round
word-join = join
word-leave = leave
word-me = me
word-link = link
word-now = now
word-rules = rules
word-frame = frame
word-statements = statements
word-question = question
word-questions = questions
word-support = support
word-consent = consent
word-object = object
word-idea = idea
word-ideas = ideas
word-parked = parked
word-merge = merge
word-split = split
word-turn = turn
word-vote = vote
word-dots = dots
word-feedback = feedback
word-minority = minority
word-time = time
word-request = request
word-requests = requests
word-fate = fate
word-outcome = outcome
word-tally = tally
word-progress = progress
word-confirm = confirm
word-dispute = dispute
word-log = log
word-export = export

## Words that stand behind it

word-zone = zone
word-language = language
word-forget = forget
word-quiet = quiet
word-off = off
word-community = community
word-organiser = organiser
word-add = add
word-remove = remove
word-code = code
word-suggest = suggest
word-plan = plan
word-window = window
word-heard = heard
word-preview = preview
word-doctor = doctor
word-open = open
word-withdraw = withdraw
word-edit = edit
word-build = build
word-show = show
word-list = list
word-yes = yes
word-no = no
word-never = never
word-again = again
word-back = back
word-stop = stop
word-set = set
word-clear = clear
word-agree = agree
word-disagree = disagree
word-pass = pass
word-like = like
word-worry = worry
word-work = work
word-sign = sign
word-more = more
word-give = give
word-end = end
word-hide = hide
word-chosen = chosen
word-by = by
word-later = later
word-not-now = not-now
word-publish = publish
word-because = because
word-done = done

## Only on Discord: names of commands and of what goes with them

word-begin = begin
word-no-organiser = no-organiser
word-no-quiet = no-quiet
word-problem = problem
word-problems = problems
word-kept = kept
word-offer-kept = offer-kept
word-merge-answer = merge-answer
word-read = read
word-write = write
word-power = power
word-end-step = end-step
word-withdraw-round = withdraw-round
word-hide-idea = hide-idea
word-other = other
word-report = report
word-data = data
word-link-code = link-code
word-number = number
word-page = page
word-template = template
word-step = step
word-length = length
word-people = people
word-percent = percent
word-who = who
word-answer = answer
word-about = about
word-from = from
word-until = until
