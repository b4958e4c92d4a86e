### Texte für Befehle mit Schrägstrich und für Formulare. Anderswo tippt man dasselbe.
### Eine Beschreibung hat höchstens 100 Zeichen, der Name eines Feldes höchstens 45.

## Gruppen von Befehlen

group-setup = Eine Gemeinschaft einrichten
group-topic = Themen vorschlagen und mittragen
group-round = Eine Runde sehen, mitmachen oder planen
group-frame = Das Problem beschreiben und eine Frage vereinbaren
group-idea = Ideen geben, lesen, ändern, zusammenlegen
group-vote = Deine Punkte vergeben
group-feedback = Sagen, was du von den ausgewählten Ideen hältst
group-minority = Eine Minderheits-Meinung schreiben oder teilen
group-time = Um mehr Zeit bitten oder Zeit geben
group-power = Einen Antrag stellen oder beantworten
group-outcome = Sagen, was getan wird
group-fate = Sagen, was aus einer Idee wird
group-progress = Sagen, wie es mit einer Zusage vorangeht
group-me = Sehen, was von dir ist
group-log = Lesen und prüfen, was im Protokoll steht

## Befehle, die anders gebaut sind als getippte Worte

action-setup-no-organiser = Jemanden aus dem Orga-Team nehmen
action-setup-no-quiet = Die Ruhezeit beenden
action-setup-no-holidays = Schritte an Feiertagen enden lassen
action-setup-no-weekends = Schritte am Wochenende enden lassen
action-setup-no-events = Termine aus den Events nehmen
action-merge-answer = Ja oder nein zum Zusammenlegen sagen
action-feedback-read = Die Rückmeldungen lesen
action-fate-chosen = Sagen, wer sich bis wann kümmert
action-fate-other = Sagen, warum eine Idee warten muss
action-turn-into-idea = Zur Idee machen

## Optionen

option-idea = Die Nummer der Idee
option-other = Die Nummer der anderen Idee
option-number = Die Nummer
option-page = Die Seite
option-template = Die Vorlage: wie lange jeder Schritt dauert
option-step = Der Schritt
option-length = Wie lange, zum Beispiel 10 Tage
option-people = Wie viele Menschen, mindestens 5
option-percent = Wie viele von 100, die mitmachen, mindestens 20
option-topic = Die Nummer des Themas, wenn es mehrere gibt
option-topic-second = Die Nummer des Themas
option-zone = Die Zeitzone, zum Beispiel Europe/Berlin
option-language = Die Sprache, zum Beispiel Englisch
option-own-language = Die Sprache, oder gemeinschaft für die deiner Gemeinschaft
option-own-zone = Die Zeitzone, oder gemeinschaft für die der Runde
option-reminders = An oder aus
option-from = Wann die Ruhezeit beginnt, zum Beispiel 22:00
option-until = Wann die Ruhezeit endet, zum Beispiel 8:00
option-holidays = Ein Ort wie DE-BE, Tage wie 2027-12-24, oder beides
option-who = Die Person
option-code = Der Code, den du bekommen hast
option-log-days = Ein Monat wie 2026-03, oder ein Tag wie 2026-03-02
option-log-words = Worte, die du suchst
option-log-before = Um weiter zurückzugehen: vor welchem Eintrag
option-receipt = Die zwei Worte der Quittung
option-log-code = In einem Kanal ohne Gemeinschaft: der Code, den du bekommen hast
option-answer = Ja oder nein
option-dots = Wie viele Punkte
option-about = Ein Befehl, zum Beispiel abstimmen

choice-yes = Ja
choice-no = Nein
choice-on = An
choice-off = Aus

## Formulare: was über jedem Feld steht

form-community-name = Der Name deiner Gemeinschaft
form-topic = Woran sollen wir arbeiten?
form-statement = Was geschieht, wen es trifft, warum es zählt
form-question = Wie könnten wir …
form-reason = Dein Grund
form-idea = Deine Idee, in ein oder zwei Sätzen
form-build = Was würdest du ergänzen?
form-minority = Woran du festhältst, und warum
form-stance = Was hältst du von dieser Idee?
form-like = Was gefällt dir daran?
form-worry = Was macht dir daran Sorgen?
form-work = Was würde dir helfen?
form-pause = Wie viele Tage, 1 bis 14
form-length = Wie viel Zeit, zum Beispiel 2 Tage
form-owner = Wer kümmert sich
form-day = Bis wann, zum Beispiel 2027-01-31
form-fate = Was aus ihr wird
form-outcome = Was gesagt wurde, und was wir tun werden
form-difference = Warum es anders ist als abgestimmt
form-progress = Wie geht es voran?
form-plan-title = Die Runde planen
form-decider = Wer entscheidet?
form-who-decides = Wer ist das, und wie entscheiden sie?
form-fixed = Steht schon etwas fest?
form-what-is-fixed = Was steht fest, und warum?
form-what-is-open = Was ist offen?
form-use = Was wird mit dem Ergebnis?
form-what-happens = Sag es mit deinen eigenen Worten
form-reply-by = Tag deiner Antwort, zum Beispiel 2027-01-31

## Was gesagt wird, wenn ein Knopf oder ein Formular nichts mehr bedeutet

press-outdated = Dieser Knopf ist von einer älteren Karte. Bitte öffne die neueste Karte und drück dort.
press-not-stored = Das konnte ich nicht speichern. Es hat sich nichts geändert. Bitte versuch es in einer Minute noch einmal.
press-late = Das dauert länger, als es soll. Ich antworte dir in einer Direktnachricht.
form-empty = Du hast jedes Feld leer gelassen. Es hat sich nichts geändert.

## Was ich brauche

lacks-view = Ich kann diesen Kanal nicht sehen. Gib mir das Recht „Kanal anzeigen“.
lacks-send = Ich kann hier nicht schreiben. Gib mir das Recht „Nachrichten senden“.
lacks-send-in-threads = Ich kann in diesem Thread nicht schreiben. Gib mir das Recht „Nachrichten in Threads senden“.
lacks-files = Ich kann hier keine Dateien senden. Gib mir das Recht „Dateien anhängen“.
lacks-history = Ich kann hier nicht lesen, was ich schrieb. Gib mir das Recht „Nachrichtenverlauf anzeigen“.
lacks-pin = Ich kann die Karte hier nicht anheften. Gib mir das Recht „Nachrichten anheften“.
lacks-events =
    Ich kann keine Events anlegen. Gib meiner Rolle in den Einstellungen des Servers das Recht „Events erstellen“.

doctor-discord-logged-in = Auf Discord bin ich angemeldet als { $name }.
doctor-discord-token = Discord nimmt das Token nicht an. Mach ein neues für den Bot und leg es in seine Datei.
doctor-discord-invite = Um mich auf einen Server zu lassen, öffne { $address }.
# $server: der Name eines Servers.
doctor-discord-events = Ich darf Termine als Events anlegen in { $server }.
doctor-discord-no-events =
    Ich kann keine Events anlegen in { $server }. Das Orga-Team wünscht es.
    Gib meiner Rolle dort das Recht „Events erstellen“.
doctor-discord-invite-events = Diese Adresse bittet auch um das Recht, Events anzulegen: { $address }.

## Knöpfe unter einer Frage

button-go-on = Weiter
button-stop = Aufhören
button-plan-yes = Ja, den Plan speichern
button-plan-change = Diese Antworten ändern
