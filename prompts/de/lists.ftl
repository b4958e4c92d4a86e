### Listen und Seiten, nach denen man fragt.

page = Seite { $page } von { $pages }. Insgesamt sind es { $count }.
by-organiser = Das ist aus dem Orga-Team.

statements-title = Beschreibungen des Problems:
statements-none = Noch hat niemand das Problem beschrieben.
wordings-title = Fassungen der Frage:
wordings-none = Noch hat niemand die Frage gefasst.
wording-is-set-aside = Zur Seite gelegt, wegen eines Einwands.

ideas-title = Ideen, in deiner eigenen Reihenfolge:
ideas-none = Noch gibt es keine Idee.
idea-is-yours = Diese ist von dir.
idea-holds = Damit zusammengelegt: { $ideas }.
idea-builds = Was andere ergänzt haben:
idea-earlier = Ihre früheren Worte:
idea-joined-here = Ideen, die damit zusammengelegt sind:
idea-near = Jemand fand sie ähnlich wie: { $ideas }. Sie wurde nicht zusammengelegt.

parked-title = Deine Antworten, die für den Schritt Ideen aufgehoben sind:
parked-none = Du hast keine aufgehobenen Antworten.
parked-was-offered = Diese hast du gegeben.

people-joined =
    { $count ->
        [0] Noch macht niemand mit.
        [one] 1 Mensch macht mit.
       *[other] { $count } Menschen machen mit.
    }
tally-closed = Niemand kann die Auszählung sehen, bevor die Abstimmung endet. Auch das Orga-Team nicht.
tally-closed-instead = Fürchtest du, dass zu wenige abstimmen, dann bitte um mehr Zeit.

feedback-closed = Niemand kann die Rückmeldungen sehen, bevor dieser Schritt endet.
feedback-none = Es gibt keine Rückmeldung, weil keine Idee ausgewählt ist.
feedback-heard =
    { $count ->
        [0] Niemand hat eine Rückmeldung gegeben.
        [one] 1 Mensch hat eine Rückmeldung gegeben.
       *[other] { $count } Menschen haben eine Rückmeldung gegeben.
    }
feedback-about = Zu Idee { $idea }:
stances-none = Niemand ist dafür, dagegen oder enthält sich.
stances =
    { $agree ->
        [0] Niemand ist dafür.
        [one] 1 Mensch ist dafür.
       *[other] { $agree } Menschen sind dafür.
    } { $disagree ->
        [0] Niemand ist dagegen.
        [one] 1 Mensch ist dagegen.
       *[other] { $disagree } Menschen sind dagegen.
    } { $passed ->
        [0] Niemand enthält sich.
        [one] 1 Mensch enthält sich.
       *[other] { $passed } Menschen enthalten sich.
    }

stance-range = Unter vielen Menschen wie diesen wären wohl zwischen { $low } und { $high } von 10 dafür.
stance-range-most = Unter vielen Menschen wie diesen wären wohl höchstens { $high } von 10 dafür.
stance-range-least = Unter vielen Menschen wie diesen wären wohl mindestens { $low } von 10 dafür.
stance-range-means =
    So eine Spanne ist geschätzt. Sie stimmt in etwa 19 von 20 Fällen.
    Wer nicht geantwortet hat, sieht es vielleicht anders.
stance-divides = Bei dieser Idee sind wir geteilt. Jede Seite hat ein Drittel oder mehr.
stance-unsure = Viele sind unsicher. Ein Drittel oder mehr enthält sich.
feedback-decides-nothing = Rückmeldungen entscheiden nichts. Sie helfen denen, die das Ergebnis schreiben.

requests-none = Kein Antrag wartet auf dich.
request-closes = Du kannst bis { $closes } antworten.

topics-title = Themen und Runden:
topics-none = Noch gibt es kein Thema. Alle können eines vorschlagen.
topic-is-waiting = Es wartet auf Menschen, die es mittragen, bis { $closes }.
topic-is-at = Schritt: { $step }.
topic-is-practice = Übung. Schritt: { $step }.

## Was ein Mensch gegeben hat

