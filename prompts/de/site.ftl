### Die Seiten des Protokolls: was `codesign-bot publish` für alle zum Lesen schreibt.
### Die Runden darin haben die Worte von record.ftl. Die Namen der Schritte, Etiketten und Bescheide: terms.ftl.

## Auf jeder Seite

# $community: ihr Name.
site-title = Was in { $community } entschieden wurde
# Der Titel in der Leiste des Browsers. $page: die Überschrift der Seite.
site-page-title = { $page }, { $community }
site-skip = Zum Inhalt springen
site-pages = Seiten
site-all = Alle Runden
site-log = Das Protokoll
site-check = Selbst nachprüfen
site-on-this-page = Auf dieser Seite
site-made = Diese Seiten wurden geschrieben am { $at }.
site-made-by = Sie sind von codesign-bot, der Runden leitet. Sie holen nichts aus dem Netz.
# $origin: der Name des Protokolls. $root: 64 Buchstaben und Ziffern.
site-foot-log = Das Protokoll: { $origin }
site-foot-size =
    { $size ->
        [one] Es hat 1 Eintrag.
       *[other] Es hat { $size } Einträge.
    }
site-foot-root = Sein Kennzeichen: { $root }

## Die Liste aller Runden

site-index-says =
    Jede Runde unten ist eine Frage, an der Menschen hier gemeinsam gearbeitet haben.
    Öffne eine. Dann liest du, was gefragt wurde, was Menschen gaben und was daraus wurde.
site-no-rounds = Noch gibt es hier keine Runde.
site-no-names = Auf diesen Seiten steht niemand mit Namen.
site-no-counts = Bis eine Abstimmung vorbei ist, sieht niemand eine Zahl daraus. Auch diese Seiten zeigen keine.
site-rounds-listed =
    { $count ->
        [one] Es gibt 1 Runde.
       *[other] Es gibt { $count } Runden, die neuesten zuerst.
    }
# Before a link to the file for calendars.
site-dates-says = Dein Kalender kann unseren Zeiten folgen. Gib ihm die Adresse dieser Datei:
site-dates = Zeiten für deinen Kalender

site-find = Eine Runde finden
site-find-words = Worte
site-find-words-hint = Worte im Titel, in der Frage oder in den Ideen.
site-find-step = Wo sie steht
site-find-result = Was daraus wurde
site-find-year = Jahr
site-find-label = Etikett
site-find-any = alle
site-find-clear = Wieder alle zeigen
# $shown und $all: Zahlen.
site-find-shown = Jetzt zu sehen: { $shown } von { $all }.
site-find-none = Keine Runde passt. Nimm weniger Worte oder zeig wieder alle.

site-stands = Wo sie steht
site-label = Etikett
site-began = Vorgeschlagen
site-result = Was daraus wurde
# $kept und $all: Zahlen.
site-promises-kept = Gehaltene Zusagen: { $kept } von { $all }

# Was aus einer Runde wurde. Steht in der Liste und in der Suche.
site-result-open = noch nicht entschieden
site-result-none = sie endete ohne Ergebnis
site-result-nothing = entschieden, und nichts ist zugesagt
site-result-promised = entschieden, und die Zusagen laufen noch
site-result-missed = entschieden, und eine Zusage wurde nicht gehalten
site-result-kept = entschieden, und alle Zusagen wurden gehalten

## Eine Runde

site-record-is = Diese Seite erzählt eine Runde: was gefragt wurde, was Menschen gaben und was daraus wurde.
site-steps = Wie sie lief
site-steps-list = Die Schritte dieser Runde, der Reihe nach:
site-step-began = Er begann am { $begins }.
site-step-ended = Er endete am { $ends }.
site-step-open = Er ist noch offen.
site-step-length = So lange war er offen: { $length }.
site-step-more = Nach dem Beginn bekam er dazu: { $length }.
site-step-less = Nach dem Beginn nahm ihm ein Antrag: { $length }.
site-steps-picture =
    Dasselbe als Bild, bis zur Nachschau. Jeder Balken ist ein Schritt. Der letzte Teil ist Zeit, die dazukam.
site-step-bar = { $step }: { $length }.
site-step-bar-more = { $step }: { $length }, davon kam dazu: { $more }.
site-entries = Was von dieser Runde im Protokoll steht
site-entries-are = Das Protokoll hat { $count ->
        [one] 1 Eintrag
       *[other] { $count } Einträge
    } zu dieser Runde.
# $number: die Nummer eines Eintrags.
site-entry-first = Der erste: Eintrag { $number }
site-entry-last = Der letzte: Eintrag { $number }
site-ballots-listed =
    Willst du nachzählen? Dann hol vom Bot die Dateien dieser Runde. Sie listen die Stimmzettel, ohne Namen.
site-ballots-few =
    Weniger als { $least } Menschen haben abgestimmt. Darum stehen die Stimmzettel nicht in den Dateien.
    Man könnte sie erraten.
