### Warum etwas nicht getan wurde. Danach steht immer „Es hat sich nichts geändert.“ und ein nächster Schritt.

## Der falsche Schritt oder der falsche Mensch

too-early = Es ist zu früh, um { $act }. Wir sind im Schritt { $phase }. Das kommt im Schritt { $possible }.
too-late =
    Es ist zu spät, um { $act }. Das endete am { $ended }. Deine Nachricht kam am { $now }.
    Wir sind im Schritt { $phase }. Es war der Schritt { $possible }.
wrong-phase = Im Schritt { $phase } ist es nicht möglich, { $act }. Das gehört zum Schritt { $possible }.
round-ended = Diese Runde ist vorbei. Sie ist { $phase }.
no-round = Hier läuft gerade keine Runde.
topic-unknown = Hier gibt es kein Thema { $topic }.
which-round =
    Es laufen mehrere Runden: { $topics }. Bitte sag, welche. Schreib die Nummer hinter das erste Wort,
    wie in: { word-vote } #{ $first } 3:2.
not-joined = Du machst in dieser Runde noch nicht mit.
joined-already = Du machst in dieser Runde schon mit.
joined-too-late =
    Die Abstimmung begann am { $closed }. Du kamst später dazu, am { $joined }.
    Darum kannst du in dieser Runde nicht abstimmen.
organisers-only = Das kann nur das Orga-Team.

ballot-in-private = Ein Raum ist nicht geheim: Alle können lesen, was du schreibst. Bitte tu das in einer Direktnachricht an mich.
log-unsigned =
    Das Protokoll ist hier nicht unterschrieben. Darum kann ich es nicht herausgeben.
    Wer mich betreibt, kann einen Schlüssel dafür machen.
log-in-space = Du bist in mehreren Gemeinschaften oder in keiner. Bitte frag in einem ihrer Räume nach dem Protokoll.
log-entry-unknown =
    { $last ->
        [0] Es gibt keinen Eintrag { $no }. Noch hat das Protokoll keinen.
        [one] Es gibt keinen Eintrag { $no }. Das Protokoll hat 1.
       *[other] Es gibt keinen Eintrag { $no }. Der letzte ist { $last }.
    }
# $given: was jemand für einen Tag getippt hat.
log-no-such-day =
    Diesen Tag oder Monat kenne ich nicht: { $given }. Schreib ihn wie 2026-03-02. Für einen ganzen Monat: 2026-03.
log-words-too-long =
    { $most ->
        [one] Ich kann nach 1 Zeichen suchen. Das hier sind { $length }.
       *[other] Ich kann nach höchstens { $most } Zeichen suchen. Das hier sind { $length }.
    }
receipt-in-private = Eine Quittung zeigt, wie jemand abgestimmt hat. Darum frag bitte in einer Direktnachricht danach.
receipt-too-early =
    Niemand kann einen Stimmzettel sehen, bevor die Abstimmung endet. Danach kannst du deinen ansehen.
receipt-unknown = Kein Stimmzettel dieser Runde hat die Quittung { $receipt }. Bitte prüf beide Worte.
receipts-not-listed =
    Weniger als 5 Menschen haben abgestimmt. Darum steht kein Stimmzettel da.
    Wer einen kennt, könnte die anderen erraten.
suggest-in-space = Bitte schlag das Thema in dem Raum vor, in dem die Runde sein soll.
step-waits =
    Dieser Schritt endete am { $closes }. Ich erreiche noch nicht alle Plattformen dieser Runde.
    Was Menschen dort rechtzeitig geschickt haben, muss zählen. Darum wartet der nächste Schritt darauf.
link-in-private =
    Andere können das lesen. Bitte verbinde Konten dort, wo nur ich lese, was du schreibst.
    Ein Code, der hier getippt wurde, gilt nicht mehr.
link-code-unknown = Diesen Code kenne ich nicht. Vielleicht ist er älter als 10 Minuten oder benutzt. Bitte hol einen neuen.
link-too-many-tries = Das waren zu viele falsche Codes. Du kannst es wieder versuchen ab { $again }.
link-same-person = Diese zwei Konten zählen schon als ein Mensch.
setup-first = Hier hat noch niemand eine Gemeinschaft eingerichtet.
publish-unset =
    Wer mich betreibt, hat keinen Ordner für Seiten genannt. Bitte darum.
    Die Seiten bekommst du auch mit einem Export.
