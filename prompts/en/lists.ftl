### Lists and pages that people ask for.

page = Page { $page } of { $pages }. There are { $count } in all.
by-organiser = This is from an organiser.

statements-title = Problem statements:
statements-none = There is no problem statement yet.
wordings-title = Wordings of the question:
wordings-none = Nobody has worded the question yet.
wording-is-set-aside = Set aside, because of an objection.

ideas-title = Ideas, in an order of your own:
ideas-none = There is no idea yet.
idea-is-yours = This is yours.
idea-holds = Joined to it: { $ideas }.
idea-builds = What others built on it:
idea-earlier = Its earlier words:
idea-joined-here = Ideas that were joined to it:
idea-near = Somebody found it like: { $ideas }. It was not joined.

parked-title = Your answers that were kept for the ideas step:
parked-none = You have no kept answers.
parked-was-offered = You offered this one.

people-joined =
    { $count ->
        [0] Nobody has joined yet.
        [one] 1 person has joined.
       *[other] { $count } people have joined.
    }
tally-closed = Nobody can see the tally before voting ends. This holds for organisers too.
tally-closed-instead = If you fear that too few people vote, you can ask for more time.

feedback-closed = Nobody can see the feedback before that step ends.
feedback-none = There is no feedback, because no idea was chosen.
feedback-heard =
    { $count ->
        [0] Nobody gave feedback.
        [one] 1 person gave feedback.
       *[other] { $count } people gave feedback.
    }
feedback-about = About idea { $idea }:
stances-none = Nobody agrees, disagrees or passes.
stances =
    { $agree ->
        [0] Nobody agrees.
        [one] 1 person agrees.
       *[other] { $agree } people agree.
    } { $disagree ->
        [0] Nobody disagrees.
        [one] 1 person disagrees.
       *[other] { $disagree } people disagree.
    } { $passed ->
        [0] Nobody passes.
        [one] 1 person passes.
       *[other] { $passed } people pass.
    }

stance-range = Among many people like these, between { $low } and { $high } of 10 would likely agree.
stance-range-most = Among many people like these, at most { $high } of 10 would likely agree.
stance-range-least = Among many people like these, at least { $low } of 10 would likely agree.
stance-range-means =
    Such a range is a guess. It is right about 19 times in 20.
    People who did not answer may see it another way.
stance-divides = This idea divides us. Each side has a third or more.
stance-unsure = Many are unsure. A third or more pass.
feedback-decides-nothing = Feedback decides nothing. It helps those who write the outcome.

requests-none = No request waits for you.
request-closes = You can answer until { $closes }.

topics-title = Topics and rounds:
topics-none = There is no topic yet. Anyone can suggest one.
topic-is-waiting = It waits to be seconded until { $closes }.
topic-is-at = Step: { $step }.
topic-is-practice = Practice. Step: { $step }.

## What one person gave

me-joined = You are in this round.
me-not-joined = You are not in this round.
me-statements = Your problem statements:
me-wordings = Your wordings of the question:
me-parked = Your kept answers:
me-ideas = Your ideas:
me-minority = Your minority views:
me-nothing = You have given nothing here yet.
me-ballot = Only you can ask for your ballot, and only in a direct message.
me-language = From now on I answer you in this language: { $language }.
me-language-is = I answer you in this language: { $language }.
me-language-choices = You can choose one of these:
me-language-choice = { $language }
me-language-community = From now on I answer you in the language of your community: { $language }.
me-zone = I show you times in this time zone: { $zone }.
me-zone-device = On Discord your device shows times in its own zone.
me-zone-community = I show you each time in the zone of the round.

## The rules of a round

rules-none = Nobody has planned this round yet. So it has no rules of its own.
rules-not-frozen = These rules can still change. They are fixed when the round opens.
rules-steps = How long each step stays open:
rules-title = The rules:
rule-step = { $step }: { $length }
rule-template = This round follows the template { $template }.
rule-practice = This round is for practice. Nothing that is decided here counts.
rule-zone = Times are meant in this zone: { $zone }.
rule-night = No step ends between { $evening } and { $morning }. It ends in the morning instead.
rule-weekday = No step ends on a { $day }. It ends on the next day that is no day of rest.
rule-rest = No step ends on a holiday that this round knows. They are listed below.
rules-rest = No step ends on these days. It ends on the next day that is no day of rest.
rule-rest-day = { $day }
rule-seconders =
    { $count ->
        [one] 1 other person has to second a topic within { $length }.
       *[other] { $count } other people have to second a topic within { $length }.
    }
