### Die eigenen Daten: sie bekommen, und vergessen werden.

action-me-data = Meine Daten holen
action-me-forget = Meine Worte vergessen lassen
action-forget-confirm = Ja, vergiss es
usage-me-data = Hol alles, was über dich gespeichert ist, als Dateien. Nur du bekommst sie.
usage-me-forget =
    Lass alle deine Worte vergessen, oder die einer Idee. Zuerst sage ich dir, was weggeht und was bleibt.
my-data-in-private =
    Andere können das lesen. Bitte frag mich dort, wo nur ich lese, was du schreibst.
    Dann bekommst nur du deine Daten.
my-data-given =
    { $count ->
        [one] Hier ist 1 Datei mit allem, was über dich gespeichert ist.
       *[other] Hier sind { $count } Dateien mit allem, was über dich gespeichert ist.
    }
my-data-yours-alone = Eine ist für dich zum Lesen, eine für Programme. Sonst bekommt sie niemand.
my-data-none = Ich habe nichts über dich. Kein Wort von dir ist hier gespeichert.

## Bevor etwas vergessen wird

forget-title = Vergessen werden
forget-asks = Du kannst deine Worte vergessen lassen, und deinen Namen mit ihnen. Bitte lies zuerst das hier.
forget-goes = Was weggeht
forget-stays = Was bleibt
forget-out-of-reach = Wo ich nicht hinkomme
forget-goes-words = Alle deine Worte gehen weg: Probleme, Fragen, Ideen, Einwände, Rückmeldungen und Gründe.
forget-goes-name = Dein Name und deine Konten gehen weg. Nichts führt hier noch zu dir.
forget-goes-place =
    Du steigst aus jeder offenen Runde aus. Ideen, die du noch zurücknehmen kannst, werden zurückgenommen.
forget-goes-messages = Nachrichten von mir mit deinen Worten werden geändert oder gelöscht.
forget-goes-ballot =
    Läuft eine Abstimmung, dann wird dein Stimmzettel zurückgenommen. Niemand könnte ihn mehr ändern.
forget-goes-office = Du bist nicht mehr im Orga-Team. Das wird im Raum gesagt, ohne deinen Namen.
forget-stays-counts = Dein Teil an früheren Runden bleibt als Zahl.
forget-stays-ballots = Gezählte Stimmzettel bleiben gezählt. Nichts sagt, dass sie von dir sind.
forget-stays-acts = Was du unterstützt oder mitgetragen hast, bleibt stehen, ohne dich.
forget-stays-log = Das Protokoll sagt, wie viele Texte gelöscht wurden. Es sagt nicht, von wem sie waren.
forget-reach-people = Andere haben deine Worte vielleicht kopiert oder heruntergeladen.
forget-reach-platform = Der Chat-Dienst behält vielleicht, was wir dort geschrieben haben.
forget-reach-copies = Wer mich betreibt, hat vielleicht Kopien zur Sicherung. Dort kann man dir sagen, wie lange.
forget-final = Das lässt sich nicht rückgängig machen.
forget-confirm = Willst du das, dann tippe { $typed }
discord-forget-confirm = Willst du das, dann drück den Knopf unten.
forget-wrong-code = Das ist nicht der richtige Code.
forget-idea-asks = Du kannst die Worte deiner Idee { $idea } vergessen lassen. Bitte lies zuerst das hier.
forget-idea-goes =
    Ihre Worte gehen weg, auch die früheren. Kannst du die Idee noch zurücknehmen, dann wird sie zurückgenommen.
forget-idea-stays = Ihre Nummer bleibt, und auch gezählte Punkte. Worte, die andere ergänzt haben, bleiben.
forget-last-organiser =
    Du bist allein im Orga-Team von { $community }. Bitte nimm zuerst jemand anderen hinein.
    Dann kannst du vergessen werden.

## Danach

forgotten =
    { $count ->
        [0] Fertig. Du bist vergessen. Du hattest hier keine Worte.
        [one] Fertig. 1 Text ist gelöscht, und du bist vergessen.
       *[other] Fertig. { $count } Texte sind gelöscht, und du bist vergessen.
    }
forgotten-idea =
    { $count ->
        [0] Die Worte von Idee { $idea } waren schon weg.
        [one] Fertig. Die Worte von Idee { $idea } sind gelöscht.
       *[other] Fertig. { $count } Fassungen von Idee { $idea } sind gelöscht.
    }
forgotten-messages = Jetzt nehme ich deine Worte aus meinen eigenen Nachrichten. Das kann ein paar Minuten dauern.
forgotten-come-again = Schreibst du mir wieder, dann bist du hier neu.
words-erased-logged =
    { $count ->
        [one] 1 Text wurde gelöscht. Wer ihn schrieb, hat darum gebeten.
       *[other] { $count } Texte wurden gelöscht. Wer sie schrieb, hat darum gebeten.
    }
words-erased-unnamed = Niemand erfährt, wessen Worte es waren.
log-words-erased = Worte wurden gelöscht
file-is-stale = In deiner Datei wurden Worte gelöscht, während sie wartete. Bitte hol sie noch einmal.

