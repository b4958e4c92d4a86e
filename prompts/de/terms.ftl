### Unsere eigenen Wörter: jede Sache hat überall denselben Namen. Andere Texte werden damit gefüllt.
###
### Die Texte sind in Einfacher Sprache. Sie sprechen einen einzelnen Menschen an, mit „du“: nie mit „Sie“, nie mit
### „ihr“. Menschen haben kein Geschlecht: „das Orga-Team“, „Beteiligte“, „wer etwas tut“, „jemand“. Keine Sternchen
### und keine Doppelpunkte im Wort, denn ein Vorlese-Programm liest sie mit.
###
### community        Gemeinschaft            ballot            Stimmzettel
### space            Raum (Discord: Kanal)   tally             Auszählung
### direct message   Direktnachricht         runoff            Stichwahl
### round            Runde                   cooling off       Bedenkzeit
### topic            Thema                   feedback          Rückmeldung
### to second        mittragen               minority view     Minderheits-Meinung
### step             Schritt                 outcome           Ergebnis
### problem statement Beschreibung des Problems   fate         Bescheid
### question         Frage                   promise           Zusage
### wording          Fassung                 follow-up         Nachschau
### consent          zustimmen               request           Antrag
### objection        Einwand                 log               Protokoll
### idea             Idee                    decision record   Entscheidungs-Protokoll
### to join ideas    zusammenlegen           label             Etikett
### kept answer      aufgehobene Antwort     template          Vorlage
### dot              Punkt                   quiet hours       Ruhezeit
### organisers       das Orga-Team           participants      Beteiligte
### checkpoint       Stand                   receipt           Quittung
### root             Wurzel                  key               Schlüssel

## Die Schritte einer Runde. Sie stehen in Sätzen wie „Wir sind im Schritt Abstimmung.“

phase-proposed = Thema
phase-framing = Problem
phase-confirming = Zustimmung
phase-ideas = Ideen
phase-sorting = Sortieren
phase-voting = Abstimmung
phase-runoff = Stichwahl
phase-cooling-off = Bedenkzeit
phase-feedback = Rückmeldung
phase-outcome = Ergebnis
phase-follow-up = Nachschau
phase-archived = abgeschlossen
phase-withdrawn = zurückgezogen
phase-expired = abgelaufen

## Das ehrliche Etikett, vom niedrigsten zum höchsten, und ein Satz, der es erklärt.

rung-coercion = Zwang
rung-coercion-means = Du musst mitmachen, und nichts zählt, was du sagst.
rung-educating = Belehrung
rung-educating-means = Man erklärt dir einen Plan, der schon fertig ist.
rung-informing = Information
rung-informing-means = Man sagt dir, was geschehen wird. Du kannst es nicht ändern.
rung-consultation = Anhörung
rung-consultation-means = Man fragt dich, was du denkst. Andere machen den Plan.
rung-engagement = Einbeziehung
rung-engagement-means = Du hilfst, Ideen zu finden. Andere entscheiden, was damit wird.
rung-codesign = gemeinsam planen
rung-codesign-means = Du hilfst, den Plan zu machen.
rung-coproduction = gemeinsam planen und umsetzen
rung-coproduction-means = Du hilfst, den Plan zu machen und ihn umzusetzen.

# Warum das Etikett niedriger ist, als zugesagt war.
label = Etikett: { $rung }. { $means }
label-framing-skipped = Niemand hat das Problem geklärt. Darum ist das Etikett niedriger.
label-question-by-organisers = Das Orga-Team hat die Frage geschrieben. Darum ist das Etikett niedriger.
label-few-voices = Nur wenige haben etwas gesagt. Nimm das Ergebnis nur als Rat.
label-result-overridden = Das Ergebnis ist nicht so, wie abgestimmt wurde. Darum ist das Etikett niedriger.

## Was aus einer Idee wird

fate-chosen = ausgewählt
fate-later = später
fate-not-now = jetzt nicht
fate-joined = mit einer anderen Idee zusammengelegt

## Was jemand von einer ausgewählten Idee hält

