### Nachrichten auf Discord, wo man Knöpfe drückt und Formulare ausfüllt.

## Knöpfe und Listen

# $what: was man tun kann. $which: die Nummer, um die es geht, oder einige.
discord-button = { $what } ({ $which })
# Steht über Befehlen mit Schrägstrich.
discord-also = Das kannst du auch tun:
discord-left-out = Das ist zu lang, um hier alles zu zeigen. Für den Rest drück „{ action-now }“.

## Der Stimmzettel

# Ein Punkt weniger, ein Punkt mehr. $idea: die Nummer einer Idee. Kurz halten.
discord-less = Weniger für { $idea }
discord-more = Mehr für { $idea }
discord-pick = Wähl eine Idee, um ihre Punkte zu ändern
discord-previous-ideas = Ideen davor
discord-next-ideas = Weitere Ideen

## Statt der Texte, die vom Tippen oder von Direktnachrichten sprechen

discord-joined-reminders = Vor dem Ende eines Schritts erinnere ich dich vielleicht. Ein Knopf darunter stellt es ab.

discord-vote-in-private = Drück „{ action-vote }“, um deinen Stimmzettel zu öffnen. Nur du kannst ihn sehen.
discord-now-runoff =
    Einige Ideen liegen gleichauf. Darum stimmen wir noch einmal ab, nur über diese Ideen. Du hast 1 Punkt.
    Nur du siehst deinen Stimmzettel. Niemand kann die Auszählung sehen, bevor die Stichwahl endet.
discord-now-ideas =
    Gib uns deine Ideen, eine nach der anderen. Du kannst die Ideen anderer ergänzen. Bitte urteile noch nicht über sie.
    Unsere Listen sagen nicht, von wem eine Idee ist.
discord-help-is-private = Nur du und ich sehen, was du drückst und was ich antworte.
discord-me-ballot = Nur du kannst deinen Stimmzettel holen, und nur du siehst die Antwort.
# $first: die Nummer einer dieser Runden.
discord-which-round =
    Es laufen mehrere Runden: { $topics }. Bitte nenne die Nummer in der Option „{ word-topic }“ des Befehls.
    Zum Beispiel { $first }.
discord-usage-object = Sag, warum etwas schaden würde. Für deinen Grund öffnet sich ein Formular.
discord-usage-title = So geht es
discord-usage-own-words = Wo deine eigenen Worte nötig sind, öffnet sich ein Formular.
discord-usage-vote = Öffne deinen Stimmzettel und gib Ideen Punkte. Jeder Druck ist sofort gespeichert.
discord-usage-vote-set = Öffne deinen Stimmzettel und ändere die Punkte einer Idee. Alles andere bleibt, wie es ist.
discord-usage-round-plan = Plane eine Runde mit einer Vorlage. Zwei Formulare stellen dir fünf Fragen.
discord-ask-choose = Drück „{ button-go-on }“, um eine Antwort auszuwählen.
discord-ask-stop = Drück „{ button-stop }“, um aufzuhören.
discord-review-confirm = Stimmt alles? Drück unten einen Knopf, um es zu speichern, zu ändern oder aufzuhören.
discord-welcome-private = Das lesen nur du und ich.
