### Das Entscheidungs-Protokoll: die Datei über eine Runde, die man aufhebt. Es sagt, was war, auch Jahre später, und
### es spricht niemanden an. Die Namen der Schritte, Etiketten und Bescheide stehen in terms.ftl.

## Der Kopf

record-is = Das ist das Protokoll einer Runde. Es sagt, was gefragt wurde, was Menschen gaben und was daraus wurde.
record-made = Dieses Protokoll wurde geschrieben am { $at }.
record-not-whole = Die Runde ist nicht vorbei. Darum ist dieses Protokoll noch nicht vollständig.
record-zone = Alle Zeiten gelten in { $zone }. Daneben steht die Zeit in UTC, die überall auf der Welt gleich ist.
record-zone-utc = Alle Zeiten sind in UTC. Die ist überall auf der Welt gleich.
record-names =
    Niemand steht hier mit Namen. Wer vor aller Augen etwas tat, heißt P1, P2 und so weiter.
    Derselbe Mensch behält dieselbe Nummer.

record-short = In Kürze
record-ideas-given =
    { $count ->
        [0] Niemand hat eine Idee gegeben.
        [one] Es gibt 1 Idee.
       *[other] Es gibt { $count } Ideen.
    }
record-voted =
    { $count ->
        [0] Niemand hat abgestimmt.
        [one] 1 Mensch hat abgestimmt.
       *[other] { $count } Menschen haben abgestimmt.
    }
record-outcome-differs = Das Ergebnis ist nicht so, wie abgestimmt wurde.
record-no-promises = Das Ergebnis sagt nichts zu.

# Steht vor dem, was dann geschah. $at: Tag und Uhrzeit.
record-at = { $at }:

## Das Etikett, die Frage, die Menschen

record-label = Das ehrliche Etikett
record-ladder =
    Es gibt sieben Etiketten, vom niedrigsten zum höchsten: { rung-coercion }, { rung-educating }, { rung-informing },
    { rung-consultation }, { rung-engagement }, { rung-codesign }, { rung-coproduction }.
record-ladder-down = Von selbst geht ein Etikett nur nach unten.
record-answers = Bevor eine Runde öffnet, braucht es ehrliche Antworten auf fünf Fragen. Das sind die Antworten:
record-question = Die Frage
record-question-open = Noch ist keine Frage vereinbart.
record-question-never = Die Runde endete, bevor eine Frage vereinbart war.
record-consented =
    { $count ->
        [0] Niemand hat gesagt, dass sie passt.
        [one] 1 Mensch hat ihr zugestimmt.
       *[other] { $count } Menschen haben ihr zugestimmt.
    }
record-people = Wer dabei war
record-suggested = 1 Mensch hat das Thema vorgeschlagen.
record-seconded =
    { $count ->
        [0] Niemand hat es mitgetragen.
        [one] 1 Mensch hat es mitgetragen.
       *[other] { $count } Menschen haben es mitgetragen.
    }
record-joined =
    { $count ->
        [0] Niemand hat bei der Runde mitgemacht.
        [one] 1 Mensch hat bei der Runde mitgemacht.
       *[other] { $count } Menschen haben bei der Runde mitgemacht.
    } { $organisers ->
        [0] Niemand davon war im Orga-Team.
        [one] 1 davon war im Orga-Team.
       *[other] { $organisers } davon waren im Orga-Team.
    }
record-left =
    { $count ->
        [one] 1 Mensch ist wieder ausgestiegen.
       *[other] { $count } Menschen sind wieder ausgestiegen.
    }
record-linked =
    { $count ->
        [one] 1 dieser Menschen hatte mit zwei Konten mitgemacht.
       *[other] { $count } Mal gehörten zwei Konten dieser Liste zu einem Menschen.
    }
record-gave-feedback =
    { $count ->
        [0] Niemand hat eine Rückmeldung gegeben.
        [one] 1 Mensch hat eine Rückmeldung gegeben.
       *[other] { $count } Menschen haben eine Rückmeldung gegeben.
    }

## Die Regeln

record-rules = Die Regeln
record-rules-frozen = Diese Regeln standen fest, als die Runde öffnete. Seitdem konnte sie kein Mensch allein ändern.
record-rules-mark =
    Ihr Kennzeichen ist { $hash }. Dasselbe wurde allen gesagt, als die Runde öffnete.
    Es ist ein Hash nach SHA-256: Mit einer anderen Regel wäre auch das Kennzeichen anders.

## Das Problem klären

record-problem = Das Problem und die Fassungen der Frage
record-no-statements = Niemand hat das Problem beschrieben.
record-wording-supported =
    { $count ->
        [one] 1 Mensch hat sie unterstützt.
       *[other] { $count } Menschen haben sie unterstützt.
    }
