### Hilfe: was man jetzt tun kann, und wie man jeden Befehl tippt.

help-title = Hilfe
help-is-private = Das ist eine Direktnachricht. Du kannst hier abstimmen, und die anderen sehen es nicht.
help-is-public = Andere können lesen, was du hier tippst. Bitte stimm in einer Direktnachricht an mich ab.
help-no-round =
    Hier ist keine Runde offen. Alle können ein Thema vorschlagen. Tragen es genug mit, dann beginnt eine Runde.
help-proposed =
    Ein Thema wartet auf Menschen, die es mittragen. Sind es genug und gibt es einen Plan, dann öffnet die Runde.
help-framing = Wir klären, was das Problem ist. Sag, was geschieht, und hilf, die Frage zu fassen.
help-confirming = Wir fragen, ob du mit der Frage leben kannst. Stimm ihr zu oder gib einen Einwand mit Grund.
help-ideas = Wir sammeln Ideen. Gib deine und ergänze die der anderen.
help-sorting = Wir sortieren die Ideen. Wer Ideen gab, die dasselbe sagen, kann sie zusammenlegen.
help-voting = Wir stimmen ab. Gib deine Punkte den Ideen, die dir am besten gefallen.
help-runoff = Einige Ideen liegen gleichauf. Gib einer davon deinen Punkt.
help-cooling-off =
    Die Abstimmung ist vorbei. Schau dir an, was ausgewählt ist.
    Siehst du einen Grund, dann gib einen Einwand oder schreib eine Minderheits-Meinung.
help-feedback = Wir fragen, was du von den ausgewählten Ideen hältst.
help-outcome = Das Ergebnis wird gerade geschrieben. Du kannst noch eine Minderheits-Meinung schreiben.
help-follow-up = Wir schauen, ob die Zusagen gehalten werden.
help-over = Diese Runde ist vorbei. Du kannst ihr Protokoll lesen oder ein Thema vorschlagen.

usage-title = So tippst du es
usage-own-words = Schreib deine eigenen Worte dorthin, wo die drei Punkte stehen.
usage-own-numbers = Die Zahlen sind nur ein Beispiel.
unknown-word = Diesen Befehl kenne ich nicht.
unknown-nearest = Hast du einen von diesen gemeint?

## Ein oder zwei Sätze zu jedem Befehl

usage-setup = Richte hier eine Gemeinschaft ein. Gib ihr einen Namen, zum Beispiel: Ulmenstraße.
usage-setup-zone = Sag, in welcher Zeitzone deine Gemeinschaft lebt.
usage-setup-language = Sag, in welcher Sprache ich hier spreche, zum Beispiel: Englisch.
usage-setup-quiet = Sag, zwischen welchen Zeiten ich niemanden störe, oder beende das. Stimmzettel und Antworten warten nie.
usage-setup-holidays = Sag, an welchen Tagen kein Schritt endet. Gib eigene Tage an, einen Ort wie DE-BE, oder keine.
usage-setup-weekends = Sag, ob Schritte am Wochenende enden können.
usage-setup-events = Sag, ob die Enden der Schritte bei den Events auf Discord stehen.
usage-setup-log =
    Lass das Protokoll deiner Gemeinschaft in diesen Raum schicken. Hat der Raum keine Gemeinschaft, dann gib einen Code an.
usage-setup-organiser = Nimm jemanden ins Orga-Team oder aus ihm heraus. Alle erfahren es.
usage-setup-code = Hol einen Code. Mit ihm kannst du einen anderen Raum mit deiner Gemeinschaft verbinden.
usage-setup-link = Verbinde diesen Raum mit einer Gemeinschaft. Tippe den Code, den du dort bekommen hast.
usage-topic-suggest = Schlag in einem Satz ein Thema vor, zum Beispiel: Der Park ist abends dunkel.
usage-topic-second = Sag, dass du auch über ein Thema reden willst. Nenn seine Nummer.
usage-topics = Sieh alle Themen und Runden mit ihren Nummern.
usage-round-plan = Plane eine Runde mit einer Vorlage. Ich stelle dir fünf Fragen in einer Direktnachricht.
usage-round-window =
    Sag, wie lange ein Schritt deines Plans dauert, bevor die Runde öffnet. Später kannst du nur Zeit dazugeben.
