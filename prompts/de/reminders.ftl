### Woran ich einen Menschen allein erinnere, wenn ein Schritt bald endet.

# Steht über dem, was in mehreren Runden offen ist.
reminder-title = Du kannst noch etwas tun
# $until: wann dieser Schritt endet.
reminder-problem = Du hast noch nicht gesagt, was das Problem ist. Dieser Schritt endet { $until }.
reminder-consent = Du hast noch nicht gesagt, ob du mit der Frage leben kannst. Dieser Schritt endet { $until }.
reminder-idea = Du hast noch keine Idee gegeben. Dieser Schritt endet { $until }.
# $keep und $join: die Nummern der beiden Ideen.
reminder-merge =
    Jemand möchte die Ideen { $keep } und { $join } zusammenlegen. Eine davon ist von dir.
    Du kannst Ja oder Nein sagen bis { $until }.
reminder-vote = Auf deinem Stimmzettel ist noch kein Punkt. Dieser Schritt endet { $until }.
reminder-feedback = Du hast noch nicht gesagt, was du von den ausgewählten Ideen hältst. Dieser Schritt endet { $until }.
# $until: das Ende des Tages, für den eine Antwort versprochen ist.
reminder-outcome = Das Ergebnis dieser Runde fehlt noch. Eine Antwort ist versprochen. Der letzte Tag endet { $until }.
# $ideas: Nummern von Ideen. $until: das Ende des Tages, für den sie versprochen sind.
reminder-progress = Diese Ideen sind versprochen und noch nicht fertig: { $ideas }. Ihr letzter Tag endet { $until }.
reminder-why = Ich erinnere dich einmal je Schritt. Das siehst nur du. Du entscheidest, was du tust.

me-reminders-on = Ab jetzt erinnere ich dich, wenn du noch etwas tun kannst.
me-reminders-off = Ich höre auf. Ich erinnere dich nicht mehr.
me-reminders-are-on = Ich erinnere dich, wenn du noch etwas tun kannst.
me-reminders-are-off = Ich erinnere dich nicht.
me-reminders-rule = Das siehst nur du, einmal je Schritt und höchstens einmal am Tag. Die Ruhezeit halte ich ein.
me-reminders-refused = Ich konnte dir nicht allein schreiben. Darum versuche ich es nicht mehr. Soll ich es wieder versuchen?