record-wording-chosen = Das ist jetzt die Frage.
record-question-objections = Einwände gegen die Frage:
record-objection-stands = Er steht.
record-objection-back = Er wurde zurückgenommen.
record-objection-anew = Derselbe Mensch hat ihn später anders gesagt.
record-objection-met = Statt der Fassung, um die es ging, kam eine andere.
record-kept-answers =
    { $count ->
        [one] 1 Antwort kam zu früh. Niemand hat sie später als Idee gegeben.
       *[other] { $count } Antworten kamen zu früh. Niemand hat sie später als Ideen gegeben.
    }

## Die Ideen

record-ideas = Die Ideen
record-no-authors = Hier steht nicht, von wem eine Idee ist.
record-idea = Idee { $idea }
record-idea-words = Idee { $idea }: { $words }
# Statt Worten, die alle später sehen werden.
record-not-shown-yet = Diese Worte werden noch nicht gezeigt. Zuerst denken alle allein nach.

## Die Abstimmung

record-vote = Die Abstimmung
record-vote-none = Es gab keine Abstimmung, weil es keine Idee dafür gab.
record-vote-never = Die Runde endete, bevor die Stimmzettel gezählt waren. Darum wird niemand eine Auszählung sehen.
record-shortlist =
    Für einen Stimmzettel waren es zu viele Ideen. Darum gab es zwei Abstimmungen.
    Nach der ersten kamen diese Ideen weiter: { $ideas }.
record-rule = Vor der Öffnung stand diese Regel fest:
record-places =
    { $count ->
        [one] Es gab 1 Platz.
       *[other] Es gab { $count } Plätze.
    }
record-column-rank = Rang
record-column-idea = Idee
record-column-dots = Punkte
record-column-supporters = Menschen
record-column-fair-share = Gerechter Anteil
record-column-chosen = Ausgewählt
record-yes = ja
record-no = nein
record-tied = gleichauf
record-fair-share =
    Die Spalte für gerechten Anteil zeigt, was diese Regel auswählen würde.
    Jede Gruppe, die groß genug ist, bekommt ihren Anteil.
record-fair-share-means = Beim gerechten Anteil kann jeder Mensch gleich viel für Ideen ausgeben.
record-fair-share-grown = Diese kamen erst hinein, als alle um gleiche Schritte mehr ausgeben konnten: { $ideas }.
record-fair-share-filled =
    Diese konnte niemand bezahlen. Sie kamen nach der Zahl der Menschen hinein, die ihnen Punkte gaben: { $ideas }.
record-ties = Gleichstand
record-ties-none = Keine Ideen lagen für den letzten Platz gleichauf.
record-runoff =
    { $ballots ->
        [0] Bei der Stichwahl hat niemand abgestimmt.
        [one] Bei der Stichwahl hat 1 Mensch abgestimmt.
       *[other] Bei der Stichwahl haben { $ballots } Menschen abgestimmt.
    }
record-other-rules = Dieselben Stimmzettel nach anderen Regeln
record-ballots-listed =
    Zum Nachzählen: Die andere Datei dieses Protokolls listet die Stimmzettel, ohne Namen und ohne Reihenfolge der Zeit.
record-ballots-few =
    Weniger als { $least } Menschen haben abgestimmt. Darum listet die andere Datei die Stimmzettel nicht.
    Man könnte sie erraten.
record-ballots-few-in-runoff =
    Bei der Stichwahl haben weniger als { $least } Menschen abgestimmt. Darum stehen ihre Stimmzettel nicht da.
    Man könnte sie erraten.

## Einwände, Minderheits-Meinungen, Rückmeldung

record-objections = Einwände gegen die Auswahl
record-objections-none = Niemand hatte einen Einwand gegen die Auswahl.
record-minority = Minderheits-Meinungen
record-minority-none = Niemand hat eine Minderheits-Meinung geschrieben.
record-feedback = Die Rückmeldung
record-feedback-never = Die Runde endete, bevor die Rückmeldung öffentlich war. Darum steht sie nicht da.
record-feedback-no-words = Niemand hat etwas dazu geschrieben.

## Das Ergebnis

record-outcome = Das Ergebnis
record-outcome-open = Das Ergebnis ist noch nicht geschrieben.
record-outcome-never = Die Runde endete ohne Ergebnis.
record-outcome-on = Es wurde veröffentlicht am { $at }.
record-outcome-same = Das Ergebnis ist so, wie abgestimmt wurde.
record-reply-promised = Eine Antwort war zugesagt bis { $day }.
record-reply-due = Eine Antwort ist zugesagt bis { $day }.
record-reply-in-time = Eine Antwort war zugesagt bis { $day }. Sie kam rechtzeitig.
record-reply-late = Eine Antwort war zugesagt bis { $day }. Sie kam später.
record-reply-missing = Eine Antwort war zugesagt bis { $day }. Der Tag ging ohne sie vorbei.
record-fates = Was aus jeder Idee wird
record-fate-never = Die Runde endete, bevor es für diese Idee einen Bescheid gab.

