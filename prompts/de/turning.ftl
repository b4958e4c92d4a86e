### Jemand meint: Was ein anderer Mensch schrieb, könnte eine Idee sein. Nur wer es schrieb, kann sie geben.

## An den Menschen, der danach fragt

turn-asked = Ich frage den Menschen, der das geschrieben hat. Nur von ihm kann es eine Idee werden.
turn-asked-quietly = Ich sage nicht, wer gefragt hat.
turn-not-asked =
    Nach dieser Nachricht frage ich nicht. Vielleicht wurde schon nach ihr gefragt.
    Oder wer sie schrieb, will jetzt nicht gefragt werden.
turn-not-reached = Ich konnte den Menschen nicht fragen, der das geschrieben hat. Es hat sich nichts geändert.
turn-too-many = Du hast in kurzer Zeit nach vielen Nachrichten gefragt. Bitte warte eine Minute.
turn-quiet = Jetzt ist Ruhezeit, und ich frage niemanden. Bitte versuch es danach noch einmal. Sie endet am { $until }.
turn-no-person = Nur was ein Mensch geschrieben hat, kann eine Idee werden.
turn-no-words = In dieser Nachricht sind keine Worte. Es hat sich nichts geändert.
turn-how = Könnte eine Nachricht eine Idee sein? Antworte auf diese Nachricht mit { $command }.
turn-not-found = Ich kann die Nachricht nicht sehen, auf die du geantwortet hast.

## An den Menschen, der sie schrieb. Die eigenen Worte folgen der ersten Zeile.

turn-question = Jemand meint: Eine Nachricht von dir könnte hier eine Idee sein.
turn-question-free = Willst du sie als Idee geben? Du kannst die Worte vorher ändern. Du musst nicht antworten.
turn-your-words = Du hast geschrieben:
turn-words-not-here =
    Du hast es in einem verschlüsselten Raum geschrieben. Dieser ist es nicht. Darum sage ich es hier nicht noch einmal.
    Es steht hier: { $link }
turn-words-unread = Die Worte kann ich nicht lesen. Sie stehen hier: { $link }
turn-answer-this =
    Schreib deine Antwort als Antwort auf diese Nachricht. Willst du die Worte ändern, dann gib sie als eigene Idee.
turn-no = In Ordnung. Deine Nachricht bleibt, was sie ist.
turn-never = Ich frage dich nicht mehr nach deinen Nachrichten.
turn-again = In Ordnung. Ich darf dich wieder nach deinen Nachrichten fragen.
turn-gone = Deine Nachricht ist nicht mehr da. Es hat sich nichts geändert.
turn-nothing-to-give = Deine Nachricht ist nicht mehr da, oder ich kann sie nicht lesen.
turn-nothing-asked = Am letzten Tag habe ich dich nach keiner Nachricht gefragt.
turn-for-author = Diese Frage ist für den Menschen, der die Nachricht geschrieben hat.
button-turn-yes = Ja, als Idee geben
button-turn-no = Nein
button-turn-never = Nie nach meinen Nachrichten fragen
button-turn-again = Du darfst mich wieder fragen
action-turn-yes = Ja, so geben, wie sie ist
action-turn-no = Nein
action-turn-never = Nie nach meinen Nachrichten fragen
action-turn-again = Du darfst mich wieder fragen
action-turn-give = Geben, als Antwort auf deine eigene Nachricht

## Wo alle lesen, unter der Nachricht

turn-question-here =
    Jemand meint: Diese Nachricht könnte eine Idee sein. Nur wer sie schrieb, entscheidet das.
    Willst du sie geben? Dann öffne das Menü deiner Nachricht und drück „{ action-turn-into-idea }“.
turn-question-below = Jemand meint: Diese Nachricht könnte eine Idee sein. Nur wer sie schrieb, entscheidet das.