site-ballots-few-in-runoff =
    Bei der Stichwahl haben weniger als { $least } Menschen abgestimmt. Darum stehen ihre Stimmzettel nicht da.

site-tally-picture = Punkte und Menschen für jede Idee. Die Tabelle darunter sagt dasselbe in Zahlen.
site-runoff-picture = Punkte in der Stichwahl. Die Tabelle darunter sagt dasselbe in Zahlen.
site-bar-dots =
    { $count ->
        [one] 1 Punkt
       *[other] { $count } Punkte
    }
site-bar-supporters =
    { $count ->
        [one] 1 Mensch
       *[other] { $count } Menschen
    }
# Steht für eine Idee in den Worten eines Bildes. $values: wie „6 Punkte, 4 Menschen“.
site-bar = Idee { $idea }: { $values }.
site-bar-chosen = Idee { $idea }, ausgewählt: { $values }.
# Ein Zeichen neben den Balken einer ausgewählten Idee.
site-chosen = ausgewählt
site-table-scrolls = Eine Tabelle. Du kannst sie zur Seite schieben.
site-stances-picture = Dasselbe als Balken
site-range-picture = Dasselbe auf einer Linie von 0 bis 10

## Das Protokoll

site-log-heading = Das Protokoll, Seite { $page }
site-log-says =
    Was geschieht, kommt sofort ins Protokoll, und jeder Eintrag hat eine Nummer. Kein Eintrag wird später geändert.
    Ein Eintrag sagt, was geschah. Was Menschen schrieben, steht auf der Seite der Runde.
site-log-order = Die ältesten Einträge kommen zuerst. So bleibt ein Eintrag immer auf derselben Seite.
site-log-pages = Seiten des Protokolls
site-log-next = Die nächste Seite
site-log-before = Die Seite davor
site-entry-round = Runde { $number }

## Selbst nachprüfen

site-check-says = Du musst diesen Seiten nicht glauben. Du kannst sie selbst prüfen. Hier steht, wie.
site-check-room = Vergleich sie mit dem, was gesagt wurde
site-check-room-says =
    Der Bot sagt in deinem Raum, was das Orga-Team tut, sobald es gespeichert ist.
    Darum kann dein eigener Verlauf es bezeugen. Such dort jeden Eintrag an seinem Tag.
site-check-rules =
    Als eine Runde öffnete, schrieb der Bot das Kennzeichen ihrer Regeln. Die Seite der Runde zeigt dasselbe.
    Mit einer anderen Regel wären die zwei nicht gleich.
site-check-export = Nimm dir eine eigene Kopie
site-check-export-says =
    Hol vom Bot das ganze Protokoll als eine Datei und heb sie auf. Darin steht alles von diesen Seiten.
    Nach einer Abstimmung stehen auch die Stimmzettel darin. So kannst du nachzählen.
site-check-export-matrix = Auf Matrix tippe das im Raum:
site-check-export-discord = Auf Discord tippe das im Kanal:
site-check-mark = Was das Kennzeichen des Protokolls bedeutet
site-check-hash =
    Ein Hash ist ein kurzes Zeichen, das aus einem Text errechnet wird. Änderst du einen Buchstaben, ist es ein anderes.
    Niemand weiß, wie man zwei Texte mit demselben Zeichen macht.
site-check-size = Die Größe ist die Zahl der Einträge. Sie kann nur wachsen.
site-check-root =
    Die Wurzel ist ein Kennzeichen für alle Einträge zusammen. Wird ein Eintrag geändert, verschoben oder weggelassen,
    ist auch die Wurzel eine andere.
site-check-checkpoint =
    Ein Stand ist eine Notiz mit dem Namen des Protokolls, seiner Größe und seiner Wurzel. Der Bot unterschreibt sie mit
    seinem Schlüssel. Er schickt sie in deinen Raum. So heben viele Menschen sie auf.
site-check-none =
    Dieses Protokoll hat noch kein Kennzeichen. Darum gibt es hier nichts nachzurechnen.
    Du kannst vergleichen und Kopien aufheben.
site-check-origin = Name des Protokolls
site-check-size-is = Größe
site-check-root-is = Wurzel
site-check-key = Schlüssel, um die Unterschrift zu prüfen
site-check-note = Der neueste Stand, Wort für Wort:
site-check-commands = Rechne es nach
site-check-commands-says =
    Hol das ganze Protokoll als Datei, und diesen Bot als Programm. Zum Prüfen braucht er kein Netz und kein Konto.
site-check-command-whole = Ist jeder Eintrag an seinem Platz, und kommt die Wurzel heraus?
site-check-command-checkpoint = Passt es zu einem Stand, den du aufgehoben hast?
site-check-command-key = Wurde es mit dem Schlüssel unterschrieben, den du kennst?
