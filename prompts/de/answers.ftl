### Die private Antwort an jemanden, der etwas getan hat. „Gespeichert“ steht erst da, wenn es sicher gespeichert ist.

saved = Gespeichert.
saved-step-begins = Damit beginnt ein neuer Schritt: { $step }.

## Themen, Mitmachen, Zeit

saved-topic = Gespeichert. Das ist Thema { $topic }.
topic-needs =
    { $count ->
        [one] 1 anderer Mensch muss es mittragen.
       *[other] { $count } andere Menschen müssen es mittragen.
    }
saved-second = Gespeichert. Du trägst dieses Thema mit.
seconders-missing =
    { $count ->
        [one] Es fehlt noch 1 Mensch.
       *[other] Es fehlen noch { $count } Menschen.
    }
seconders-enough = Jetzt tragen es genug Menschen mit.
saved-plan = Gespeichert. Die Runde hat jetzt einen Plan. Du kannst ihn ändern, bis die Runde öffnet.
saved-join = Gespeichert. Du machst jetzt in dieser Runde mit.
joined-too = Du machst jetzt in dieser Runde mit.
# $typed: der Befehl, der es abstellt.
joined-reminders = Vor dem Ende eines Schritts erinnere ich dich vielleicht. So stellst du es ab: { $typed }.
joined-after-roll =
    Die Abstimmung hat begonnen, bevor du dazukamst. Darum kannst du in dieser Runde nicht abstimmen.
    Alles andere kannst du tun.
saved-leave = Gespeichert. Du bist raus. Was du gegeben hast, bleibt. Du kannst immer wieder mitmachen.
saved-time-ask =
    { $count ->
        [one] Gespeichert. Bisher hat 1 Mensch um mehr Zeit gebeten.
       *[other] Gespeichert. Bisher haben { $count } Menschen um mehr Zeit gebeten.
    } Nötig sind { $needed }.
step-now-ends = Dieser Schritt endet jetzt am { $closes }.
power-is-public = Das hast du im Orga-Team getan. Es wurde allen gesagt und steht im Protokoll.

## Das Problem klären

saved-statement = Gespeichert. Das ist Beschreibung { $statement } des Problems.
saved-parked = Gespeichert für den Schritt Ideen. Jetzt klären wir noch, was das Problem ist.
parked-is-yours = Nur du kannst sie als Idee geben. Wenn es so weit ist, erinnern wir dich.
saved-wording = Gespeichert. Das ist Fassung { $wording }. Du unterstützt sie, und andere können das auch.
saved-wording-support = Gespeichert. Du bist für Fassung { $wording }. Du kannst auch für andere sein.
saved-consent = Gespeichert. Du stimmst dieser Frage zu.
saved-objection = Gespeichert. Dein Einwand steht neben der Frage.
objection-helps = Andere Worte für die Frage helfen weiter. Du kannst deinen Einwand jederzeit zurücknehmen.
saved-objection-back = Gespeichert. Dein Einwand ist zurückgenommen.

## Ideen

saved-idea = Gespeichert. Das ist Idee { $idea }.
others-are-listed = Du kannst jetzt die Ideen der anderen lesen.
ideas-left =
    { $count ->
        [0] Du hast so viele Ideen gegeben, wie ein Mensch geben kann.
        [one] Du kannst noch 1 Idee geben.
       *[other] Du kannst noch { $count } Ideen geben.
    }
saved-edit = Gespeichert. Idee { $idea } hat neue Worte. Die alten Worte bleiben aufgehoben.
saved-idea-back = Gespeichert. Du hast Idee { $idea } zurückgenommen.
saved-build = Gespeichert. Du hast Idee { $idea } ergänzt.
saved-merge =
    Gespeichert. Idee { $join } wird mit Idee { $keep } zusammengelegt.
    Das geschieht nur, wenn alle zustimmen, von denen die Ideen sind.
merge-until = Sie können bis { $closes } antworten. Antworten sie nicht, dann ändert sich nichts.
saved-merge-yes = Gespeichert. Du sagst ja: Idee { $join } wird mit Idee { $keep } zusammengelegt.
saved-merge-no = Gespeichert. Du sagst nein. Idee { $join } wird nicht mit Idee { $keep } zusammengelegt.
ideas-are-joined =
    Idee { $join } ist jetzt mit Idee { $keep } zusammengelegt. Die Worte von beiden bleiben.
    Wer sie gegeben hat, kann sie wieder trennen.
saved-split = Gespeichert. Idee { $idea } steht wieder für sich.
similar-ideas =
    { $count ->
        [one] Idee { $idea } ähnelt einer anderen Idee.
       *[other] Idee { $idea } ähnelt anderen Ideen.
    }
ideas-alike = Diese sind vielleicht ähnlich:
similar-choose = Du kannst deine behalten oder zurücknehmen. Oder bitte darum, sie zusammenzulegen. Du entscheidest.

## Stimmzettel

saved-ballot = Gespeichert. Das ist dein ganzer Stimmzettel.
saved-ballot-cleared = Gespeichert. Dein Stimmzettel ist jetzt leer.
ballot-title = Deine Punkte:
dots-on-idea =
    { $count ->
        [one] 1 Punkt
       *[other] { $count } Punkte
    }
