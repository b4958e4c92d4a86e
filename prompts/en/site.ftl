### The pages of the decision log: what `codesign-bot publish` writes for anybody to read.
### The records on it have the words of record.ftl. The names of steps, labels and fates come from terms.ftl.

## On every page

# $community: its name.
site-title = The decisions of { $community }
# The title in the bar of the browser. $page: the heading of the page.
site-page-title = { $page }, { $community }
site-skip = Skip to the content
site-pages = Pages
site-all = All decisions
site-log = The log
site-check = How to check
site-on-this-page = On this page
site-made = These pages were written { $at }.
site-made-by = They were made by codesign-bot, which hosts co-design rounds. They ask the network for nothing.
# $origin: the name of the log. $root: 64 letters and digits.
site-foot-log = The log: { $origin }
site-foot-size =
    { $size ->
        [one] It has 1 entry.
       *[other] It has { $size } entries.
    }
site-foot-root = Its mark: { $root }

## The list of all decisions

site-index-says =
    Each round below is one question that people here worked on together.
    Open one to read what was asked, what people gave, and what came of it.
site-no-rounds = There is no round here yet.
site-no-names = Nobody is named on these pages.
site-no-counts = Until a vote is over, nobody can see a count of it. These pages do not show one either.
site-rounds-listed =
    { $count ->
        [one] There is 1 round.
       *[other] There are { $count } rounds, the newest first.
    }
# Before a link to the file for calendars.
site-dates-says = Your calendar can follow our dates. Give it the address of this file:
site-dates = Dates for your calendar

site-find = Find a decision
site-find-words = Words
site-find-words-hint = Words in the title, the question or the ideas.
site-find-step = Where it stands
site-find-result = What came of it
site-find-year = Year
site-find-label = Label
site-find-any = all
site-find-clear = Show all again
# $shown and $all: numbers.
site-find-shown = Shown now: { $shown } of { $all }.
site-find-none = No round fits. Try fewer words, or show all again.

site-stands = Where it stands
site-label = Label
site-began = Suggested
site-result = What came of it
# $kept and $all: numbers.
site-promises-kept = Promises kept: { $kept } of { $all }

# What came of a round. They stand in the list, and in the filter.
site-result-open = not decided yet
site-result-none = it ended without an outcome
site-result-nothing = decided, and nothing was promised
site-result-promised = decided, and the promises still run
site-result-missed = decided, and a promise was missed
site-result-kept = decided, and all promises were kept

## One round

site-record-is = This page tells one round: what was asked, what people gave, and what came of it.
site-steps = How it went
site-steps-list = The steps of this round, in order:
site-step-began = It began { $begins }.
site-step-ended = It ended { $ends }.
site-step-open = It is still open.
site-step-length = It was open for { $length }.
site-step-more = After it began, it got { $length } more.
site-step-less = After it began, a request took { $length } from it.
site-steps-picture =
    The same as a picture, up to the follow-up. Each bar is one step. The last part of a bar is time that was added.
site-step-bar = { $step }: { $length }.
site-step-bar-more = { $step }: { $length }, with { $more } added.
site-entries = What of this round stands in the log
site-entries-are = The log has { $count ->
        [one] 1 entry
       *[other] { $count } entries
    } about this round.
# $number: the number of an entry.
site-entry-first = The first one: entry { $number }
site-entry-last = The last one: entry { $number }
site-ballots-listed =
    Do you want to count again? Ask the bot for the export of this round. It lists the ballots, without names.
site-ballots-few =
    Fewer than { $least } people voted. So the ballots are not listed in the export. They could be guessed.
site-ballots-few-in-runoff =
    Fewer than { $least } people voted in the runoff. So the ballots of the runoff are not in the export.

site-tally-picture = Dots and supporters of each idea. The table below says the same in numbers.
site-runoff-picture = Dots in the runoff. The table below says the same in numbers.
site-bar-dots =
    { $count ->
        [one] 1 dot
       *[other] { $count } dots
    }
site-bar-supporters =
    { $count ->
        [one] 1 supporter
       *[other] { $count } supporters
    }
# Stands for an idea in the words of a picture. $values: such as "6 dots, 4 supporters".
site-bar = Idea { $idea }: { $values }.
site-bar-chosen = Idea { $idea }, chosen: { $values }.
# A mark beside the bars of an idea that was chosen.
site-chosen = chosen
site-table-scrolls = A table. You can move it sideways.
site-stances-picture = The same as a bar
site-range-picture = The same on a line from 0 to 10

## The log

site-log-heading = The log, page { $page }
site-log-says =
    What happened is written into the log at once, and each entry has a number. No entry is changed later.
    An entry holds facts. What people wrote stands on the page of its round.
site-log-order = The oldest entries come first. So an entry always has the same page.
site-log-pages = Pages of the log
site-log-next = The next page
site-log-before = The page before
site-entry-round = Round { $number }

## How to check

site-check-says =
    You do not have to believe these pages. You can check them yourself, and this page tells you how.
site-check-room = Compare it with what was said
site-check-room-says =
    The bot says each act of an organiser in your space at the moment it is stored. So your own chat history
    is a witness. Look up any entry there, by its date.
site-check-rules =
    When a round opened, the bot posted the mark of its rules. The page of the round shows the same mark.
    If one rule were changed later, the two marks would not be the same.
site-check-export = Take your own copy
site-check-export-says =
    Ask the bot for the whole log as one file, and keep it. It holds all that these pages tell. After a vote,
    it also lists the ballots, so you can count again.
site-check-export-matrix = On Matrix, type this in the room:
site-check-export-discord = On Discord, type this in the channel:
site-check-mark = What the mark of the log means
site-check-hash =
    A hash is a short mark that is worked out from a text. Change one letter, and the mark is another.
    Nobody knows how to make two texts with the same mark.
site-check-size = The size is the number of entries. It can only grow.
site-check-root =
    The root is one mark for all entries together. If one entry were changed, moved or left out, the root would
    be another.
site-check-checkpoint =
    A checkpoint is a note with the name of the log, its size and its root. The bot signs it with its key.
    It posts checkpoints in your space, so many people keep them.
site-check-none =
    This log has no mark yet, so there is nothing here to work out again. What you can do is compare, and keep copies.
site-check-origin = Name of the log
site-check-size-is = Size
site-check-root-is = Root
site-check-key = Key to check the signature with
site-check-note = The newest checkpoint, word for word:
site-check-commands = Work it out again
site-check-commands-says =
    Get the export of the log, and this bot as a program. It needs no network, no account and no secret to check.
site-check-command-whole = Is every entry in its place, and does the root come out?
site-check-command-checkpoint = Does it fit a checkpoint that you kept?
site-check-command-key = Was it signed with the key that you know?
