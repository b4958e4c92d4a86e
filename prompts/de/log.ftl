### Was ein Eintrag im Protokoll sagt, wie man Einträge sucht, und wie man einen Eintrag und einen Stimmzettel prüft.

## Eine Seite mit Einträgen

# $topic: die Nummer eines Themas.
log-only-power = Nur was das Orga-Team tat.
log-only-topic = Nur Thema { $topic }.
# $days: ein Monat oder ein Tag, wie 2026-03.
log-only-days = Nur aus { $days }.
# $words: was jemand sucht.
log-only-words = Nur mit: { $words }
log-none-such = So einen Eintrag gibt es im Protokoll nicht.
log-size =
    { $size ->
        [one] Das Protokoll hat 1 Eintrag.
       *[other] Das Protokoll hat { $size } Einträge.
    }
log-looked-at =
    { $count ->
        [one] Ich habe 1 Eintrag durchsucht. Danach kommen die älteren.
       *[other] Ich habe { $count } Einträge durchsucht. Danach kommen die älteren.
    }

## Ein Eintrag

log-of-topic = Er gehört zu Thema { $topic }.
log-words-unshown = Einige Worte dazu stehen hier nicht, weil der Raum sie nicht zeigt.
log-entry-unsigned =
    Er ist noch nicht unterschrieben. Das dauert höchstens einen Tag. Du bekommst den Eintrag selbst als Datei.
# $size: wie viele Einträge unterschrieben sind.
log-entry-proof =
    Du bekommst zwei Dateien. Eine ist der Eintrag, Byte für Byte. Die andere beweist: Er steht im unterschriebenen
    Protokoll mit { $size } Einträgen.
log-entry-does-not-fit =
    Das ist nicht der Eintrag, der unterschrieben wurde. Jemand hat das Protokoll geändert.
    Behalte jeden alten Stand, den du hast, und sag es den anderen.
# Diese stehen über den Worten von jemandem.
log-in-words = In eigenen Worten:
log-words-title = Das Thema:
log-words-owner = Wer sich kümmert:
log-words-name = Wer es tat:
log-words-whom = Um wen es geht:
log-words-of-idea = Idee { $idea }:

## Was jede Art von Eintrag sagt. $why und $words: Worte von jemandem. $closes, $before, $after: Tag und Uhrzeit.

log-opened = Das Thema: { $title } Das Etikett: { $label }.
log-label = Das Etikett: { $label }.
log-step-until = Der Schritt: { $step }. Er endet am { $closes }.
log-clock-ahead = Sie sprang um { $moved } vor. Kein Schritt endete, bis die richtige Zeit bekannt war.
log-clock-back = Sie sprang um { $moved } zurück. Kein Schritt endete, bis die richtige Zeit bekannt war.
log-longer = { $why } Der Schritt sollte enden am { $before }. Jetzt endet er am { $closes }.
log-longer-few-heard = Zu wenige Menschen wurden gehört.
log-longer-surge = Kurz vor dem Ende hat sich viel geändert.
log-longer-asked = Genug Menschen haben um mehr Zeit gebeten.
log-longer-given = Das Orga-Team hat mehr Zeit gegeben.
log-longer-sort = Für einen Stimmzettel waren es zu viele Ideen.
log-longer-tied = Zwei Fassungen hatten gleich viel Unterstützung.
log-longer-outage = Eine Zeit lang konnten mich nicht alle erreichen.
log-longer-paused = Ein Antrag kam durch. Darum ruht der Schritt.
log-paused-until = Der Schritt ruht bis { $until }.
log-longer-rewording = Ein Einwand stand, und niemand hatte andere Worte.
log-shorter = Der Schritt sollte enden am { $before }. Jetzt endet er am { $closes }.
log-few-voices = Nach der Regel sind { $needed } Menschen nötig. Darum ist das Ergebnis nur ein Rat.
log-planned = Die Runde wurde mit der Vorlage { $after } geplant.
log-planned-anew = Die Vorlage war { $before }. Jetzt ist es { $after }.
log-set-window = Der Schritt: { $step }. Seine Dauer war { $before }. Jetzt ist sie { $after }.
log-set-heard =
    Nötig waren { $people } Menschen, und { $percent } von 100. Jetzt sind es { $new } Menschen, und { $share } von 100.
log-gave-time = Der Schritt: { $step }. Er sollte enden am { $before }. Jetzt endet er am { $after }.
log-gave-time-why =
    Der Schritt: { $step }. Er sollte enden am { $before }. Jetzt endet er am { $after }. Der Grund: { $why }
# $act: wie „diesen Schritt früher zu beenden“.
log-requested = Antrag { $request } bittet darum, { $act }.
log-requested-why = Antrag { $request } bittet darum, { $act }. Der Grund: { $why }
log-fate = Idee { $idea }: { $fate }.
log-fate-why = Idee { $idea }: { $fate }. Der Grund: { $why }
log-fate-anew = Der Bescheid für Idee { $idea } war: { $old }. Jetzt ist er: { $fate }.
log-fate-anew-why = Der Bescheid für Idee { $idea } war: { $old }. Jetzt ist er: { $fate }. Der Grund: { $why }
log-published = Damit ist das Ergebnis veröffentlicht.
log-published-why = Damit ist das Ergebnis veröffentlicht. Warum es anders ist als abgestimmt: { $why }
log-question = Die Frage: { $words }
log-on-ballot = Auf dem Stimmzettel: { $ideas }.
log-go-on = Diese Ideen kommen weiter: { $ideas }.
log-tied =
    { $places ->
        [one] Für 1 Platz liegen gleichauf: { $ideas }.
       *[other] Für { $places } Plätze liegen gleichauf: { $ideas }.
    }