publish-failed =
    Ich konnte die Seiten nicht schreiben. Nichts hat sich geändert.
    Ich habe es denen gesagt, die mich betreiben. Bitte versuch es später noch einmal.
publish-too-long =
    Das Protokoll hat { $entries } Einträge. Von hier aus veröffentliche ich bis zu { $most }.
    Bitte die, die mich betreiben, um { $command }.
setup-in-space = Bitte richte das im Raum selbst ein, wo alle es lesen können.
setup-already = Dieser Raum gehört schon zu einer Gemeinschaft.
setup-needs-right = Das kann nur, wer diesen Raum verwalten darf.
code-unknown = Diesen Code kenne ich nicht. Vielleicht ist er älter als 10 Minuten. Bitte hol einen neuen.
# $near: die Namen, die ihm am ähnlichsten sind.
zone-unknown = Diese Zeitzone kenne ich nicht. Diese sind ähnlich: { $near }.
# $near: die Sprachen, die es gibt, wie „de (Deutsch)“.
language-unknown = In dieser Sprache habe ich keine Texte. Ich habe diese: { $near }.
# $near: Kürzel, jedes mit seinem Land, wie „DE-BE (Germany)“.
holidays-unknown = Die Feiertage dieses Ortes kenne ich nicht. Diese sind ähnlich: { $near }.
holidays-not-here =
    Ich habe hier keine Liste der Feiertage. Du kannst eigene Tage angeben, zum Beispiel 2027-12-24.
    Wer mich betreibt, kann die Liste hinzufügen.
holidays-out-of-reach = An diesem Tag kann kein Schritt enden: { $day }. Gib Tage ab heute an, höchstens zehn Jahre voraus.
holidays-too-many = Das sind zu viele Tage. Du kannst bis zu { $most } angeben.
template-unknown = Diese Vorlage kenne ich nicht. Du hast diese zur Auswahl: { $near }.
organiser-not-removed = Niemand im Orga-Team kann andere daraus entfernen. Du kannst nur selbst gehen.
organiser-last = Du bist allein im Orga-Team. Bitte nimm zuerst jemand anderen hinein.

## Worte

unknown-command = Diesen Befehl kenne ich nicht. Diese sind ähnlich: { $near }.
edited-once = Du hast eine Nachricht geändert, der ich schon gefolgt bin. Sie zählt einmal. Bitte schick eine neue.
usage = Zu { $command } brauche ich noch etwas mehr.
words-blank = Darin sind keine Worte.
words-too-long =
    Das ist zu lang. Es hat { $length } Zeichen, und { $limit } ist das Höchste.
    Bitte kürze es um { $over }.
reason-too-short = Bitte gib einen Grund mit mindestens { $least } Buchstaben.
mentions-everyone = Dieses Wort würde alle hier rufen. Bitte lass es weg.

## Themen und Pläne

second-own = Das ist dein eigenes Thema. Andere müssen es mittragen.
second-again = Du trägst dieses Thema schon mit.
topic-seconded = Genug Menschen tragen dieses Thema mit. Es öffnet von selbst. Darum braucht es keine Zeit mehr.
plan-no-topic = Kein Thema wartet auf einen Plan. Bitte schlag zuerst eines vor.
plan-too-late = Diese Runde ist schon offen. Ihre Regeln stehen fest.
plan-in-private = Für einen Plan stelle ich fünf Fragen. Bitte beginn damit in einer Direktnachricht an mich.
plan-exists = Jemand hat diese Runde schon geplant.
plan-first = Noch hat niemand diese Runde geplant. Bitte plane sie zuerst. Dann kannst du den Plan ändern.
setting-same = Das ist schon so.
window-too-short = Das ist zu kurz. Der Schritt { $step } dauert mindestens { $at_least }.
window-too-long = Das ist zu lang. Kein Schritt dauert mehr als { $days } Tage.
heard-too-few = Das ist zu wenig. Es müssen mindestens { $people } Menschen sein, und { $percent } von 100, die mitmachen.
preview-no-plan = Noch hat niemand diese Runde geplant. Bitte plane sie zuerst. Dann kannst du sie ansehen.
preview-too-late = Diese Runde ist schon offen. Ihre Karte zeigt, wie sie aussieht.
preview-in-private = Das solltest nur du sehen. Bitte frag in einer Direktnachricht an mich danach.
preview-no-such-step = Nach ihren Regeln kommt diese Runde nie zu diesem Schritt.
doctor-in-space = Du bist in mehreren Gemeinschaften oder in keiner. Bitte frag in einem ihrer Räume danach.
answers-missing = Die fünf ehrlichen Antworten fehlen.
reply-by-past = Dieser Tag liegt nicht in der Zukunft. Bitte sag eine Antwort bis zu einem Tag zu, der noch kommt.

