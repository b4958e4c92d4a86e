### The small pieces that every message is put together from.

## People and their words

# Somebody's own words inside a sentence. Quotation marks inside them are made single.
phrase-quoted = “{ $words }”
phrase-erased = (these words were erased)
# A person whose name is not known any more.
phrase-somebody = somebody

## Lists such as "3, 7 and 9"

phrase-comma = { $first }, { $next }
phrase-and = { $first } and { $last }
phrase-none = none

## What to type

phrase-actions = What you can do now:
# A link follows that opens a direct message with the bot.
phrase-actions-private = What you can do in a direct message to me:
# $what: the name of the action, such as "Vote". $command: such as !vote 3:2.
phrase-type = { $what }: type { $command }

## A message that is too long for one piece

phrase-part = Part { $part } of { $parts }
# $command: such as !now
phrase-left-out = This is too long to show all of it here. To read the rest, type { $command }