usage-round-heard = Sag, wie viele Menschen gehört sein müssen, und wie viele von 100, die mitmachen.
usage-round-preview = Sieh jeden Schritt deines Plans, wie alle ihn sehen werden. Nur du siehst das. Nichts wird gespeichert.
usage-round-doctor = Prüf, was ich in deinen Räumen darf. Ich sage, was fehlt und wo du es mir gibst.
usage-round-open = Eine Runde öffnet von selbst, sobald sie geplant und mitgetragen ist. Hier siehst du, wie es steht.
usage-join = Mach in der Runde mit. Dann kannst du bei jedem Schritt dabei sein.
usage-leave = Steig aus der Runde aus. Was du gegeben hast, bleibt.
usage-me = Sieh alles, was du in dieser Runde gegeben hast.
usage-me-language = Sag, in welcher Sprache ich dir antworte. Du kannst auch zu der deiner Gemeinschaft zurück.
usage-me-zone = Sag, in welcher Zeitzone ich dir Zeiten zeige, zum Beispiel: Europe/Berlin.
usage-me-reminders = Sag, ob ich dich erinnern darf, wenn du noch etwas tun kannst. Das siehst nur du.
usage-me-link =
    Schreibst du mit zwei Konten? Hol hier einen Code und tippe ihn mit dem anderen.
    Dann zählen sie als ein Mensch mit einem Stimmzettel.
usage-link = Verbinde dieses Konto mit deinem anderen. Tippe den Code, den du dort bekommen hast.
usage-now = Sieh, in welchem Schritt wir sind, wann er endet und was danach kommt.
usage-rules = Lies die Regeln dieser Runde und ihre fünf ehrlichen Antworten.
usage-calendar = Hol dir die Zeiten dieser Runde als Datei für deinen Kalender.
usage-help = Sieh, was du jetzt tun kannst, oder wie man einen Befehl tippt.
usage-frame = Sag, was geschieht, wen es trifft und warum es wichtig ist. Bitte lass Antworten für später.
usage-question = Fass die Frage, zum Beispiel: Wie könnten wir uns abends im Park sicher fühlen?
usage-questions = Sieh alle Fassungen der Frage mit ihren Nummern.
usage-support = Unterstütz eine Fassung der Frage. Nenn ihre Nummer.
usage-statements = Sieh alle Beschreibungen des Problems.
usage-consent = Sag, dass du mit der Frage leben kannst.
usage-object = Sag, warum etwas schaden würde. Schreib den Grund hinter den Befehl.
usage-object-withdraw = Nimm deinen Einwand zurück.
usage-idea = Gib eine Idee, zum Beispiel: Eine Bank an der Haltestelle.
usage-ideas = Sieh die Ideen, Seite für Seite, in deiner eigenen Reihenfolge.
usage-idea-show = Sieh eine Idee mit allem, was sie ergänzt. Nenn ihre Nummer.
usage-idea-edit = Gib deiner Idee neue Worte. Die alten Worte bleiben aufgehoben.
usage-idea-withdraw = Nimm deine eigene Idee zurück. Nenn ihre Nummer.
usage-idea-build = Gib einen Gedanken oder eine Frage dazu, die eine Idee besser macht.
usage-parked = Sieh deine Antworten, die für den Schritt Ideen aufgehoben sind.
usage-idea-parked = Gib eine aufgehobene Antwort als Idee. Nenn ihre Nummer in deiner Liste.
usage-merge =
    Bitte darum, zwei Ideen zusammenzulegen. Die erste Nummer bleibt. Wer sie gegeben hat, muss ja sagen.