## Die Datei zum Lesen

my-data-title = Was über dich gespeichert ist
my-data-only-yours = Das hier ist alles über dich, und über niemanden sonst.
my-data-complete = Die andere Datei hat alle Einzelheiten, für Programme. Diese sagt es in einfachen Worten.
my-data-accounts = Deine Konten
my-data-account = { $account } auf { $platform }
my-data-account-named = { $account } auf { $platform }, mit dem Namen { $name }
my-data-organiser = Wo du im Orga-Team bist
my-data-organiser-since = Du kamst ins Orga-Team.
my-data-organiser-until = Du hast das Orga-Team verlassen.
my-data-round = Runde { $topic }: { $title }
my-data-joined = Du hast mitgemacht.
my-data-left = Du bist ausgestiegen.
my-data-pseudonym = Im gemeinsamen Protokoll stehst du in dieser Runde als { $name }.
my-data-words = Deine Worte
my-data-as = Als { $what }.
my-data-as-topic = Thema
my-data-as-plan = Antwort im Plan
my-data-as-problem = Beschreibung des Problems
my-data-as-question = Fassung der Frage
my-data-as-objection = Einwand
my-data-as-parked = aufgehobene Antwort
my-data-as-idea = Idee
my-data-as-build = Ergänzung zu einer Idee
my-data-as-minority = Minderheits-Meinung
my-data-as-feedback = Rückmeldung
my-data-as-request = Grund für einen Antrag
my-data-as-reason = Grund
my-data-as-fate = Bescheid für eine Idee
my-data-as-outcome = Ergebnis
my-data-as-progress = Neues zu einer Zusage
my-data-as-other = etwas anderes
my-data-ballots = Deine Stimmzettel
my-data-ballot = Deine Punkte, als Idee und Punkte: { $dots }
my-data-ballot-empty = Du hast deine Punkte zurückgenommen.
my-data-acts = Was du sonst getan hast
my-data-did-second = Du hast das Thema mitgetragen.
my-data-did-support = Du hast eine Fassung der Frage unterstützt.
my-data-did-consent = Du hast zugestimmt.
my-data-did-withdraw = Du hast einen Einwand zurückgenommen.
my-data-did-merge = Du hast ja dazu gesagt, zwei Ideen zusammenzulegen.
my-data-did-merge-no = Du hast nein dazu gesagt, zwei Ideen zusammenzulegen.
my-data-did-split = Du hast zusammengelegte Ideen getrennt.
my-data-did-sign = Du hast eine Minderheits-Meinung geteilt.
my-data-did-stance = Du hast gesagt, was du von einer ausgewählten Idee hältst.
my-data-did-time = Du hast um mehr Zeit gebeten.
my-data-did-request = Du hast einen Antrag unterstützt.
my-data-did-done = Du hast gesagt, dass eine Zusage getan ist.
my-data-did-link = Zwei deiner Konten wurden ein Mensch.
my-data-did-power = Du hast im Orga-Team etwas getan.
my-data-besides = Außerdem
my-data-messages =
    { $count ->
        [one] 1 Nachricht ging nur an dich oder wartet darauf.
       *[other] { $count } Nachrichten gingen nur an dich oder warten darauf.
    }
my-data-origins =
    { $count ->
        [one] Von 1 deiner Nachrichten weiß ich, was daraus wurde.
       *[other] Von { $count } deiner Nachrichten weiß ich, was daraus wurde.
    }
my-data-quotes =
    { $count ->
        [one] In 1 Nachricht von mir stehen deine Worte.
       *[other] In { $count } Nachrichten von mir stehen deine Worte.
    }
my-data-forms =
    { $count ->
        [0] Du füllst gerade kein Formular aus.
       *[other] Du füllst gerade ein Formular aus.
    }
my-data-kept =
    { $count ->
        [one] 1 kleine Sache ist aufgehoben, damit ich für dich arbeiten kann.
       *[other] { $count } kleine Sachen sind aufgehoben, damit ich für dich arbeiten kann.
    }
my-data-stays = Wie lange es bleibt
my-data-stays-events = Welche Nachrichten von dir ich gelesen habe: { $length }.
my-data-stays-messages = Dass ich dir etwas geschickt habe: { $length }.
my-data-stays-quotes = In welchen Nachrichten von mir deine Worte stehen: { $length }.
my-data-stays-words = Deine Worte, nach dem Ende einer Runde: { $length }.
my-data-stays-ballots = Deine Stimmzettel, nach dem Ende einer Runde: { $length }.
my-data-stays-keys = Was vom gemeinsamen Protokoll zu dir führt, nach dem Ende einer Runde: { $length }.
my-data-stays-names = Dein Name, nach dem Ende deiner letzten Runde hier: { $length }.
my-data-stays-copies = Kopien der Datenbank von vor einer neuen Version: { $length }.
my-data-stays-record = Was eine Runde entschied, bleibt. Ohne das oben führt es zu niemandem.
my-data-how-to-go = Willst du, dass es früher weggeht, dann lass dich vergessen.
