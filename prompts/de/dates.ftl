### Was Menschen über die Zeit gesagt wird: Erinnerungen, die Datei für Kalender, was war und was kommt.

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

## Die Datei für Kalender

# $step: der Name eines Schritts, zum Beispiel Abstimmen.
calendar-step = Schritt: { $step }
calendar-reply = Die versprochene Antwort
# $idea: die Nummer einer Idee, die für diesen Tag versprochen ist.
calendar-promise = Versprochen: Idee { $idea }
calendar-announced = Dieses Ende steht fest. Es kann nur später werden.
calendar-expected = Dieser Schritt hat noch nicht begonnen. Er verschiebt sich, wenn einer davor länger wird.
calendar-promised = Dieser Tag ist versprochen.

## Ein Event auf einem Discord-Server

# $step: der Name eines Schritts, zum Beispiel Abstimmung. $number: die Nummer der Runde.
event-name = Ende: { $step }, Runde { $number }, { $title }
event-told = Der Schritt endet zu dieser Zeit. Wird er länger, ändere ich den Termin.
event-rings = Ich störe damit niemanden. Wählst du „Interessiert“, meldet sich Discord, wenn es so weit ist.

## Was gesagt wurde, bevor Menschen in einem Schritt entscheiden

so-far-problems =
    { $count ->
        [0] Niemand hat das Problem beschrieben.
        [one] 1 Beschreibung des Problems führte hierher.
       *[other] { $count } Beschreibungen des Problems führten hierher.
    }
so-far-wordings =
    { $count ->
        [0] Niemand hat die Frage gefasst.
        [one] Es gibt 1 Fassung der Frage.
       *[other] Es gibt { $count } Fassungen der Frage.
    }
so-far-ideas =
    { $count ->
        [one] Es kam 1 Idee.
       *[other] Es kamen { $count } Ideen.
    }
so-far-builds =
    { $count ->
        [one] Ideen wurden einmal ergänzt.
       *[other] Ideen wurden { $count }-mal ergänzt.
    }
so-far-joined =
    { $count ->
        [one] 1 Idee wurde mit einer anderen zusammengelegt.
       *[other] { $count } Ideen wurden mit anderen zusammengelegt.
    }
so-far-new =
    { $count ->
        [one] Seit du hier zuletzt geschrieben hast, kam 1 Idee dazu: { $ideas }.
       *[other] Seit du hier zuletzt geschrieben hast, kamen { $count } Ideen dazu: { $ideas }.
    }
so-far-minority =
    { $count ->
        [one] Es gibt 1 Minderheits-Meinung.
       *[other] Es gibt { $count } Minderheits-Meinungen.
    }
# Steht über den Schritten, die folgen.
ahead = So geht es weiter, wenn kein Schritt länger wird:
# $step: der Name eines Schritts. $begins: wann er beginnt.
ahead-step = { $step }: ab { $begins }
