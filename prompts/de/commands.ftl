### Die Wörter, die man tippt, eines für jedes englische. Die englischen gehen immer auch.
### Klein geschrieben, ein Wort, ohne Leerzeichen: So heißen auch die Befehle mit Schrägstrich auf Discord.

language-name = Deutsch
# Alles, wie man sie nennen kann, mit Kommas dazwischen.
language-names = German, Deutsch

## Das erste Wort eines Befehls

word-help = hilfe
word-setup = einrichten
word-topic = thema
word-topics = themen
word-second = mittragen
word-round = runde
word-join = mitmachen
word-leave = aussteigen
word-me = ich
word-link = verbinden
word-now = stand
word-rules = regeln
word-frame = problem
word-statements = beschreibungen
word-question = frage
word-questions = fragen
word-support = unterstützen
word-consent = zustimmen
word-object = einwand
word-idea = idee
word-ideas = ideen
word-parked = aufgehoben
word-merge = zusammenlegen
word-split = trennen
word-turn = umwandeln
word-vote = abstimmen
word-dots = punkte
word-feedback = rückmeldung
word-minority = minderheit
word-time = zeit
word-request = antrag
word-requests = anträge
word-fate = bescheid
word-outcome = ergebnis
word-tally = auszählung
word-progress = fortschritt
word-confirm = bestätigen
word-dispute = bestreiten
word-log = protokoll
word-export = dateien

## Wörter, die dahinter stehen

word-zone = zeitzone
word-language = sprache
word-forget = vergessen
word-quiet = ruhezeit
word-off = aus
word-community = gemeinschaft
word-organiser = orga
word-add = hinzu
word-remove = weg
word-code = code
word-suggest = vorschlagen
word-plan = planen
word-window = dauer
word-heard = gehört
word-preview = vorschau
word-doctor = prüfen
word-open = offen
word-withdraw = zurücknehmen
word-edit = ändern
word-build = ergänzen
word-show = zeigen
word-list = liste
word-yes = ja
word-no = nein
word-never = nie
word-again = wieder
word-back = zurück
word-stop = aufhören
word-set = setzen
word-clear = leeren
word-agree = dafür
word-disagree = dagegen
word-pass = enthalten
word-like = gefällt
word-worry = sorge
word-work = hilft
word-sign = teilen
word-more = mehr
word-give = geben
word-end = beenden
word-hide = verbergen
word-chosen = ausgewählt
word-by = bis
word-later = später
word-not-now = jetzt-nicht
word-publish = veröffentlichen
word-because = weil
word-done = fertig

## Nur auf Discord: Namen von Befehlen und von dem, was man dazu angibt

word-begin = beginnen
word-no-organiser = orga-weg
word-no-quiet = ruhezeit-aus
word-problem = beschreiben
word-problems = beschreibungen
word-kept = aufgehoben
word-offer-kept = aufgehobene-geben
word-merge-answer = zusammenlegen-antwort
word-read = lesen
word-write = schreiben
word-power = macht
word-end-step = schritt-beenden
word-withdraw-round = runde-zurückziehen
word-hide-idea = idee-verbergen
word-other = andere
word-report = erzählen
word-data = daten
word-link-code = verbinden-code
word-number = nummer
word-page = seite
word-template = vorlage
word-step = schritt
word-length = dauer
word-people = menschen
word-percent = prozent
word-who = wer
word-answer = antwort
word-about = zu
word-from = von
word-until = bis