stance-agree = dafür
stance-disagree = dagegen
stance-pass = enthalten
remark-like = Was anderen gefällt:
remark-worry = Was anderen Sorgen macht:
remark-work = Was anderen helfen würde:
# Dasselbe über den eigenen Worten.
remark-own-like = Was dir gefällt:
remark-own-worry = Was dir Sorgen macht:
remark-own-work = Was dir helfen würde:

## Was etwas wegnimmt. Steht in Sätzen wie „Ada bittet darum, diesen Schritt früher zu beenden.“

narrowing-end-step = diesen Schritt früher zu beenden
narrowing-withdraw-round = diese Runde zurückzuziehen
narrowing-hide-idea = eine Idee zu verbergen
narrowing-pause-step = diesen Schritt ruhen zu lassen
# Der Antrag ist nicht mehr bekannt.
narrowing-gone = etwas wegzunehmen

## Was man tun kann, in Sätzen wie „Es ist zu früh, um abzustimmen.“

act-join = in dieser Runde mitzumachen
act-second = das Thema mitzutragen
act-plan = die Runde zu planen
act-state-problem = das Problem zu beschreiben
act-park-answer = eine Antwort aufzuheben
act-word-question = die Frage zu fassen
act-support-wording = eine Fassung zu unterstützen
act-consent = der Frage zuzustimmen
act-object = einen Einwand zu geben
act-offer-idea = eine Idee zu geben
act-change-idea = eine Idee zu ändern
act-build-on = eine Idee zu ergänzen
act-merge = Ideen zusammenzulegen
act-vote = abzustimmen
act-minority-view = eine Minderheits-Meinung zu schreiben
act-give-feedback = eine Rückmeldung zu geben
act-set-fate = den Bescheid für eine Idee zu geben
act-write-outcome = das Ergebnis zu schreiben
act-follow-up = nach den Zusagen zu schauen
act-time = die Dauer eines Schritts zu ändern
act-request = einen Antrag zu stellen

## Die fünf ehrlichen Antworten. Jede ist eine Auswahl; die eigenen Worte der Menschen folgen.

decider-participants = Wer entscheidet: die Menschen in dieser Runde.
decider-together = Wer entscheidet: die Menschen in dieser Runde und andere, gemeinsam.
decider-others = Wer entscheidet: andere.
fixed-nothing = Was schon feststeht: nichts.
fixed-some = Was schon feststeht: einiges.
fixed-plan = Was schon feststeht: der Plan.
what-is-open = Was offen ist:
use-done-together = Was mit dem Ergebnis wird: Wir setzen es gemeinsam um.
use-done = Was mit dem Ergebnis wird: Es wird getan.
use-advice = Was mit dem Ergebnis wird: Es ist ein Rat.
use-nothing = Was mit dem Ergebnis wird: Nichts ist zugesagt.

## Die Regel, die entscheidet, in einem Satz, und ihr Name

rule-dots = Die Ideen mit den meisten Punkten kommen weiter.
rule-supporters = Die Ideen mit Punkten von den meisten Menschen kommen weiter.
rule-fair-share = Jede Gruppe, die groß genug ist, bekommt ihren Anteil an den ausgewählten Ideen.
rule-approval =
    Du kannst jeder Idee einen Punkt geben, mit der du leben kannst.
    Die Ideen mit den meisten Menschen kommen weiter.
rule-name-dots = Punkte
rule-name-supporters = Menschen
rule-name-fair-share = gerechter Anteil
rule-name-approval = Zustimmung

## Was jeder Teil der Regel für Gleichstand tut

tie-rule-other-measure = Zuerst vergleichen wir die gleichen Ideen mit dem anderen Maß: Punkte oder Menschen.
tie-rule-widen = Passen mit einem Platz mehr alle gleichen Ideen hinein, so gibt es einen Platz mehr.
tie-rule-runoff = Dann gibt es eine Stichwahl. Jeder Mensch hat 1 Punkt für die gleichen Ideen.
tie-rule-all-go-on = Sind Ideen auch dann noch gleich, so kommen alle weiter.