## Die Frage

wording-unknown =
    { $last ->
        [0] Es gibt keine Fassung { $wording }. Noch hat niemand die Frage gefasst.
        [one] Es gibt keine Fassung { $wording }. Es gibt nur 1.
       *[other] Es gibt keine Fassung { $wording }. Die letzte ist { $last }.
    }
wording-set-aside = Fassung { $wording } wurde wegen eines Einwands zur Seite gelegt.
wording-supported-already = Du unterstützt Fassung { $wording } schon.
consent-again = Du hast schon zugestimmt.
objection-none = Von dir steht kein Einwand.

## Ideen

idea-unknown =
    { $last ->
        [0] Es gibt keine Idee { $idea }. Noch gibt es keine Ideen.
        [one] Es gibt keine Idee { $idea }. Es gibt nur 1.
       *[other] Es gibt keine Idee { $idea }. Die letzte ist { $last }.
    }
idea-joined = Idee { $idea } wurde mit Idee { $to } zusammengelegt. Bitte nimm Nummer { $to }.
idea-withdrawn = Idee { $idea } wurde zurückgenommen.
idea-hidden = Idee { $idea } wurde verborgen, weil ein Antrag durchkam.
idea-not-yours = Idee { $idea } ist nicht von dir. Das kann nur, wer sie gegeben hat.
idea-same = Idee { $idea } sagt genau dasselbe. Du kannst sie ergänzen.
ideas-alone-first =
    Bitte gib zuerst eine eigene Idee. Dann kannst du die anderen lesen. Alle können sie lesen ab { $opens }.
ideas-enough =
    { $limit ->
        [one] Du hast schon 1 Idee gegeben. Mehr kann ein Mensch nicht geben.
       *[other] Du hast schon { $limit } Ideen gegeben. Mehr kann ein Mensch nicht geben.
    }
organisers-speak-later = Das Orga-Team spricht hier zuletzt. Du kannst Ideen geben ab { $opens }.
parked-unknown =
    { $last ->
        [0] Du hast keine aufgehobenen Antworten.
        [one] Du hast keine aufgehobene Antwort { $which }. Du hast nur 1.
       *[other] Du hast keine aufgehobene Antwort { $which }. Die letzte ist { $last }.
    }
parked-same = Diese Antwort heben wir schon für dich auf. Es ist deine aufgehobene Antwort { $which }.
parked-offered = Deine aufgehobene Antwort { $which } hast du schon gegeben.
merge-with-itself = Idee { $idea } lässt sich nicht mit sich selbst zusammenlegen.
merge-offered-already = Jemand hat schon darum gebeten, Ideen { $keep } und { $join } zusammenzulegen.
merge-unknown = Niemand hat darum gebeten, Ideen { $keep } und { $join } zusammenzulegen.
merge-not-yours = Ideen { $keep } und { $join } sind nicht von dir. Antworten kann nur, wer sie gegeben hat.
merge-accepted-already = Du hast zum Zusammenlegen von Ideen { $keep } und { $join } schon ja gesagt.
split-nothing = Idee { $idea } ist mit keiner anderen Idee zusammengelegt.

## Stimmzettel

ballot-over-budget =
    { $dots ->
        [one] Diese Abgabe haben wir nicht gezählt. Du wolltest { $asked } Punkte, aber du hast 1.
       *[other] Diese Abgabe haben wir nicht gezählt. Du wolltest { $asked } Punkte, aber du hast { $dots }.
    }
ballot-over-cap =
    { $cap ->
        [one] Diese Abgabe haben wir nicht gezählt. Du gabst Idee { $idea } { $asked } Punkte. Möglich ist 1 Punkt für eine Idee.
       *[other] Diese Abgabe haben wir nicht gezählt. Du gabst Idee { $idea } { $asked } Punkte. Möglich sind bis zu { $cap } für eine Idee.
    }