me-joined = Du machst in dieser Runde mit.
me-not-joined = Du machst in dieser Runde nicht mit.
me-statements = Wie du das Problem beschrieben hast:
me-wordings = Deine Fassungen der Frage:
me-parked = Deine aufgehobenen Antworten:
me-ideas = Deine Ideen:
me-minority = Deine Minderheits-Meinungen:
me-nothing = Du hast hier noch nichts gegeben.
me-ballot = Nur du kannst deinen Stimmzettel holen, und nur in einer Direktnachricht.
me-language = Ab jetzt antworte ich dir in dieser Sprache: { $language }.
me-language-is = Ich antworte dir in dieser Sprache: { $language }.
me-language-choices = Du hast diese zur Auswahl:
me-language-choice = { $language }
me-language-community = Ab jetzt antworte ich dir in der Sprache deiner Gemeinschaft: { $language }.
me-zone = Ich zeige dir Zeiten in dieser Zeitzone: { $zone }.
me-zone-device = Auf Discord zeigt dein Gerät die Zeiten in seiner eigenen Zeitzone.
me-zone-community = Ich zeige dir jede Zeit in der Zeitzone der Runde.

## Die Regeln einer Runde

rules-none = Niemand hat diese Runde bisher geplant. Darum hat sie keine eigenen Regeln.
rules-not-frozen = Diese Regeln können sich noch ändern. Sie stehen fest, sobald die Runde öffnet.
rules-steps = So lange bleibt jeder Schritt offen:
rules-title = Die Regeln:
rule-step = { $step }: { $length }
rule-template = Diese Runde folgt der Vorlage { $template }.
rule-practice = Diese Runde ist zum Üben. Nichts zählt, was hier entschieden wird.
rule-zone = Zeiten gelten in dieser Zone: { $zone }.
rule-night = Kein Schritt endet zwischen { $evening } und { $morning }. Er endet dann erst am Morgen.
rule-weekday = Kein Schritt endet an einem { $day }. Er endet am nächsten Tag, der kein Ruhetag ist.
rule-rest = Kein Schritt endet an einem Feiertag, den diese Runde kennt. Sie stehen weiter unten.
rules-rest = An diesen Tagen endet kein Schritt. Er endet am nächsten Tag, der kein Ruhetag ist.
rule-rest-day = { $day }
rule-seconders =
    { $count ->
        [one] 1 anderer Mensch muss ein Thema mittragen. Die Zeit dafür: { $length }.
       *[other] { $count } andere Menschen müssen ein Thema mittragen. Die Zeit dafür: { $length }.
    }
rule-nobody-plans =
    Wird ein mitgetragenes Thema nicht geplant, dann öffnet seine Runde ohne Plan. Die Zeit bis dahin: { $length }.
rule-objections =
    Ein Einwand gegen die Frage bringt andere Worte für sie oder Zeit, sie zu finden. Wir fragen bis zu { $count } Mal.
    Dann geht es mit der Frage weiter. Die Einwände bleiben im Protokoll.
rule-ideas-each =
    { $count ->
        [one] Jeder Mensch kann 1 Idee geben.
       *[other] Jeder Mensch kann { $count } Ideen geben.
    }
rule-alone-first =
    Zuerst denkst du allein nach. Andere Ideen kannst du lesen, sobald du eine gegeben hast.
    Ohne eigene Idee wartest du { $length }.
rule-organisers-last =
    Das Orga-Team kann erst in der zweiten Hälfte des Schritts Ideen geben. Bei seinen Ideen steht das dabei.
rule-merge =
    Zwei Ideen werden nur zusammengelegt, wenn alle zustimmen, die sie gaben. Die Zeit dafür: { $length }.
rule-dots-by-ideas = Je mehr Ideen es gibt, desto mehr Punkte hast du: von 3 bis 8.
rule-dots-fixed =
    { $dots ->
        [one] Jeder Mensch hat 1 Punkt.
       *[other] Jeder Mensch hat { $dots } Punkte.
    }
rule-cap =
    { $count ->
        [one] Du kannst einer Idee 1 Punkt geben.
       *[other] Du kannst einer Idee bis zu { $count } Punkte geben.
    }
rule-long-list =
    Ein Stimmzettel fasst { $most } Ideen. Sind es mehr, dann macht eine erste Abstimmung die Liste kürzer.
    Auf jeder Liste kommen die Ideen mit Punkten von den meisten Menschen weiter.
    Liegen Ideen für die letzten Plätze gleichauf, dann kommen alle weiter oder keine.
rule-secret = Niemand kann die Auszählung sehen, bevor die Abstimmung endet. Auch das Orga-Team nicht.
rule-places =
    { $count ->
        [one] 1 Idee kommt weiter.
       *[other] Bis zu { $count } Ideen kommen weiter, aber nie mehr als ein Drittel aller Ideen.
    }
rule-ties = Wir sagen, wenn Ideen gleichauf liegen. Nie trennt sie Alter, Nummer oder ein geheimes Los.
rule-heard = Wir müssen { $floor } Menschen hören, und { $percent } von 100, die mitmachen.
rule-extensions =
    { $count ->
        [one] Sind es weniger, dann bleibt der Schritt länger offen, höchstens einmal.
       *[other] Sind es weniger, dann bleibt der Schritt länger offen, bis zu { $count } Mal.
    }
