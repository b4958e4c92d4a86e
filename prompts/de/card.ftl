### Die Karte einer Runde, und Sätze, die Karte, Raum und Hilfe gemeinsam haben.

heading-topic = Thema { $number }: { $title }
heading-round = Runde { $number }: { $title }
heading-practice = Übungs-Runde { $number }: { $title }
# Auf der Karte einer Übungs-Runde, und wo sie öffnet.
practice-not-real = Das ist nur zum Üben. Nichts hier ist echt.

card-step = Schritt: { $step }
step-ends = Dieser Schritt endet am { $closes }. Danach: { $next }.

# Steht über der Frage.
question = Die Frage:
question-offered = Die Frage, wenn du zustimmst:

## Was in jedem Schritt zu tun ist

now-proposed =
    { $count ->
        [0] Jemand hat dieses Thema vorgeschlagen. Noch trägt es niemand mit.
        [one] Jemand hat dieses Thema vorgeschlagen. 1 Mensch trägt es mit.
       *[other] Jemand hat dieses Thema vorgeschlagen. { $count } Menschen tragen es mit.
    } Willst du auch darüber reden? Dann trag es mit.
topic-waits-until = Das Thema wartet bis { $closes }.
now-seconded =
    Genug Menschen wollen über dieses Thema reden. Jetzt braucht es einen Plan mit fünf ehrlichen Antworten.
    Das Orga-Team kann ihn machen. Wer das Thema vorgeschlagen hat, kann es auch.
topic-opens-unplanned = Plant niemand die Runde, dann öffnet sie von selbst am { $opens }.

now-framing =
    Wir brauchen deine Hilfe, um zu klären, was das Problem ist. Noch ist nichts entschieden.
    Erzähl uns, was geschieht, wen es trifft und warum es wichtig ist. Bitte gib noch keine Antworten.
    Das kommt danach. Du kannst auch die Frage fassen, an der wir arbeiten.
statements-so-far =
    { $count ->
        [0] Noch hat niemand das Problem beschrieben.
        [one] Es gibt bisher 1 Beschreibung des Problems.
       *[other] Es gibt bisher { $count } Beschreibungen des Problems.
    }

now-confirming =
    Kannst du mit dieser Frage leben? Dann stimm zu. Sie muss nicht perfekt sein.
    Würde sie schaden? Dann gib einen Einwand und sag, warum. Du kannst auch bessere Worte für sie geben.
# Steht unter now-confirming, wo ein Einwand steht und es keine andere Fassung gab.
find-other-words = Ein Einwand steht. Darum dauert dieser Schritt länger. Bitte gib andere Worte für die Frage.
# Steht über den Einwänden.
objections = Diese Einwände stehen:

now-ideas =
    Gib uns deine Ideen. Schreib in jede Nachricht eine Idee. Du kannst die Ideen anderer ergänzen.
    Bitte urteile noch nicht über sie. Unsere Listen sagen nicht, von wem eine Idee ist.
alone-first =
    Bitte denk zuerst allein nach. Die Ideen der anderen kannst du lesen, sobald du eine gegeben hast.
    Alle können sie lesen ab { $until }.
ideas-so-far =
    { $count ->
        [0] Noch gibt es keine Idee.
        [one] Bisher gibt es 1 Idee.
       *[other] Bisher gibt es { $count } Ideen.
    }

now-sorting =
    Manche Ideen sagen vielleicht dasselbe. Wer sie gegeben hat, kann sie zusammenlegen. Niemand sonst bestimmt das.
    Eine zusammengelegte Idee behält ihre Worte und ihre Nummer.

now-voting =
    { $dots ->
        [one] Du hast 1 Punkt. Gib ihn der Idee, die dir am besten gefällt.
       *[other] Du hast { $dots } Punkte. Gib sie den Ideen, die dir am besten gefallen.
    } { $cap ->
        [one] Du kannst einer Idee 1 Punkt geben.
       *[other] Du kannst einer Idee bis zu { $cap } Punkte geben.
    } Du kannst dich umentscheiden, bis die Abstimmung endet. Vorher kann niemand die Auszählung sehen.
vote-in-private = Bitte stimm in einer Direktnachricht an mich ab. Ein Raum ist nicht geheim.
ideas-to-vote-on = Die Ideen:
now-shortlist =
    Für einen Stimmzettel sind es zu viele Ideen. Darum stimmen wir zweimal ab. Zuerst wird die Liste kürzer.
    Es gibt jetzt { $lists } Listen. Bitte stimm über jede ab.
    Auf jeder Liste kommen die Ideen mit Punkten von den meisten Menschen weiter.
    Niemand kann die Auszählung sehen, bevor die Abstimmung endet.
list-title =
    { $dots ->
        [one] Liste { $number }. Du hast hier 1 Punkt.
       *[other] Liste { $number }. Du hast hier { $dots } Punkte.
    } { $cap ->
        [one] Du kannst einer Idee 1 Punkt geben.
       *[other] Du kannst einer Idee bis zu { $cap } Punkte geben.
    }
now-runoff =
    Einige Ideen liegen gleichauf. Darum stimmen wir noch einmal ab, nur über diese Ideen. Du hast 1 Punkt.
    Bitte stimm in einer Direktnachricht an mich ab. Niemand kann die Auszählung sehen, bevor die Stichwahl endet.
tied-ideas = Die Ideen, die gleichauf liegen:

