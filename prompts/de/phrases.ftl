### Die kleinen Teile, aus denen jede Nachricht besteht.

## Menschen und ihre Worte

# Eigene Worte von jemandem mitten in einem Satz.
phrase-quoted = „{ $words }“
phrase-erased = (diese Worte wurden gelöscht)
# Ein Mensch, dessen Name nicht mehr bekannt ist.
phrase-somebody = jemand

## Aufzählungen wie „3, 7 und 9“

phrase-comma = { $first }, { $next }
phrase-and = { $first } und { $last }
phrase-none = keine

## Was man tippen kann

phrase-actions = Das kannst du jetzt tun:
# Ein Link folgt. Er öffnet eine Direktnachricht mit dem Bot.
phrase-actions-private = Das kannst du in einer Direktnachricht an mich tun:
# $what: was es tut, wie „Abstimmen“. $command: wie !abstimmen 3:2.
phrase-type = { $what }: tippe { $command }

## Eine Nachricht, die für ein Stück zu lang ist

phrase-part = Teil { $part } von { $parts }
# $command: wie !stand
phrase-left-out = Das ist zu lang, um hier alles zu zeigen. Für den Rest tippe { $command }