rule-ask-for-time = Bitten 3 Menschen um mehr Zeit, dann bekommt der Schritt ein Viertel dazu, einmal.
rule-requests = Um etwas wegzunehmen, braucht es einen Antrag. Die Zeit für Antworten: { $length }.
rule-check = Wir schauen nach den Zusagen, wenn seit dem Ergebnis so viel Zeit vorbei ist: { $length }.
rule-done =
    { $count ->
        [one] Eine Zusage gilt als getan, wenn 1 Mensch es bestätigt. Oder wenn so lange niemand nein sagt: { $length }.
       *[other] Eine Zusage gilt als getan, wenn { $count } Menschen es bestätigen. Oder wenn so lange niemand nein sagt: { $length }.
    }

## Das Protokoll

log-title = Das Protokoll
log-none = Im Protokoll steht hier noch nichts.
# $kind: einer der Namen unten. $at: Tag und Uhrzeit.
log-line = { $kind }: { $at }.
log-line-by = { $kind }, durch { $who }: { $at }.
# $step: ein Schritt einer Runde. $idea: ihre Nummer.
log-which-step = Der Schritt: { $step }.
log-idea = Es geht um Idee { $idea }.
log-community-began = Eine Gemeinschaft begann
log-space-linked = Ein Raum wurde verbunden
log-zone-changed = Die Zeitzone wurde geändert
log-language-changed = Die Sprache wurde geändert
log-log-space-set = Ein Raum für das Protokoll
log-site-published = Das Protokoll wurde als Seiten veröffentlicht
log-accounts-linked = Zwei Konten gehören zu einem Menschen
log-clock-jumped = Die Uhr des Rechners ist gesprungen
log-organiser-named = Jemand kam ins Orga-Team
log-organiser-stepped-down = Jemand verließ das Orga-Team
log-round-opened = Die Runde öffnete
log-topic-expired = Das Thema lief ab
log-phase-entered = Ein Schritt begann
log-window-extended = Ein Schritt bekam mehr Zeit
log-window-shortened = Ein Schritt bekam weniger Zeit
log-round-paused = Eine Pause begann
log-round-resumed = Eine Pause endete
log-few-voices-noted = Wenige haben etwas gesagt
log-power-used = Das Orga-Team hat etwas getan
log-question-confirmed = Die Frage wurde vereinbart
log-ideas-frozen = Der Stimmzettel stand fest
log-idea-hidden = Eine Idee wurde verborgen
log-shortlist-made = Die Liste wurde kürzer
log-runoff-needed = Eine Stichwahl war nötig
log-votes-counted = Die Auszählung
log-result-objected = Ein Einwand gegen die Auswahl
log-minority-view-stated = Eine Minderheits-Meinung
log-fate-set = Der Bescheid für eine Idee
log-outcome-published = Das Ergebnis
log-reply-missed = Eine Antwort kam nicht rechtzeitig
log-promise-missed = Eine Zusage wurde nicht gehalten
log-progress-reported = Wie es vorangeht
log-idea-done = Eine Zusage wurde gehalten
log-claim-extended = Mehr Zeit, um zu sagen, ob eine Zusage gehalten ist
log-check-held = Eine Nachschau
log-request-made = Ein Antrag
log-request-objected = Ein Einwand gegen einen Antrag
log-request-passed = Ein Antrag kam durch
log-request-fell = Ein Antrag kam nicht durch
log-request-extended = Ein Antrag bekam mehr Zeit
log-feedback-summed = Was Menschen zum Ergebnis sagten
log-receipts = Die Stimmzettel, nach Quittung
log-key-changed = Der Schlüssel des Protokolls wurde geändert
log-quiet-hours-changed = Die Ruhezeit wurde geändert
log-holidays-changed = Die Feiertage wurden geändert
log-weekends-changed = Die Regel für Wochenenden wurde geändert
log-event-list-changed = Die Termine bei den Events wurden geändert
log-organiser-recalled = Jemand wurde aus dem Orga-Team abberufen
# $no: die Nummer des Eintrags im Protokoll
log-entry = Eintrag { $no } im Protokoll.

checkpoint-title = Ein Stand des Protokolls
# $size: wie viele Einträge das Protokoll hat
checkpoint-what =
    { $size ->
        [one] Das Protokoll hat jetzt einen Eintrag.
       *[other] Das Protokoll hat jetzt { $size } Einträge.
    }
    Heb diesen Text auf. Mit ihm kann man später zeigen, ob ein Eintrag geändert wurde.
