### Was der Bot für sich selbst sagt.

welcome-title = Hallo
welcome =
    Ich helfe Menschen, ein Problem gemeinsam zu lösen. Zuerst finden wir die Frage. Dann gibst du Ideen und stimmst ab.
    Danach schauen wir, was daraus wurde. Es dauert Wochen, nicht Minuten, damit alle nachdenken können.
welcome-private =
    Die anderen sehen nicht, was wir hier schreiben. Nur wer diesen Dienst betreibt, könnte es.
    Hier kannst du abstimmen.
invited =
    Hier hat noch niemand eine Gemeinschaft eingerichtet. Wer diesen Raum verwalten darf, kann das jetzt tun.
setup-title = Eine Gemeinschaft beginnt
setup-done = Das ist jetzt die Gemeinschaft { $community }. Ihre Zeiten sind in der Zone { $zone }.
setup-can = Alle hier können ein Thema vorschlagen.

## Was nicht geht, und was nötig ist

trouble-title = Was ich hier kann
trouble-none = Ich kann hier alles, was ich brauche.
trouble-list = Einiges geht hier noch nicht:
trouble-removed = Ich wurde aus diesem Raum entfernt. Wer ihn verwaltet, muss mich wieder einladen.
trouble-cannot-speak = Ich kann in diesem Raum nicht schreiben. Wer ihn verwaltet, muss mich lassen.
trouble-events-full =
    Auf diesem Server gibt es zu viele Events. Darum fehlen dort die Termine deiner Runden.
    Wer ihn verwaltet, kann alte Events löschen.
trouble-words-stopped =
    Ein Filter für Worte hat dort eine Nachricht von mir gestoppt. Was Menschen schrieben, ist nicht verloren.
    Wer den Raum verwaltet, kann meine Worte durchlassen.
trouble-cannot-pin =
    Ich kann die Karte einer Runde hier nicht anheften. Dann muss man sie suchen.
    Willst du es ändern, dann gib mir das Recht, Nachrichten anzuheften.
trouble-encrypted =
    Dieser Raum ist verschlüsselt. Nur die Menschen darin und ich können mitlesen.
    Wer mich betreibt, kann es auch.
trouble-bridged =
    Dieser Raum hat eine Brücke zu einem anderen Netz. Manche könnten zweimal abstimmen.
    Bitte die, die mich betreiben, die Konten der Brücke zu nennen.
trouble-in-space = Es geht um einen Raum deiner Gemeinschaft.

never-title = Was ich nie tue:
never-counts = Ich zeige nie eine Auszählung, bevor die Abstimmung endet. Auch dem Orga-Team nicht.
never-decides = Ich entscheide nie. Ich löse nie einen Gleichstand im Geheimen.
never-shortens = Ich mache nie einen Schritt kürzer, nur weil ein Mensch es will.
never-secret-log = Was das Orga-Team tut, sage ich immer hier.

## Abstimmen am falschen Ort, Nachrichten, die ich nicht lesen kann

vote-in-room = Diese Abgabe haben wir nicht gezählt. Ein Raum ist nicht geheim: Alle können lesen, was du schreibst.
vote-in-room-delete = Bitte lösch deine Nachricht und stimm in einer Direktnachricht an mich ab.
unreadable = Diese Nachricht konnte ich nicht lesen. Sie war verschlossen, und ich bekam den Schlüssel nicht.
unreadable-private = Bitte schick sie noch einmal. Oft hilft es, diese Direktnachricht zu schließen und neu zu öffnen.
unreadable-public = Bitte schick sie noch einmal oder schick sie mir in einer Direktnachricht.

## Die fünf ehrlichen Antworten, eine nach der anderen gefragt

