### Das Archiv einer ganzen Gemeinschaft: die Seite, die obenauf liegt, die Überschriften seiner Entscheidungs-Protokolle,
### und was die Spalten seiner Tabellen bedeuten. Es sagt, was war, auch Jahre später, und es spricht niemanden an, außer
### wo es erklärt, wie man prüft.

## Die Seite obenauf

export-title = Das Protokoll von { $community }
export-is =
    Das hier wurde entschieden, und so kam es dazu. Darin steht jeder Eintrag des Protokolls.
    Auch was Menschen schrieben, steht darin, soweit es alle lesen dürfen.
export-made = Gemacht wurde es am { $at }.
export-size =
    { $entries ->
        [0] Noch hat das Protokoll keinen Eintrag.
        [one] Das Protokoll hat 1 Eintrag.
       *[other] Das Protokoll hat { $entries } Einträge.
    }
export-files = Was darin ist
export-column-file = Datei
export-column-holds = Was sie enthält
# Der Name einer Datei oder eines Ordners. $file: wie er auf der Platte steht.
export-file-name = { $file }
export-file-log = Jeder Eintrag, einer in jeder Zeile. Das ist das Protokoll. Alles andere hilft nur beim Lesen.
export-file-words = Was Menschen schrieben. Jede Zeile öffnet ein Kennzeichen, das im Protokoll steht.
export-file-site = Dasselbe als Seiten mit Bildern. Beginne mit index.html in diesem Ordner.
export-file-markdown = Für jede Runde eine Datei zum Lesen. Sie ist so gebaut, wie es auch andere Programme kennen.
export-file-csv = Dasselbe als Tabellen. Jedes Programm für Tabellen öffnet sie.
export-file-dictionary = Was jede Spalte jeder Tabelle bedeutet.
export-file-checkpoints = Jeder Stand des Protokolls, der unterschrieben wurde, der älteste zuerst.
export-file-keys = Der Schlüssel, der zeigt, ob eine Unterschrift stimmt.
export-file-manifest = Die Liste aller Dateien, mit einem Kennzeichen für jede und ihrer Unterschrift.
export-checking = Wie man es prüft
export-check-how = Du musst uns nicht glauben. Öffne diesen Ordner und tippe das hier. Dafür braucht es kein Netz.
export-check-witness =
    Der Bot schreibt jeden Stand, den er unterschreibt, in den Chat. Hast du einen aufgehoben, oder kennst du den
    Schlüssel, dann gib beides dazu. Dann kann niemand geändert haben, was davor kam. Auch nicht, wer den Bot betreibt.
export-check-facts =
    Diese vier Zeilen sagen, welches Protokoll es ist: sein Name, seine Größe, seine Wurzel und sein Schlüssel.
export-check-own = Du kannst auch ein eigenes Programm zum Prüfen schreiben. Eine Seite beim Bot sagt dir, wie.
export-words = Die Worte von Menschen
export-words-beside =
    Im Protokoll selbst stehen keine Worte von Menschen. Darum lassen sie sich löschen, und das Protokoll stimmt weiter.
export-words-erased = Was jemand löschen ließ, ist in den Tabellen leer. Die Spalte daneben sagt das.
export-words-held-back = Was der Raum noch nicht zeigt, ist hier nicht dabei. Auch das sagt die Spalte daneben.
export-cells =
    Manche Zeichen am Anfang einer Zelle bringen ein Programm dazu, etwas auszurechnen.
    Davor setzen wir dann einen kleinen Strich.

## Die Überschriften einer Datei über eine Runde. Sie sind gebaut wie in MADR, einer Form, die viele Programme kennen.

adr-context = Das Problem und wie es dazu kam
adr-drivers = Was die Entscheidung bestimmt
adr-options = Was zur Auswahl stand
adr-outcome = Die Entscheidung
adr-consequences = Was daraus folgt
adr-confirmation = Ob es eingehalten wird
adr-more = Mehr dazu
adr-nothing-yet = Dazu gibt es noch nichts zu sagen.
# Wie weit die Entscheidung ist. Ein oder zwei Worte.
adr-under-way = vorgeschlagen
adr-decided = angenommen
adr-undecided = beendet, nicht entschieden
adr-withdrawn = zurückgezogen
adr-expired = abgelaufen
adr-people-decide = Die Menschen in dieser Runde
adr-people-and-others-decide = Die Menschen in dieser Runde und andere, gemeinsam
adr-others-decide = Andere
adr-nobody-yet = Das ist noch nicht gesagt.
adr-informed = Alle in den Räumen dieser Gemeinschaft haben es erfahren.

## Was ein Wert ist

unit-instant = ein Zeitpunkt in UTC
unit-day = ein Tag
unit-number = eine Nummer für etwas
unit-numbers = Nummern für etwas, mit Leerzeichen dazwischen
unit-count = wie viele
unit-people = Menschen
unit-dots = Punkte
unit-yes = 1 ist ja, 0 ist nein
unit-words = Worte von jemandem
# Die Werte selbst sind in jeder Sprache die englischen, für Programme.
unit-known = da (there), gelöscht (erased) oder zurückgehalten (held back)
unit-name = ein Wort des Bots, auf Englisch
unit-mark = ein Kennzeichen zum Vergleichen

