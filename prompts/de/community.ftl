### Wie eine Gemeinschaft beginnt und wächst, und wer in ihr organisiert.

setup-organiser-is-you = Du bist hier im Orga-Team. Das Orga-Team bereitet Runden vor. Es entscheidet nicht.
setup-linked = Dieser Raum gehört jetzt zu { $community }.
setup-zone = Neue Runden haben jetzt die Zeit von { $zone }. Offene Runden behalten ihre.
setup-language =
    Ab jetzt spreche ich hier { $language }. Für das, was nur du liest, kannst du eine andere Sprache auswählen.
# $evening, $morning: wie 22:00 und 08:00.
setup-quiet =
    Zwischen { $evening } und { $morning } Uhr störe ich niemanden. Worum niemand gebeten hat, wartet bis danach.
    Stimmzettel, Antworten und Karten warten nie.
setup-no-quiet = Es gibt keine Ruhezeit mehr.
# $region: wie DE-BE.
setup-holidays = Kein Schritt endet an einem gesetzlichen Feiertag von { $region }.
setup-own-days = Auch an diesen Tagen endet kein Schritt:
setup-no-holidays = Ab jetzt können Schritte an Feiertagen enden.
setup-weekends = Kein Schritt endet am Wochenende.
setup-no-weekends = Ab jetzt können Schritte am Wochenende enden.
setup-events = Wann ein Schritt endet, steht jetzt bei den Events deines Discord-Servers.
setup-events-seen = Dort können alle auf dem Server die Titel deiner Runden lesen, auch wer diesen Kanal nicht sieht.
setup-events-quiet = Ich störe damit niemanden. Discord meldet sich nur bei denen, die dort „Interessiert“ wählen.
setup-events-nowhere = Noch ist keiner deiner Räume auf Discord. Andere Plattformen haben keine solche Liste.
setup-no-events = Ich nehme die Termine deiner Runden aus den Events heraus.
setup-rest-new-rounds = Das gilt für neue Runden. Geplante und offene Runden behalten ihre Tage.
setup-log-space = Jeder Eintrag des Protokolls wird auch dort gesagt.
publish-done =
    { $count ->
        [one] Das Protokoll ist veröffentlicht. Es ist 1 Seite.
       *[other] Das Protokoll ist veröffentlicht, auf { $count } Seiten.
    }
publish-shows = Sie zeigen, was hier alle lesen können, und keine Namen. Beim nächsten Mal tippst du dasselbe.
setup-code =
    Nutze den Code unten im anderen Raum. Er gilt einmal, 10 Minuten lang.
    Auf Discord: { $slash }. Auf Matrix: { $typed }. Ein Raum für das Protokoll zeigt keine Runden.
setup-organiser = { $name } ist jetzt im Orga-Team. Das steht für alle hier und im Protokoll.
setup-stepped-down = Du bist nicht mehr im Orga-Team. Danke für deine Arbeit.
power-community-began = { $who } hat hier die Gemeinschaft { $community } eingerichtet und ist als Erstes im Orga-Team.
power-space-linked = { $who } hat einen weiteren Raum mit dieser Gemeinschaft verbunden.
power-zone-changed = { $who } hat die Zeitzone von { $before } zu { $after } geändert.
power-language-changed = { $who } hat die Sprache von { $before } zu { $after } geändert.
# $hours: wie 22:00-08:00.
power-quiet-set = { $who } hat eine Ruhezeit gesetzt: { $hours }.
power-quiet-ended = { $who } hat die Ruhezeit beendet.
# $days: wie DE-BE 2027-12-24.
power-holidays-set = { $who } hat die Feiertage bestimmt, an denen kein Schritt endet: { $days }.
power-holidays-ended = { $who } hat bestimmt, dass Schritte an Feiertagen enden können.
power-weekends-kept = { $who } hat bestimmt, dass kein Schritt am Wochenende endet.
power-weekends-ended = { $who } hat bestimmt, dass Schritte am Wochenende enden können.
power-events-listed = { $who } hat bestimmt, dass die Termine der Runden bei den Events auf Discord stehen.
power-events-ended = { $who } hat bestimmt, dass die Termine der Runden nicht mehr bei den Events auf Discord stehen.
power-log-space = { $who } hat einen Raum für das Protokoll bestimmt: { $space }.
power-site-published = { $who } hat das Protokoll als Seiten veröffentlicht.
power-organiser-named = { $who } hat { $name } ins Orga-Team genommen.
power-organiser-stepped-down = { $who } ist nicht mehr im Orga-Team.