dots-left =
    { $count ->
        [0] Du hast keine Punkte mehr.
        [one] Du hast noch 1 Punkt.
       *[other] Du hast noch { $count } Punkte.
    }
dots-left-in-list =
    { $count ->
        [0] Liste { $number }: Du hast keine Punkte mehr.
        [one] Liste { $number }: Du hast noch 1 Punkt.
       *[other] Liste { $number }: Du hast noch { $count } Punkte.
    }
ballot-until = Du kannst ihn bis { $closes } ändern.
ballot-none = Du hast noch nicht abgestimmt.
ballot-over = Die Abstimmung ist vorbei. Dein Stimmzettel lässt sich nicht mehr ändern.
ballot-not-yet = Du kannst noch nicht abstimmen. Wir sagen es hier, wenn die Abstimmung beginnt.

## Die Auszählung, die Rückmeldung, das Ergebnis

saved-result-objection = Gespeichert. Dein Einwand steht im Protokoll, neben dem Ergebnis.
saved-minority =
    Gespeichert. Das ist Minderheits-Meinung { $view }. Andere können sie teilen.
    Ohne sie wird das Ergebnis nicht veröffentlicht.
saved-cosign = Gespeichert. Du teilst Minderheits-Meinung { $view }.
saved-stance = Gespeichert. Idee { $idea }: { $stance }. Du kannst es ändern, bis dieser Schritt endet.
saved-feedback = Gespeichert. Das ist deine Rückmeldung zu Idee { $idea }.
saved-feedback-too = Auch diese Rückmeldung zur Idee ist gespeichert:
saved-fate = Gespeichert. Das ist der Bescheid für Idee { $idea }. Du kannst ihn ändern, bis das Ergebnis veröffentlicht ist.
saved-outcome = Gespeichert. Das Ergebnis ist veröffentlicht. Es lässt sich jetzt nicht mehr ändern.
saved-progress = Gespeichert. Du hast gesagt, wie es mit Idee { $idea } vorangeht.
saved-claim = Gespeichert. Du sagst: Idee { $idea } ist umgesetzt.
saved-confirm = Gespeichert. Du bestätigst: Idee { $idea } ist umgesetzt.
saved-dispute = Gespeichert. Du sagst: Idee { $idea } ist nicht umgesetzt.
confirmations-missing =
    { $count ->
        [one] Noch 1 Mensch muss es bestätigen.
       *[other] Noch { $count } Menschen müssen es bestätigen.
    } Es gilt auch, wenn niemand nein sagt bis { $closes }.

## Anträge

saved-request = Gespeichert. Das ist Antrag { $request }.
saved-request-support = Gespeichert. Du unterstützt Antrag { $request }.
saved-request-objection =
    Gespeichert. Du hast einen Einwand gegen Antrag { $request }.
    Bleibt der Einwand stehen, dann kommt der Antrag nicht durch.

## Was einzelne erfahren, weil andere etwas getan haben

merge-answer-until = Du kannst bis { $closes } antworten. Antwortest du nicht, dann ändert sich nichts.
merge-asked = Jemand bittet: Idee { $join } soll zu Idee { $keep } kommen. Eine davon ist von dir. Sagst du ja?
merge-declined = Jemand hat nein gesagt. Idee { $join } wird nicht mit Idee { $keep } zusammengelegt.
merge-lapsed = Nicht alle haben rechtzeitig ja gesagt. Idee { $join } wird nicht mit Idee { $keep } zusammengelegt.
idea-was-split = Idee { $idea } ist von dir. Sie steht wieder für sich.
idea-was-built-on = Jemand hat deine Idee { $idea } ergänzt:
your-idea-was-hidden = Deine Idee { $idea } wurde verborgen, weil ein Antrag durchkam. Der Grund steht im Protokoll.
your-ideas-became = Das Ergebnis ist veröffentlicht. Das wird aus deinen Ideen:
parked-time-has-come = Du hast eine Antwort aufgehoben. Jetzt ist es so weit: Du kannst sie als Idee geben.

link-code =
    Dein Code ist { $code }. Er gilt einmal, 10 Minuten lang.
    Gib ihn mir privat mit deinem anderen Konto.
    Auf Discord: { $slash }. Auf Matrix tippe: { $typed }
link-code-secret = Zeig diesen Code niemandem. Wer ihn tippt, zählt als du.
accounts-linked = Fertig. Deine zwei Konten zählen jetzt als ein Mensch. Was von einem ist, gehört auch zum anderen.
account-linked-to-yours = Dein Code wurde benutzt. Ein anderes Konto zählt ab jetzt als du.
accounts-linked-one-ballot =
    Du hast einen Stimmzettel. Hattest du zwei in einer laufenden Abstimmung, dann zählt nur der neuere.
    Eine Abstimmung, die vorbei ist, bleibt, wie sie gezählt wurde.
accounts-linked-logged = Zwei Konten gehören zu einem Menschen. Dieser Mensch hat einen Stimmzettel.
accounts-linked-unnamed = Niemand erfährt, wessen Konten es sind.