## Was das Orga-Team tat, und Anträge

record-power = Was das Orga-Team tat, und Anträge
record-power-intro =
    Das Orga-Team kann eine Runde vorbereiten, ihr mehr Zeit geben und ihr Ergebnis schreiben. Hier steht alles davon.
    Um etwas wegzunehmen, braucht es einen Antrag. Den beantworten die Beteiligten.
record-power-none = Das Orga-Team hat nichts getan.
record-power-planned = { $who }, im Orga-Team, hat die Runde mit der Vorlage { $template } geplant.
record-power-planned-anew = Davor war sie mit der Vorlage { $template } geplant.
record-power-window =
    { $who }, im Orga-Team, hat die Dauer eines Schritts geändert. Der Schritt: { $step }.
    Vorher: { $before }. Danach: { $after }.
record-power-heard =
    { $who }, im Orga-Team, hat geändert, wie viele gehört sein müssen.
    Danach waren es { $people } Menschen, und { $percent } von 100, die mitmachten.
record-power-heard-before = Davor waren es { $people } Menschen, und { $percent } von 100.
record-power-time = { $who }, im Orga-Team, hat dem Schritt { $step } mehr Zeit gegeben.
record-power-fate = { $who }, im Orga-Team, hat den Bescheid für Idee { $idea } gegeben: { $fate }.
record-power-fate-anew =
    { $who }, im Orga-Team, hat den Bescheid für Idee { $idea } geändert. Vorher: { $old }. Danach: { $fate }.
record-power-reasons = Warum jeder Bescheid so ist, steht oben bei der Idee.
record-power-published = { $who }, im Orga-Team, hat das Ergebnis veröffentlicht.
record-reason-changed = Der Grund zu dieser Zeit:
record-requests-none = Niemand hat einen Antrag gestellt.
record-request = Antrag { $request }
record-request-made = { $who } bat darum, { $act }.
record-request-made-by-organiser = { $who }, im Orga-Team, bat darum, { $act }.
record-request-step = Das war im Schritt { $step }.
record-request-support =
    { $support ->
        [0] Niemand hat ihn unterstützt.
        [one] 1 Mensch hat ihn unterstützt.
       *[other] { $support } Menschen haben ihn unterstützt.
    } Nötig waren { $needed }.
record-request-objections = Einwände dagegen:
record-request-passed = Er kam durch.
record-request-fell = Er kam nicht durch. Es hat sich nichts geändert.
record-request-too-late = Worum er bat, ging nicht mehr.
record-request-waits = Er lässt sich beantworten bis { $closes }.
record-request-over = Die Runde endete vor diesem Antrag.

## Nachschau

record-follow-up = Die Nachschau
record-promise = { $owner } sollte sich darum kümmern bis { $day }.
record-promise-open = Noch ist es nicht getan.
record-promise-claimed =
    { $count ->
        [0] Es soll getan sein. Bisher hat es niemand bestätigt.
        [one] Es soll getan sein. Bisher hat es 1 Mensch bestätigt.
       *[other] Es soll getan sein. Bisher haben es { $count } Menschen bestätigt.
    }
record-promise-missed = Der Tag ging vorbei, und es war nicht getan.
record-promise-done = Es ist getan.
record-promise-done-late = Es ist getan. An seinem Tag war es noch nicht getan.
record-course = Wie es voranging:
record-progress = { $who } hat erzählt, wie es vorangeht.
record-claimed = { $who } hat gesagt, dass es getan ist.
record-confirmed = Jemand hat bestätigt, dass es getan ist.
record-disputed = Jemand hat gesagt, dass es nicht getan ist.
record-claim-longer = { $lost } lang konnten mich nicht alle erreichen. Darum galt ein Nein bis { $closes }.
record-settled =
    { $count ->
        [one] 1 Mensch hatte es bestätigt. Darum gilt es als getan.
       *[other] { $count } Menschen hatten es bestätigt. Darum gilt es als getan.
    }
# $length: so etwas wie „7 Tage“.
record-settled-undisputed = Es hat { $length } lang niemand nein gesagt. Darum gilt es als getan.
record-missed = Der zugesagte Tag ging vorbei. Alle haben es erfahren.
record-checks = Nachschauen:
record-check = Nachschau { $number } von { $of } fand statt. Allen wurde vorgelesen, was zugesagt war.
record-checks-none = Bisher gab es keine Nachschau.