## Was eine Spalte bedeutet

column-entry = Die Nummer des Eintrags, der das sagt.
column-at = Wann er geschrieben wurde.
column-topic = Die Nummer der Runde. Leer, wo es um die Gemeinschaft selbst geht.
column-round = Das Kennzeichen der Runde. Keine andere Runde hat dasselbe.
column-type = Was für ein Eintrag es ist.
column-step = Der Schritt, der begann.
column-label = Das ehrliche Etikett der Runde zu dieser Zeit.
column-rule = Die Regel, die entscheidet.
column-by = Wer es tat. In jeder Runde ist es ein anderes Kennzeichen.
column-idea = Die Nummer der Idee.
column-known = Ob die Worte daneben da sind, gelöscht sind oder noch nicht gezeigt werden.
column-leaf-hash = Das Kennzeichen des Eintrags im Baum des Protokolls.
column-title = Worum es in der Runde geht.
column-question = Die Frage, die vereinbart wurde. Jede Fassung hat eine eigene Zeile.
column-opened-at = Wann die Runde öffnete.
column-template = Die Vorlage, aus der die Runde gemacht ist.
column-practice = Ob die Runde nur zum Üben war.
column-last-step = Der Schritt, in dem die Runde steht.
column-step-since = Seit wann sie in diesem Schritt ist.
column-joined = Wie viele Menschen mitmachten, als gezählt wurde.
column-ballots = Wie viele Menschen abgestimmt haben.
column-chosen-ideas = Die Ideen, die ausgewählt wurden.
column-outcome-at = Wann das Ergebnis kam.
column-last-entry = Der letzte Eintrag zu dieser Runde.
column-vote = Um welche Abstimmung es geht: um die kurze Liste, die Abstimmung oder die Stichwahl.
column-idea-words = Was die Idee sagt.
column-by-organiser = Ob sie aus dem Orga-Team kam.
column-holds = Andere Ideen, die mit ihr zusammengelegt sind.
column-rank = Ihr Platz nach der Regel, die entscheidet.
column-dots = Wie viele Punkte sie bekam.
column-supporters = Wie viele Menschen ihr Punkte gaben.
column-tie-group = Ideen mit derselben Nummer liegen hier gleichauf.
column-chosen = Ob sie ausgewählt wurde.
column-by-dots = Ob sie nach Punkten ausgewählt worden wäre.
column-by-supporters = Ob sie nach der Zahl der Menschen ausgewählt worden wäre.
column-by-fair-share = Ob sie nach gerechtem Anteil ausgewählt worden wäre.
column-runoff-dots = Wie viele Punkte sie in der Stichwahl bekam.
column-ballot-number = Welcher Stimmzettel es ist. Die Reihenfolge sagt nichts über Menschen oder Zeit.
column-receipt = Die zwei Worte, die nur erfuhr, wer so abgestimmt hat.
column-ballot-dots = Wie viele Punkte dieser Stimmzettel der Idee gibt.
column-fate = Was aus der Idee wird.
column-reason = Warum.
column-owner = Wer sich kümmert.
column-due-on = Bis zu welchem Tag es zugesagt ist.
column-progress = Was darüber erzählt wurde.
column-promised-on = Der zugesagte Tag, der vorbeiging.
column-confirmations = Wie viele Menschen sagten, dass es getan ist.
column-check = Welche Nachschau es war.
column-checks = Wie oft nachgeschaut wird.
column-outcome-words = Was veröffentlicht wurde.
column-difference = Warum das Ergebnis anders ist als abgestimmt.
column-act = Was getan wurde.
column-role = In welcher Rolle es getan wurde.
column-name = Der Name des Menschen, der es tat.
column-whom = Der Name des Menschen, um den es geht.
column-target = Woran es getan wurde.
column-before = Wie es vorher war.
column-after = Wie es danach war.
column-window-opened = Wann der Schritt begann.
column-closed-before = Wann der Schritt vorher enden sollte.
column-closes = Wann der Schritt endet.
column-why = Warum er länger wurde.
column-heard = Wie viele Menschen gehört wurden. Solange abgestimmt wird, bleibt das leer.
column-needed = Wie viele Menschen gehört sein mussten.
column-request = Die Nummer des Antrags.
column-request-act = Worum der Antrag bittet.
column-request-words = Der Grund dafür oder dagegen.
column-request-closes = Bis wann man antworten kann.
column-support = Wie viele Menschen ihn unterstützten.
column-support-needed = Wie viele Menschen ihn unterstützen mussten.
column-objections = Wie viele Menschen einen Einwand gaben.
column-agree = Wie viele Menschen dafür sind.
column-disagree = Wie viele Menschen dagegen sind.
column-pass = Wie viele Menschen sich enthalten.
column-remarks = Wie viele Rückmeldungen in Worten es gab.
column-view-number = Die Nummer der Minderheits-Meinung.
column-dissent = Was dagegen gesagt wurde.
column-commitment = Was im Protokoll für die Worte steht, die gelöscht wurden.
