### Was allen in einem Raum gesagt wird, weil etwas geschehen ist.

round-opened =
    Diese Runde ist jetzt offen. Alle hier können mitmachen. Zuerst klären wir, was das Problem ist.
    Diese fünf Antworten sagen dir, womit du rechnen kannst.
answers-none = Niemand hat die fünf ehrlichen Antworten für diese Runde gegeben. Darum ist nichts zugesagt.
rules-frozen = Die Regeln stehen jetzt fest. Niemand kann sie allein ändern. Ihr Kennzeichen ist { $hash }.
step-paused = Dieser Schritt ruht bis { $until }. Dann geht er weiter bis { $closes }. Danach kommt: { $next }.
step-begins = Ein neuer Schritt beginnt: { $step }.
put-off-holiday = Dieser Schritt hätte an einem Feiertag geendet. Darum endet er später.
put-off-weekend = Dieser Schritt hätte am Wochenende geendet. Darum endet er später.
step-ended-late =
    Der Schritt davor sollte am { $planned } enden. Er endete { $late } später.
    Niemand hat dadurch Zeit verloren.
clock-holds-step =
    Dieser Schritt sollte am { $planned } enden. Er bleibt offen: Die Uhr des Rechners, auf dem ich laufe, geht falsch.
clock-holds-means = Wer mich betreibt, weiß davon. Niemand verliert dadurch Zeit.
step-shortened = Der Antrag kam durch. Darum endet dieser Schritt früher. Er endet am { $closes }.

## Mehr Zeit, und warum

extended-few-heard =
    { $heard ->
        [0] Noch niemand hat etwas gesagt.
        [one] Bisher hat 1 Mensch etwas gesagt.
       *[other] Bisher haben { $heard } Menschen etwas gesagt.
    } Wir brauchen mindestens { $needed }. Darum bleibt dieser Schritt länger offen. Er endet am { $closes }.
# Solange abgestimmt wird, ist die Zahl geheim.
extended-few-votes =
    Noch haben zu wenige abgestimmt. Wir brauchen mindestens { $needed }.
    Darum bleibt dieser Schritt länger offen. Er endet am { $closes }.
extended-late-surge =
    Kurz vor dem Ende hat sich viel geändert. Darum gibt es mehr Zeit zum Nachdenken. Der Schritt endet am { $closes }.
extended-asked = Genug Menschen haben um mehr Zeit gebeten. Darum bleibt dieser Schritt länger offen. Er endet am { $closes }.
extended-sort-again =
    Für einen Stimmzettel sind es noch zu viele Ideen. Darum gibt es mehr Zeit, um Ideen zusammenzulegen.
    Dieser Schritt endet am { $closes }.
extended-tied-wordings =
    Zwei Fassungen haben gleich viel Unterstützung. Darum gibt es mehr Zeit für die Auswahl.
    Dieser Schritt endet am { $closes }.
extended-outage =
    { $lost } lang konnten mich nicht alle erreichen. Diese Zeit bekommt der Schritt zurück.
    Er endet am { $closes }.
topic-longer-outage =
    { $lost } lang konnten mich nicht alle erreichen. Darum wartet dieses Thema länger: bis { $closes }.
extended-rewording =
    Ein Einwand steht, und noch hat niemand andere Worte für die Frage.
    Darum gibt es mehr Zeit, um welche zu finden. Dieser Schritt endet am { $closes }.
extended-paused = Der Schritt ruht bis { $until }. Dann geht er weiter bis { $closes }.
pause-means =
    Bis dahin kann in diesem Schritt niemand schreiben. Nichts geht verloren.
    Du kannst weiter lesen, mitmachen, gehen und Einwände geben.
round-resumed = Die Pause ist vorbei. Dieser Schritt geht weiter bis { $closes }.
nobody-chose-this = Kein Mensch hat das allein bestimmt. Es ist die Regel, die wir am Anfang vereinbart haben.

few-voices =
    { $heard ->
        [0] In diesem Schritt hat niemand etwas gesagt.
        [one] In diesem Schritt hat 1 Mensch etwas gesagt.
       *[other] In diesem Schritt haben { $heard } Menschen etwas gesagt.
    } Die Regel verlangt { $needed }. Darum ist das Ergebnis nur ein Rat. Das steht auf jeder Karte.
few-voices-in-vote =
    Die Regel verlangt { $needed } Menschen. Es waren weniger. Darum ist das Ergebnis nur ein Rat.
    Das steht auf jeder Karte.

## Was das Orga-Team tut

power-title = Das Orga-Team hat etwas getan
power-in-log = Das steht im Protokoll.
power-planned = { $who } ist im Orga-Team. { $who } hat diese Runde mit der Vorlage { $template } geplant.
power-window =
    { $who } ist im Orga-Team. { $who } hat die Dauer eines Schritts in diesem Plan geändert.
    Der Schritt: { $step }. Vorher: { $before }. Jetzt: { $after }.