usage-merge-yes = Sag ja dazu, deine Idee zusammenzulegen. Nenn beide Nummern.
usage-merge-no = Sag nein dazu, deine Idee zusammenzulegen. Nenn beide Nummern.
usage-split = Lass zusammengelegte Ideen wieder für sich stehen. Nenn die Nummer.
usage-vote =
    Gib Ideen Punkte. Nenn die Nummer jeder Idee und dahinter ihre Punkte.
    Das tritt an die Stelle deines alten Stimmzettels.
usage-vote-set = Ändere die Punkte einer Idee. Alles andere auf deinem Stimmzettel bleibt, wie es ist.
usage-vote-show = Sieh deinen eigenen Stimmzettel. Ich zeige ihn sonst niemandem.
usage-vote-clear = Nimm alle deine Punkte zurück.
usage-tally = Sieh die Auszählung, sobald die Abstimmung vorbei ist.
usage-feedback = Sag, was du von einer ausgewählten Idee hältst. Nenn ihre Nummer.
usage-minority = Schreib auf, was nicht ausgewählt wurde und du trotzdem für richtig hältst.
usage-minority-sign = Teile eine Minderheits-Meinung. Nenn ihre Nummer.
usage-time-more = Bitte um mehr Zeit. Bitten 3 Menschen darum, dann bleibt dieser Schritt länger offen.
usage-time-give = Gib diesem Schritt als Orga-Team mehr Zeit. Sag, wie lange und warum.
usage-request = Bitte um etwas, das anderen etwas nimmt. Alle bekommen Zeit für eine Antwort.
usage-request-end = Beantrage, diesen Schritt früher zu beenden. Sag, warum.
usage-request-withdraw = Beantrage, diese Runde zurückzuziehen. Sag, warum.
usage-request-pause =
    Beantrage, dass dieser Schritt ruht. Nenn 1 bis 14 Tage, und sag, warum. In der Zeit kann dort niemand schreiben.
    Geht es nur um mehr Zeit? Dann kann das Orga-Team sie geben.
usage-request-hide = Beantrage, eine Idee zu verbergen. Nenn ihre Nummer und sag, warum.
usage-request-support = Unterstütz einen Antrag. Nenn seine Nummer.
usage-request-object = Gib einen Einwand gegen einen Antrag. Nenn seine Nummer und sag, warum.
usage-requests = Sieh die Anträge, die warten.
usage-fate =
    Sag, was aus einer Idee wird. Eine ausgewählte Idee braucht jemanden, der sich kümmert, und einen Tag.
    Die anderen brauchen einen Grund.
usage-outcome-publish = Veröffentliche das Ergebnis. Ist es anders als abgestimmt, dann sag auch, warum.
usage-progress = Erzähl, wie es mit einer Zusage vorangeht, oder sag, dass sie getan ist.
usage-confirm = Bestätige, dass eine Zusage getan ist. Nenn die Nummer der Idee.
usage-dispute = Sag, dass eine Zusage nicht getan ist und was fehlt.
usage-log =
    Lies das Protokoll, das Neueste zuerst. Du kannst ein Thema nennen, einen Monat oder einen Tag, und Worte,
    die du suchst. Um weiter zurückzugehen, sag, vor welchem Eintrag.
usage-log-power = Lies nur, was das Orga-Team tat.
usage-log-checkpoint = Sieh, was zuletzt unterschrieben wurde, und den Schlüssel zum Prüfen.
usage-log-publish =
    Stell das Protokoll als Seiten ins Netz, wenn die es erlauben, die mich betreiben. Das kann nur das Orga-Team.
usage-log-entry = Sieh einen ganzen Eintrag, mit einer Datei, die ihn beweist. Nenn seine Nummer.
usage-receipt = Finde einen Stimmzettel mit seiner Quittung, sobald die Abstimmung vorbei ist. Tippe beide Worte.
usage-me-receipt = Sieh, mit welcher Quittung du deinen Stimmzettel findest. Ich zeige sie sonst niemandem.
usage-export =
    Hol das ganze Protokoll als eine Datei. Mit der Nummer einer Runde dahinter bekommst du alles zu dieser Runde.
