### Was `codesign-bot doctor` findet. Das lesen die, die den Bot betreiben: einfache Worte, aber die Namen von Matrix.

doctor-well = Alles ist gut.
doctor-mend = Bitte schau dir das an.
doctor-note = Gut zu wissen.
doctor-no-login = Ich kann mich nicht anmelden. Der Homeserver sagt: { $reason }. Prüf Konto, Passwort und Token.
doctor-login = Ich bin angemeldet als { $account } mit dem Gerät { $device }.
doctor-signed =
    Mein Gerät ist von meinem Konto bestätigt. Darum lassen mich auch strenge Apps mitlesen.
    Mein Schlüssel ist { $fingerprint }.
doctor-not-signed-yet = Mein Gerät ist noch nicht bestätigt. Starte den Bot einmal: Er tut es selbst.
doctor-not-signed =
    Mein Konto hat Schlüssel, die nicht von mir sind. Darum lassen mich strenge Apps nicht mitlesen.
    Melde dich mit deiner App bei meinem Konto an und bestätige dort dieses Gerät.
doctor-no-room =
    Ich wollte prüfen, wie schnell ich schreiben darf. Dafür konnte ich keinen Raum anlegen.
    Der Homeserver sagt: { $reason }.
doctor-rate = Ich habe { $count } Nachrichten auf einmal gesendet. Der Homeserver hat alle genommen.
doctor-slow =
    Der Homeserver bremst mich nach { $count } Nachrichten, { $seconds } Sekunden lang.
    Viele müssen dann auf ihre Antwort warten. Wer ihn betreibt, kann die Grenze für { $account } aufheben.
doctor-invites =
    Dieser Homeserver ist Synapse. Hat das niemand geändert, dann können mich 5 Menschen einladen.
    Danach geht es nur etwa alle 6 Minuten. So lange können manche keine Direktnachricht an mich öffnen.
    Wie es eingestellt ist, sehe ich nicht. Wer ihn betreibt, kann dort rc_invites erhöhen.
    Die Seite über den Betrieb des Bots sagt, wie.
doctor-no-rooms = Ich bin noch in keinem Raum mit Menschen. Lad mich in einen ein.
doctor-mute = Ich darf in { $room } nicht sprechen. Gib mir dort das Berechtigungslevel { $level }.
doctor-pin = Ich kann die Karte einer Runde in { $room } anheften. Dafür braucht es das Level { $level }.
doctor-pin-not =
    Ich kann die Karte einer Runde in { $room } nicht anheften. Willst du das, dann gib mir das Level { $level }.
doctor-redact = Ich könnte Nachrichten in { $room } entfernen. Dafür braucht es das Level { $level }.
doctor-redact-not =
    Ich kann Nachrichten in { $room } nicht entfernen. Dafür bräuchte ich das Level { $level }.
    Du musst es mir nicht geben. Wer dort abstimmt, wird von mir gebeten, die Nachricht zu löschen.
doctor-encrypted = { $room } ist verschlüsselt. Der Homeserver kann nicht mitlesen. Wer mich betreibt, kann es.
doctor-plain = { $room } ist nicht verschlüsselt. Der Homeserver kann lesen, was dort steht.
doctor-bridged =
    { $room } hat eine Brücke zu { $network }. Manche könnten zweimal abstimmen.
    Nenn ihre Konten hier unter bridge_ghosts in der Konfiguration.

## Für das Orga-Team, in seinen Räumen

examined-title = Was ich darf
examined-well =
    { $count ->
        [one] Alles ist gut. In 1 Raum kann ich alles, was ich brauche.
       *[other] Alles ist gut. In { $count } Räumen kann ich alles, was ich brauche.
    }
# $name: der Name eines Raums oder Kanals.
examined-space = In { $name }:
doctor-no-door = Ich bin gerade nicht auf dieser Plattform. Frag die, die mich betreiben.
doctor-not-in-there = Ich komme nicht in diesen Raum. Wer ihn verwaltet, muss mich wieder einladen.
doctor-no-look = Ich konnte mir diesen Raum gerade nicht ansehen. Bitte frag mich in ein paar Minuten noch einmal.
doctor-where-discord = So gibst du es mir: Öffne die Einstellungen des Kanals, wähl „Berechtigungen“ und nimm mich dort auf.
doctor-where-matrix =
    So gibst du es mir: Öffne die Einstellungen des Raums. In Element heißt es dort „Rollen & Berechtigungen“.
    Das Level 50 heißt Moderator.