power-heard =
    { $who } ist im Orga-Team. { $who } hat geändert, wie viele in diesem Plan gehört sein müssen.
    Jetzt sind es { $people } Menschen, und { $percent } von 100, die mitmachen.
power-gave-time = { $who } ist im Orga-Team. { $who } hat diesem Schritt mehr Zeit gegeben. Er endet am { $closes }.
power-requested = { $who } ist im Orga-Team. Darum steht Antrag { $request } im Protokoll.
power-set-fate = { $who } ist im Orga-Team. { $who } hat den Bescheid für Idee { $idea } gegeben.
power-set-fates = { $who } ist im Orga-Team. { $who } hat den Bescheid für diese Ideen gegeben: { $ideas }.
# Steht über dem Grund.
reason = Der Grund:

## Die Frage und die Abstimmung

confirming-again = Ein Einwand steht. Darum fragen wir nach anderen Worten.
question-confirmed = Wir haben unsere Frage.
# Steht statt question-confirmed, wo Einwände bleiben.
question-goes-on = Nicht alle stimmen dieser Frage zu. Nach unseren Regeln machen wir jetzt mit ihr weiter.
question-is-the-topic = Niemand hat eine Frage gefasst. Darum ist das Thema selbst die Frage.
question-objections-stay =
    { $count ->
        [one] 1 Einwand ließ sich nicht lösen. Er bleibt im Protokoll.
       *[other] { $count } Einwände ließen sich nicht lösen. Sie bleiben im Protokoll.
    }
# Steht über den Worten eines Einwands, der blieb.
dissent = Was dagegen gesagt wurde:
shortlist-made = Die Liste ist jetzt kürzer. Als Nächstes stimmen wir über diese Ideen ab. Die Auszählung bleibt geheim.
# $ideas: mindestens zwei Zahlen.
shortlist-level =
    Diese Ideen liegen für die letzten Plätze gleichauf: { $ideas }. Der Stimmzettel hat nicht Platz für alle.
    Darum kommt keine davon weiter.
shortlist = Diese Ideen kommen weiter:
runoff-needed =
    { $places ->
        [one] Diese Ideen liegen gleichauf: { $ideas }. Für sie gibt es 1 Platz. Darum gibt es eine Stichwahl.
       *[other] Diese Ideen liegen gleichauf: { $ideas }. Für sie gibt es { $places } Plätze. Darum gibt es eine Stichwahl.
    }
tally-stays-closed = Niemand kann die Auszählung sehen, bevor die Stichwahl endet.

## Die Auszählung, zuerst ein Gleichstand

tie-by-dots =
    { $places ->
        [one] Diese Ideen liegen für 1 Platz gleichauf: { $ideas }.
       *[other] Diese Ideen liegen für { $places } Plätze gleichauf: { $ideas }.
    } { $count ->
        [one] Jede hat 1 Punkt.
       *[other] Jede hat { $count } Punkte.
    }
tie-by-supporters =
    { $places ->
        [one] Diese Ideen liegen für 1 Platz gleichauf: { $ideas }.
       *[other] Diese Ideen liegen für { $places } Plätze gleichauf: { $ideas }.
    } { $count ->
        [one] Jede hat Punkte von 1 Menschen.
       *[other] Jede hat Punkte von { $count } Menschen.
    }
tie-by-fair-share =
    { $places ->
        [one] Diese Ideen liegen für 1 Platz gleichauf: { $ideas }.
       *[other] Diese Ideen liegen für { $places } Plätze gleichauf: { $ideas }.
    }
tie-steps = Was wir bei Gleichstand getan haben, nach der Regel vom Anfang:
tie-step-other-measure = Wir haben verglichen: { $measure }. Diese kommen weiter: { $ideas }. Noch gleichauf: { $tied }.
tie-step-other-measure-none = Wir haben verglichen: { $measure }. Auch da liegen diese gleichauf: { $tied }.
tie-step-other-measure-all = Wir haben verglichen: { $measure }. Diese kommen weiter: { $ideas }.
tie-step-widened = Wir haben einen Platz dazugegeben. Diese kommen weiter: { $ideas }.
tie-step-not-widened = Auch mit einem Platz mehr passen nicht alle hinein. Noch gleichauf: { $tied }.
tie-step-runoff = Es gab eine Stichwahl. Diese kommen weiter: { $ideas }. Noch gleichauf: { $tied }.
tie-step-runoff-none = Es gab eine Stichwahl. Auch da liegen diese gleichauf: { $tied }.
tie-step-runoff-all = Es gab eine Stichwahl. Diese kommen weiter: { $ideas }.
tie-step-all-go-on = Keine Regel trennt sie. Darum kommen alle weiter: { $ideas }.
other-rules = Was jede Regel aus denselben Stimmzetteln auswählen würde:
by-rule = Regel „{ $rule }“: { $ideas }
by-rule-and-runoff = Regel „{ $rule }“: { $ideas }. Dann eine Stichwahl zwischen { $tied }.
rules-agree = Alle Regeln wählen dieselben Ideen aus.
rules-differ = Nicht alle Regeln wählen dieselben Ideen aus. Bitte denk daran.
voters-with-an-idea =
    { $ballots ->
        [0] Niemand hat abgestimmt.
        [one] 1 Mensch hat abgestimmt.
       *[other] { $ballots } Menschen haben abgestimmt.
    } { $voters ->
        [0] Niemand hat einer ausgewählten Idee einen Punkt gegeben.
        [one] 1 Mensch hat einer ausgewählten Idee einen Punkt gegeben.
       *[other] { $voters } Menschen haben einer ausgewählten Idee einen Punkt gegeben.
    }