ballot-negative = Diese Abgabe haben wir nicht gezählt. Idee { $idea } kann nicht weniger als 0 Punkte haben.
ballot-idea-unknown = Diese Abgabe haben wir nicht gezählt. Idee { $idea } steht nicht auf dem Stimmzettel.
idea-not-on-ballot = Diese Abgabe haben wir nicht gezählt. Idee { $idea } steht nicht auf dem Stimmzettel.

## Die Auswahl, Rückmeldung, Minderheits-Meinungen

idea-not-chosen = Idee { $idea } wurde nicht ausgewählt. Ausgewählt sind: { $chosen }.
minority-unknown =
    { $last ->
        [0] Es gibt keine Minderheits-Meinung { $view }. Noch gibt es keine.
        [one] Es gibt keine Minderheits-Meinung { $view }. Es gibt nur 1.
       *[other] Es gibt keine Minderheits-Meinung { $view }. Die letzte ist { $last }.
    }
minority-signed-already = Du teilst Minderheits-Meinung { $view } schon.

## Das Ergebnis

fate-needs-owner = Idee { $idea } ist ausgewählt. Sag, wer sich um sie kümmert und bis wann.
fate-needs-reason = Der Bescheid für Idee { $idea } braucht einen Grund.
fates-missing =
    { $count ->
        [one] Für 1 Idee fehlt noch der Bescheid: { $ideas }.
       *[other] Für { $count } Ideen fehlt noch der Bescheid: { $ideas }.
    } Jede Idee braucht einen, bevor das Ergebnis veröffentlicht wird.
difference-unsaid = Ausgewählt waren andere Ideen: { $counted }. Bitte schreib, warum das Ergebnis anders ist.
due-on-past = Der Tag für Idee { $idea } ist vorbei. Bitte nenn einen Tag, der noch kommt.
fate-not-joined =
    Idee { $idea } können nur die zusammenlegen, die sie gegeben haben. Die Zeit dafür ist vorbei.
date-too-far = Dieser Tag ist zu weit weg. Höchstens geht es um { $days } Tage.
idea-not-promised = Idee { $idea } war nicht zugesagt. Zugesagt waren: { $promised }.
done-already = Idee { $idea } ist schon umgesetzt.
done-claimed-already = Jemand hat schon gesagt, dass Idee { $idea } umgesetzt ist.
done-not-claimed = Noch hat niemand gesagt, dass Idee { $idea } umgesetzt ist.
confirm-own = Du hast selbst gesagt, dass Idee { $idea } umgesetzt ist. Andere müssen es bestätigen.
confirm-again = Du hast Idee { $idea } schon bestätigt.

## Zeit und Anträge

time-asked-already = In diesem Schritt hast du schon um mehr Zeit gebeten.
time-given-already = Dieser Schritt hat schon mehr Zeit. Er endet am { $closes }.
time-only-longer = Zeit lässt sich nur geben, nie nehmen. Willst du Zeit wegnehmen, dann stell einen Antrag.
time-too-long = Das ist zu lang. Du kannst bis zu { $days } Tage auf einmal geben.
step-too-long = Kein Schritt kann insgesamt länger als { $days } Tage werden. Dieser endet am { $closes }.
paused = Dieser Schritt ruht bis { $until }. Danach kannst du hier wieder schreiben.
nothing-to-pause = Hier gibt es keinen Schritt, der ruhen könnte.
pause-days = Eine Pause hat 1 bis { $most } Tage. Geht es nur um mehr Zeit? Dann kann das Orga-Team sie geben.
paused-already = Dieser Schritt hatte schon seine Pause. Er endet am { $closes }.
no-window = Dieser Schritt endet von selbst. Darum gibt es keine Zeit, die man wegnehmen kann.
ideas-frozen = Die Ideen stehen für die Abstimmung fest. Darum lässt sich jetzt keine Idee verbergen.
request-which-idea = Bitte sag mit der Nummer, um welche Idee es geht.
request-made-already = Jemand hat diesen Antrag schon gestellt.
request-unknown = Es gibt keinen offenen Antrag { $request }.
support-own = Das ist dein eigener Antrag. Andere müssen ihn unterstützen.
support-organiser = Das Orga-Team kann einen Antrag nicht unterstützen. Es kann aber einen Einwand geben.
support-again = Du unterstützt Antrag { $request } schon.
topics-enough = Du kannst { $limit } wartende Themen haben. Warte, bis eines mitgetragen wird.
calendar-no-dates = Diese Runde hat gerade keine Zeiten. Sie ist noch nicht offen, oder sie ist vorbei.
