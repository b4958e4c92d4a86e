### The archive of a whole community: the page on top of it, the headings of its decision files, and what the
### columns of its tables mean. It tells what was, years later too, and speaks to no one person.

## The page on top

export-title = The decision log of { $community }
export-is =
    This is what was decided here, and how. It holds every entry of the log.
    It also holds what people wrote, as far as everybody may read it.
export-made = It was made { $at }.
export-size =
    { $entries ->
        [0] The log has no entry yet.
        [one] The log has 1 entry.
       *[other] The log has { $entries } entries.
    }
export-files = What is in it
export-column-file = File
export-column-holds = What it holds
# A name of a file or a folder. $file: as it stands on the disk.
export-file-name = { $file }
export-file-log = Every entry, one in each line. This is the log. All the rest only helps to read it.
export-file-words = What people wrote. Each line opens a mark that stands in the log.
export-file-site = The same as pages with pictures. Begin with index.html in that folder.
export-file-markdown = One file for each round, to read. Other tools know its headings too.
export-file-csv = The same as tables. Any program for tables opens them.
export-file-dictionary = What each column of each table means.
export-file-checkpoints = Every state of the log that was signed, the oldest first.
export-file-keys = The key that shows whether a signature is right.
export-file-manifest = The list of all files with a mark of each, and its signature.
export-checking = How to check it
export-check-how = You do not have to trust us. Open this folder and type this. It needs no network.
export-check-witness =
    The bot says a signed state of the log in the chat. If you kept one, or know the key, add them.
    Then nobody can have changed what came before it, not even who runs the bot.
export-check-facts = These four lines name the log. They are its name, its size, its root, and its key.
export-check-own = You can also write your own check. The bot brings a page that tells you how.
export-words = The words of people
export-words-beside = Nobody's words stand in the log itself. So they can be erased, and the log still holds.
export-words-erased = What somebody had erased is empty in the tables. The column beside it says so.
export-words-held-back = What the room does not show yet is not in here. The column beside it says so too.
export-cells =
    Some signs at the start of a cell make a program work something out.
    There we put one small mark in front of the words.

## The headings of a decision file. They are those of MADR, a form that many tools can read.

adr-context = Context and Problem Statement
adr-drivers = Decision Drivers
adr-options = Considered Options
adr-outcome = Decision Outcome
adr-consequences = Consequences
adr-confirmation = Confirmation
adr-more = More Information
adr-nothing-yet = There is nothing to say here yet.
# How far the decision is. One or two words, also for programs.
adr-under-way = proposed
adr-decided = accepted
adr-undecided = ended, not decided
adr-withdrawn = withdrawn
adr-expired = expired
adr-people-decide = The people in this round
adr-people-and-others-decide = The people in this round and others, together
adr-others-decide = Others
adr-nobody-yet = This is not said yet.
adr-informed = Everybody in the rooms of this community was told.

## What a value is

unit-instant = a time in UTC
unit-day = a day
unit-number = a number that names something
unit-numbers = numbers that name something, with a space between them
unit-count = how many
unit-people = people
unit-dots = dots
unit-yes = 1 is yes, 0 is no
unit-words = words of somebody
unit-known = there, erased or held back
unit-name = a word of the bot
unit-mark = a mark, to be compared

## What a column means

column-entry = The number of the entry that says so.
column-at = When it was written.
column-topic = The number of the round. Empty where it is about the community itself.
column-round = The mark of the round, which no other round has.
column-type = What kind of entry it is.
column-step = The step that began.
column-label = The honest label of the round at that time.
column-rule = The rule that decides.
column-by = Who did it. The mark is another one in each round.
column-idea = The number of the idea.
column-known = Whether the words beside are there, erased, or not shown yet.
column-leaf-hash = The mark of the entry in the tree of the log.
column-title = What the round is about.
column-question = The question that was agreed. Each wording has a line of its own.
column-opened-at = When the round opened.
column-template = The plan that the round was made from.
column-practice = Whether the round was only for practice.
column-last-step = The step that the round is in.
column-step-since = Since when it is in that step.
column-joined = How many people had joined when the vote was counted.
column-ballots = How many people voted.
column-chosen-ideas = The ideas that the vote chose.
column-outcome-at = When the outcome came.
column-last-entry = The last entry about this round.
column-vote = Which vote it is about: the short list, the vote, or the runoff.
column-idea-words = What the idea says.
column-by-organiser = Whether an organiser gave it.
column-holds = Other ideas that were joined to it.
column-rank = Its place by the rule that decides.
column-dots = How many dots it got.
column-supporters = How many people gave it dots.
column-tie-group = Ideas with the same number here are level.
column-chosen = Whether the vote chose it.
column-by-dots = Whether dots would have chosen it.
column-by-supporters = Whether the count of its supporters would have chosen it.
column-by-fair-share = Whether fair share would have chosen it.
column-runoff-dots = How many dots it got in the runoff.
column-ballot-number = Which ballot it is. The order says nothing about people or time.
column-receipt = The two words that only the voter was told.
column-ballot-dots = How many dots this ballot gives the idea.
column-fate = What becomes of the idea.
column-reason = Why.
column-owner = Who sees to it.
column-due-on = By which day it is promised.
column-progress = What was told about it.
column-promised-on = The promised day that went by.
column-confirmations = How many people said that it is done.
column-check = Which check it was.
column-checks = How many checks there will be.
column-outcome-words = What was published.
column-difference = Why the outcome is not the same as the vote.
column-act = What was done.
column-role = In which role it was done.
column-name = The name of the person who did it.
column-whom = The name of the person it was done to.
column-target = What it was done to.
column-before = What it was before.
column-after = What it was after.
column-window-opened = When the step opened.
column-closed-before = When the step was to end before.
column-closes = When the step ends.
column-why = Why it was made longer.
column-heard = How many people were heard. While people vote, this stays empty.
column-needed = How many people had to be heard.
column-request = The number of the request.
column-request-act = What the request asks for.
column-request-words = The reason for it, or against it.
column-request-closes = Until when people can answer it.
column-support = How many people supported it.
column-support-needed = How many people had to support it.
column-objections = How many people objected to it.
column-agree = How many people agree.
column-disagree = How many people disagree.
column-pass = How many people pass.
column-remarks = How many remarks people made.
column-view-number = The number of the minority view.
column-dissent = What was said against it.
column-commitment = What stands in the log for the words that were erased.