## Was wann geschah

record-times = Was wann geschah
record-topic-suggested = Das Thema wurde vorgeschlagen.
record-planned = { $who } hat die Runde geplant.
record-opened = Die Runde öffnete, und ihre Regeln standen fest.
record-step = Der Schritt { $step } begann.
record-step-until = Er sollte enden am { $closes }.
record-step-now-until = Von da an sollte er enden am { $closes }.
record-archived = Die Runde war vorbei.
record-withdrawn = Ein Antrag kam durch, und die Runde wurde zurückgezogen.
record-accounts-linked = Zwei Konten gehören zu einem Menschen. Dieser Mensch hat einen Stimmzettel.
record-expired = Zu wenige haben das Thema rechtzeitig mitgetragen. Darum lief es ab.
record-few-heard =
    { $heard ->
        [0] Bisher hatte niemand etwas gesagt.
        [one] Bisher hatte 1 Mensch etwas gesagt.
       *[other] Bisher hatten { $heard } Menschen etwas gesagt.
    } Nötig waren mindestens { $needed }.
record-few-heard-secret = Zu wenige hatten abgestimmt. Nötig waren mindestens { $needed }.
record-few-voices =
    { $heard ->
        [0] Der Schritt war vorbei, und niemand hatte etwas gesagt.
        [one] Der Schritt war vorbei, und 1 Mensch hatte etwas gesagt.
       *[other] Der Schritt war vorbei, und { $heard } Menschen hatten etwas gesagt.
    } Nötig waren mindestens { $needed }. Darum ist das Ergebnis nur ein Rat.
record-few-voices-secret =
    Der Schritt war vorbei, und weniger als { $needed } Menschen hatten abgestimmt. Darum ist das Ergebnis nur ein Rat.
record-longer = Der Schritt bekam mehr Zeit.
record-longer-surge = Kurz vor dem Ende des Schritts hat sich viel geändert.
record-longer-asked = Genug Menschen hatten um mehr Zeit gebeten.
record-longer-given = Das Orga-Team gab mehr Zeit.
record-longer-sort = Für einen Stimmzettel waren es zu viele Ideen.
record-longer-tied = Zwei Fassungen hatten gleich viel Unterstützung.
record-longer-outage = { $lost } lang konnten mich nicht alle erreichen.
record-longer-rewording = Ein Einwand stand, und es gab noch keine anderen Worte für die Frage.
record-longer-paused = Ein Antrag kam durch. Darum ruhte der Schritt.
record-paused = Eine Pause begann. Sie sollte dauern bis { $until }.
record-resumed = Die Pause war vorbei, und der Schritt ging weiter.
record-shorter = Ein Antrag kam durch. Darum bekam der Schritt weniger Zeit.
record-question-agreed = Die Frage wurde vereinbart.
record-question-anew = Ein Einwand stand. Darum wurde nach anderen Worten gefragt.
record-was-joined = Idee { $join } wurde mit Idee { $keep } zusammengelegt.
record-was-split = Idee { $idea } stand wieder für sich.
record-was-withdrawn = Idee { $idea } wurde zurückgenommen.
record-was-hidden = Ein Antrag kam durch, und Idee { $idea } wurde verborgen.
record-roll-closed = Die Ideen auf dem Stimmzettel standen fest. Wer danach dazukam, konnte nicht abstimmen.
record-list-shorter = Die Liste der Ideen wurde kürzer.
record-runoff-needed =
    { $places ->
        [one] Diese Ideen lagen für 1 Platz gleichauf: { $ideas }. Darum gab es eine Stichwahl.
       *[other] Diese Ideen lagen für { $places } Plätze gleichauf: { $ideas }. Darum gab es eine Stichwahl.
    }
record-counted = Die Stimmzettel wurden gezählt. Von da an war die Auszählung öffentlich.
record-request-when-made = Antrag { $request } wurde gestellt.
record-request-when-passed = Antrag { $request } kam durch.
record-request-when-fell = Antrag { $request } kam nicht durch.
record-request-until = Darum ließ sich Antrag { $request } beantworten bis { $closes }.
record-claim-until = Darum galt ein Nein zu Idee { $idea } bis { $closes }.
record-published = Das Ergebnis wurde veröffentlicht.
record-reply-went-by = Der Tag ging vorbei, bis zu dem eine Antwort zugesagt war.
record-promise-went-by = Der Tag ging vorbei, bis zu dem Idee { $idea } zugesagt war.
record-promise-kept = Idee { $idea } gilt als umgesetzt.
record-check-held = Nachschau { $number } von { $of } fand statt.