tally-is-final = Diese Auszählung steht fest.

## Die Rückmeldung

feedback-is-over = Das sagen die Menschen zu den ausgewählten Ideen. Bis jetzt konnte es niemand sehen.
feedback-left-out =
    { $count ->
        [one] 1 weitere Rückmeldung fehlt hier. Du kannst alle Rückmeldungen lesen.
       *[other] { $count } weitere Rückmeldungen fehlen hier. Du kannst alle Rückmeldungen lesen.
    }

## Anträge

request-made = Antrag { $request }: { $who } bittet darum, { $act }.
idea-meant-number = Es geht um Idee { $idea }.
pause-would-last =
    { $days ->
        [one] Die Pause wäre 1 Tag lang. Der Schritt würde um so viel später enden.
       *[other] Die Pause wäre { $days } Tage lang. Der Schritt würde um so viel später enden.
    }
request-only-if =
    { $count ->
        [one] Das geschieht nur, wenn 1 Mensch den Antrag unterstützt und kein Einwand bleibt.
       *[other] Das geschieht nur, wenn { $count } Menschen den Antrag unterstützen und kein Einwand bleibt.
    } Antworten zählen bis { $closes }.
request-passed = Antrag { $request } kam durch. Das war die Bitte: { $act }.
request-fell = Antrag { $request } kam nicht durch. Das war die Bitte: { $act }.
request-extended =
    { $lost } lang konnten mich nicht alle erreichen. Darum kannst du Antrag { $request } länger beantworten.
    Antworten zählen bis { $closes }.
request-support =
    { $support ->
        [0] Niemand unterstützt ihn.
        [one] 1 Mensch unterstützt ihn.
       *[other] { $support } Menschen unterstützen ihn.
    } Nötig sind { $needed }.
request-objections =
    { $count ->
        [0] Kein Einwand steht.
        [one] 1 Einwand steht.
       *[other] { $count } Einwände stehen.
    }

## Das Ergebnis und was danach kommt

outcome-published = { $who } ist im Orga-Team und hat dieses Ergebnis geschrieben.
outcome = Das Ergebnis:
outcome-differs = Das Ergebnis ist nicht so, wie abgestimmt wurde. Ausgewählt waren: { $ideas }.
outcome-differs-because = Warum es anders ist:
ideas-by-organisers =
    { $count ->
        [one] 1 von { $all } Ideen kam aus dem Orga-Team.
       *[other] { $count } von { $all } Ideen kamen aus dem Orga-Team.
    }
reply-missed-on = Bis { $day } war dir ein Ergebnis zugesagt. Der Tag ist vorbei, und es gibt kein Ergebnis.
promise-was-missed = Idee { $idea } war bis { $day } zugesagt. Der Tag ist vorbei, und sie ist nicht umgesetzt.
progress-by = { $who } erzählt, wie es mit Idee { $idea } vorangeht:
done-was-claimed = { $who } sagt: Idee { $idea } ist umgesetzt.
done-needs = Stimmt das? Dann bestätige es bitte. Stimmt es nicht, dann sag, was fehlt.
done-undisputed = Sagt niemand nein, dann gilt sie als umgesetzt. Stichtag: { $closes }.
done-was-disputed = Jemand sagt: Idee { $idea } ist noch nicht umgesetzt.
claim-extended =
    { $lost } lang konnten mich nicht alle erreichen. Darum kannst du länger sagen, dass Idee { $idea } nicht umgesetzt ist.
    Das zählt bis { $closes }.
idea-is-done =
    { $count ->
        [0] Idee { $idea } ist umgesetzt. Niemand hat es bestritten.
        [one] Idee { $idea } ist umgesetzt. 1 Mensch hat es bestätigt.
       *[other] Idee { $idea } ist umgesetzt. { $count } Menschen haben es bestätigt.
    }
check-held = Das ist Nachschau { $number } von { $of }. Hier steht, was zugesagt war und wie es vorangeht.