rule-nobody-plans = If nobody plans a seconded topic within { $length }, its round opens without a plan.
rule-objections =
    An objection to the question brings other words for it, or time to find them. We ask up to { $count } times.
    Then the question goes on, and the objections stay in the log.
rule-ideas-each =
    { $count ->
        [one] Each person can offer 1 idea.
       *[other] Each person can offer { $count } ideas.
    }
rule-alone-first = You think alone first. Others can be read after { $length }, or once you gave an idea.
rule-organisers-last = Organisers can offer ideas only in the second half of the step. Their ideas say so.
rule-merge = Two ideas are joined only if their authors say yes within { $length }.
rule-dots-by-ideas = The more ideas there are, the more dots you have: from 3 to 8.
rule-dots-fixed =
    { $dots ->
        [one] Each person has 1 dot.
       *[other] Each person has { $dots } dots.
    }
rule-cap =
    { $count ->
        [one] You can put 1 dot on one idea.
       *[other] You can put up to { $count } dots on one idea.
    }
rule-long-list =
    A ballot holds { $most } ideas. If there are more, a first vote makes the list shorter.
    The ideas with the most supporters on each list go on.
    Ideas that are tied for the last places go on together, or not at all.
rule-secret = Nobody can see the tally before voting ends. This holds for organisers too.
rule-places =
    { $count ->
        [one] 1 idea goes on.
       *[other] Up to { $count } ideas go on, but never more than a third of all ideas.
    }
rule-ties = We say when ideas are tied. We never part them by age, by number or by secret lot.
rule-heard = We need to hear from { $floor } people, and from { $percent } in 100 of those who joined.
rule-extensions =
    { $count ->
        [one] If fewer are heard, the step stays open longer, once at most.
       *[other] If fewer are heard, the step stays open longer, up to { $count } times.
    }
rule-ask-for-time = If 3 people ask for more time, the step gets a quarter more time, once.
rule-requests = Taking something away needs a request. People can answer it for { $length }.
rule-check = We check the promises { $length } after the outcome.
rule-done =
    { $count ->
        [one] A promise is done when 1 person confirms it, or nobody says no for { $length }.
       *[other] A promise is done when { $count } people confirm it, or nobody says no for { $length }.
    }

## The log

log-title = The log
log-none = The log has no entry here yet.
# $kind: one of the names below. $at: a date and time.
log-line = { $kind }: { $at }.
log-line-by = { $kind }, by { $who }: { $at }.
# $step: a step of a round. $idea: its number.
log-which-step = The step: { $step }.
log-idea = It is about idea { $idea }.
log-community-began = A community began
log-space-linked = A space was linked
log-zone-changed = The time zone changed
log-log-space-set = A space for the log
log-site-published = The log was published as pages
log-accounts-linked = Two accounts were found to be one person
log-clock-jumped = The clock of the machine jumped
log-organiser-named = An organiser was named
log-organiser-stepped-down = An organiser stepped down
log-round-opened = The round opened
log-topic-expired = The topic expired
log-phase-entered = A step began
log-window-extended = A step got more time
log-window-shortened = A step got less time
log-round-paused = A pause began
log-round-resumed = A pause ended
log-few-voices-noted = Few voices
log-power-used = An organiser acted
log-question-confirmed = The question was agreed
log-ideas-frozen = The ballot was fixed
log-idea-hidden = An idea was hidden
log-shortlist-made = The list was made shorter
log-runoff-needed = A runoff was needed
log-votes-counted = The tally
log-result-objected = An objection to the result
log-minority-view-stated = A minority view
log-fate-set = The fate of an idea
log-outcome-published = The outcome
log-reply-missed = A reply was missed
log-promise-missed = A promise was missed
log-progress-reported = Progress
log-idea-done = A promise was kept
log-claim-extended = More time to say if a promise was kept
log-check-held = A check
log-request-made = A request
log-request-objected = An objection to a request
log-request-passed = A request passed
log-request-fell = A request fell
log-request-extended = A request got more time
log-feedback-summed = What people said of the result
log-receipts = The ballots, by receipt
log-key-changed = The key of the log changed
log-language-changed = The language changed
log-quiet-hours-changed = The quiet hours changed
log-holidays-changed = The holidays changed
log-weekends-changed = The rule for weekends changed
log-event-list-changed = The list of events changed
log-organiser-recalled = An organiser was recalled
# $no (number): the number of the entry in the log
log-entry = Entry { $no } of the log.

checkpoint-title = A checkpoint of the log
# $size (number): how many entries the log has
checkpoint-what =
    { $size ->
        [one] The log has one entry now.
       *[other] The log has { $size } entries now.
    }
    Keep this text. With it anybody can show later whether an entry was changed.