ask-title = Fünf ehrliche Antworten
ask-place = Das ist Teil { $number } von { $of }.
ask-choose = Bitte antworte mit einer Zahl.
ask-decider = Wer entscheidet am Ende?
ask-who-decides = Sag mit deinen eigenen Worten, wer entscheidet und wie.
ask-fixed = Steht schon etwas fest?
ask-what-is-fixed = Sag mit deinen eigenen Worten, was schon feststeht. Ist es nichts, dann sag das.
ask-what-is-open = Was ist offen? Sag, was Menschen ändern können.
ask-use = Was wird mit dem Ergebnis?
ask-what-happens = Sag mit deinen eigenen Worten, was mit dem Ergebnis wird und wer sich darum kümmert.
ask-reply-by = Bis zu welchem Tag gibt es eine Antwort? Schreib ihn so: 2027-01-31.
ask-not-a-choice = Mit dieser Antwort kann ich hier nichts anfangen.
ask-not-a-day = Das lese ich nicht als einen Tag, der noch kommt. Schreib ihn so: 2027-01-31.
review = Das ist dein Plan mit der Vorlage { $template }. Alle werden ihn sehen.
# $yes, $back und $stop: die Worte, die man tippt.
review-confirm =
    Stimmt alles? Tippe { $yes }, um es zu speichern. Tippe { $back }, um es zu ändern, oder { $stop }, um aufzuhören.
ask-stop = Zum Aufhören tippe { $stop }.
ask-back-or-stop = Um zurückzugehen, tippe { $back }. Zum Aufhören tippe { $stop }.

## Eine Vorschau auf eine Runde

preview-title = Eine Vorschau
preview = Unten steht, was alle sehen, wenn dieser Schritt beginnt: { $step }.
preview-nothing = Nur du siehst sie. Nichts davon wird gespeichert, und niemand erfährt davon.
# Darunter stehen drei Punkte für die Worte von Menschen.
preview-examples =
    Drei Punkte stehen, wo Menschen schreiben werden. { $count } Ideen habe ich erfunden.
    Auch die Zeiten sind so, als würden wir jetzt beginnen.

dialogue-stopped = Wir haben aufgehört. Ich habe keine deiner Antworten gespeichert.

## Wenn etwas schiefgeht, oder wenn jemand will, was die Regeln nicht geben

incident = Bei uns ist etwas schiefgegangen. Nichts Gespeichertes ist verloren. Bitte versuch es später noch einmal.
incident-code = Geschieht es wieder, dann nenn denen, die mich betreiben, diesen Code: { $code }.
no-early-end =
    Kein Mensch kann anderen allein Zeit oder Ideen nehmen. Du kannst einen Antrag stellen und sagen, warum.
    Dann entscheiden die Beteiligten.
flood = Das war viel auf einmal. Bitte warte { $length }. Dann mach weiter.
export-ready =
    { $count ->
        [one] Hier ist 1 Datei mit allem zu dieser Runde.
       *[other] Hier sind { $count } Dateien mit allem zu dieser Runde.
    }
export-check = Alle können sie ohne mich lesen.
calendar-ready = Hier sind die Zeiten dieser Runde, als Datei für deinen Kalender.
# Wo die Zeiten sonst nirgends stehen.
calendar-snapshot = Die Datei ändert sich nicht von selbst. Hol sie neu, wenn ein Schritt länger wird.
# Wo der Betreiber die Seiten des Protokolls veröffentlicht.
calendar-published = Diese Datei ändert sich nicht von selbst. Dein Kalender kann der auf unseren Seiten folgen: calendar.ics.
export-whole =
    { $entries ->
        [0] Hier ist das Protokoll dieser Gemeinschaft als eine Datei. Noch hat es keinen Eintrag.
        [one] Hier ist das ganze Protokoll dieser Gemeinschaft als eine Datei. Es hat 1 Eintrag.
       *[other] Hier ist das ganze Protokoll dieser Gemeinschaft als eine Datei. Es hat { $entries } Einträge.
    }
export-whole-check = Öffne sie und lies die Seite, die obenauf liegt. Sie sagt, wie man alles ohne mich prüft.
export-one-round = Willst du nur eine Runde, dann schreib ihre Nummer dahinter.
# $size, $most: in Megabyte.
export-too-large =
    Das Protokoll dieser Gemeinschaft ist zu groß, um es hier zu schicken.
    Es hat { $size } MB, und ich kann { $most } MB schicken.
export-too-long =
    Das Protokoll dieser Gemeinschaft ist zu lang, um es hier zu schicken.
    Es hat { $entries } Einträge, und ich kann { $most } schicken.
# $command: was tippt, wer mich betreibt.
export-ask-operator = Bitte die darum, die mich betreiben. Sie machen die Datei mit { $command }.

# Steht über dem, was jemand schrieb, wenn es zurückgegeben wird.
your-words = Du hast geschrieben:
nothing-changed = Es hat sich nichts geändert.