log-words = In eigenen Worten: { $words }
# $owner: wer sich kümmert, in Worten von jemandem. $day: ein Tag.
log-promised = Idee { $idea } ist zugesagt bis { $day }. Wer sich kümmert: { $owner }
log-promised-for = Idee { $idea } ist zugesagt bis { $day }.
log-promised-by = Zugesagt war sie bis { $day }.
log-idea-promised = Idee { $idea } war zugesagt bis { $day }.
log-progress = Idee { $idea }: { $words }
log-check = Das ist Nachschau { $no } von { $of }.
log-request = Antrag { $request } bittet darum, { $act }.
log-request-why = Antrag { $request } bittet darum, { $act }. Der Grund: { $why }
log-request-number = Es geht um Antrag { $request }.
log-request-objection = Es geht um Antrag { $request }. Der Grund: { $words }
log-request-fell-by = Es geht um Antrag { $request }. Unterstützung: { $support }. Nötig waren { $needed }.
log-request-on =
    Eine Zeit lang konnten mich nicht alle erreichen. Antrag { $no } lässt sich beantworten bis { $closes }.
log-claim-longer =
    Eine Zeit lang konnten mich nicht alle erreichen. Wer meint, dass Idee { $idea } nicht umgesetzt ist, kann es sagen.
    Das zählt bis { $closes }.
log-on-ideas = Zu diesen Ideen: { $ideas }.
log-receipts-part = Teil { $part } von { $of }.
log-whom = Es geht um { $who }
# $before und $after: ein Name oder etwas Eingestelltes, in Anführungszeichen.
log-changed = Vorher: { $before }. Jetzt: { $after }.
log-now-is = Jetzt: { $after }.

## Ein Stand des Protokolls

checkpoint-none = Noch ist nichts unterschrieben. Das dauert höchstens einen Tag.
# $count: Einträge, die später kamen.
checkpoint-since =
    { $count ->
        [one] 1 Eintrag kam später dazu. In höchstens einem Tag ist er unterschrieben.
       *[other] { $count } Einträge kamen später dazu. In höchstens einem Tag sind sie unterschrieben.
    }
checkpoint-key = Das ist der Schlüssel des Protokolls. Heb ihn mit dem Text oben auf:
# $typed: ein Befehl für einen Rechner.
checkpoint-how =
    Willst du es prüfen, dann speichere beides als Dateien. Bitte die, die mich betreiben, um das ganze Protokoll.
    Danach tippe auf einem Rechner: { $typed }

log-key-title = Das Protokoll hat einen neuen Schlüssel
log-key-changed-by = Wer mich betreibt, hat den Schlüssel des Protokolls ersetzt. Das ist der neue:
log-key-old = Der alte Schlüssel hat das unterschrieben. Was du aufgehoben hast, gilt also weiter.

## Quittungen für Stimmzettel. $receipt: zwei Worte, wie amber otter.

ballot-receipt =
    Deine Quittung: { $receipt }. Nach der Abstimmung kannst du mit ihr deinen Stimmzettel finden.
    Du musst sie niemandem zeigen.
ballot-receipt-public =
    Deine Quittung: { $receipt }. Du kannst mit ihr jetzt deinen Stimmzettel finden, wenn 5 Menschen oder mehr
    abgestimmt haben. Du musst sie niemandem zeigen.
ballot-receipt-now = Jetzt gilt nur diese Quittung: { $receipt }.
tally-receipts =
    Alle Stimmzettel sind jetzt öffentlich, ohne Namen. Hast du eine Quittung? Dann such mit ihr deinen Stimmzettel.
receipts-none = Du hast in dieser Runde keinen Stimmzettel mit Punkten. Darum hast du keine Quittung.
# $vote: einer der Namen unten.
receipt-of-vote = { $vote }: { $receipt }
receipts-later =
    Nach der Abstimmung kannst du so deinen Stimmzettel finden. Dafür müssen 5 Menschen oder mehr abstimmen.
receipts-are-public = Du kannst so jetzt deinen Stimmzettel finden, wenn 5 Menschen oder mehr abgestimmt haben.
receipt-is-yours = Wer sie kennt, kann sehen, wie du abgestimmt hast. Du musst sie niemandem zeigen.
receipt-title = Der Stimmzettel zu { $receipt }
receipt-ballot = { $vote }:
receipt-twice = Zwei Menschen haben diese Quittung. Einer dieser Stimmzettel ist deiner.
vote-kind-vote = Die Abstimmung
vote-kind-shortlist = Die erste Abstimmung, für eine kürzere Liste
vote-kind-runoff = Die Stichwahl