now-cooling-off =
    Die Abstimmung ist vorbei. Schau dir in Ruhe an, was ausgewählt ist. Würde es schaden? Dann gib einen Einwand und
    sag, warum. Siehst du es anders? Dann schreib eine Minderheits-Meinung. Sie steht dann neben dem Ergebnis.
now-feedback =
    Sag uns, was du von jeder ausgewählten Idee hältst. Bist du dafür, dagegen oder willst du dich enthalten?
    Sag uns, was dir gefällt, was dir Sorgen macht und was dir helfen würde.
    Niemand kann sehen, wie viele dafür sind, bevor dieser Schritt endet.
now-outcome =
    Jetzt wird das Ergebnis geschrieben. Es sagt, was getan wird, wer es tut und bis wann.
    Für jede Idee gibt es einen Bescheid. Minderheits-Meinungen stehen neben dem Ergebnis.
reply-promised = Du bekommst eine Antwort bis { $day }.
now-follow-up =
    Das Ergebnis ist veröffentlicht. Jetzt schauen wir, ob die Zusagen gehalten werden. Erzähl uns, wie es vorangeht.
now-archived = Diese Runde ist vorbei. Ihr Protokoll bleibt für alle offen.
now-withdrawn =
    Diese Runde wurde zurückgezogen. Die Beteiligten wurden gefragt, und kein Einwand blieb.
    Im Protokoll bleibt, was geschehen ist.
now-expired =
    Zu wenige haben dieses Thema rechtzeitig mitgetragen. Darum öffnet keine Runde. Alle können es neu vorschlagen.

## Ideen, Bescheide und Zusagen

idea-was-hidden = Diese Idee wurde verborgen, weil ein Antrag durchkam.
minority-views = Minderheits-Meinungen:
minority-signed =
    { $count ->
        [one] 1 Mensch ist dieser Meinung.
       *[other] { $count } Menschen sind dieser Meinung.
    }
fates = Was aus jeder Idee wird:
fate-is-chosen = Ausgewählt. { $owner } kümmert sich darum bis { $day }.
# $fate: später, jetzt nicht oder mit einer anderen Idee zusammengelegt.
fate-is-other = Bescheid: { $fate }. Der Grund: { $reason }
fate-is-short = Bescheid: { $fate }.
fate-is-joined = Diese Idee wurde mit Idee { $idea } zusammengelegt.
fate-is-withdrawn = Diese Idee wurde zurückgenommen.
fate-is-open = Für diese Idee gibt es noch keinen Bescheid.
fate-is-hidden = Sie zählt nicht mehr mit.
fates-open =
    { $count ->
        [0] Für jede Idee gibt es einen Bescheid.
        [one] Für 1 Idee gibt es noch keinen Bescheid.
       *[other] Für { $count } Ideen gibt es noch keinen Bescheid.
    }
promises = Was zugesagt wurde:
promise-is-open = Ausgewählt. { $owner } kümmert sich darum bis { $day }.
promise-is-missed = Ausgewählt. { $owner } wollte sich bis { $day } darum kümmern. Der Tag ist vorbei.
promise-is-claimed =
    Ausgewählt. { $owner } kümmert sich darum. Jemand sagt, es ist getan. Bitte bestätige es oder sag, was fehlt.
promise-is-done = Ausgewählt. { $owner } hat sich darum gekümmert, und es ist getan.

## Anträge, die warten

requests = Diese Anträge warten auf dich:
request-about = Jemand bittet darum, { $act }. Du kannst bis { $closes } antworten.
request-about-idea = Jemand bittet darum, { $act }: Idee { $idea }. Du kannst bis { $closes } antworten.

## Die Auszählung

tally = Die Auszählung:
tally-before-runoff = Die Auszählung vor der Stichwahl:
tally-runoff =
    { $ballots ->
        [0] Die Auszählung der Stichwahl. Niemand hat abgestimmt:
        [one] Die Auszählung der Stichwahl. 1 Mensch hat abgestimmt:
       *[other] Die Auszählung der Stichwahl. { $ballots } Menschen haben abgestimmt:
    }
bar =
    { $dots ->
        [one] 1 Punkt
       *[other] { $dots } Punkte
    } von { $supporters ->
        [one] 1 Menschen
       *[other] { $supporters } Menschen
    }
bar-chosen =
    { $dots ->
        [one] 1 Punkt
       *[other] { $dots } Punkte
    } von { $supporters ->
        [one] 1 Menschen
       *[other] { $supporters } Menschen
    }. Ausgewählt.
bar-chosen-after-runoff =
    { $dots ->
        [one] 1 Punkt
       *[other] { $dots } Punkte
    } von { $supporters ->
        [one] 1 Menschen
       *[other] { $supporters } Menschen
    }. Nach der Stichwahl ausgewählt.
bar-none = Keine Punkte
bar-none-chosen = Keine Punkte. Ausgewählt.
bar-runoff =
    { $dots ->
        [one] 1 Punkt
       *[other] { $dots } Punkte
    }
bar-runoff-chosen =
    { $dots ->
        [one] 1 Punkt
       *[other] { $dots } Punkte
    }. Ausgewählt.
chosen =
    { $count ->
        [one] 1 Idee ist ausgewählt: { $ideas }.
       *[other] { $count } Ideen sind ausgewählt: { $ideas }.
    }
nothing-chosen = Keine Idee ist ausgewählt. Keine hat einen Punkt.
