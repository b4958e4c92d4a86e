### How a community begins, grows, and who may organise in it.

setup-organiser-is-you = You are an organiser here. Organisers set rounds up. They do not decide.
setup-linked = This space is now part of { $community }.
setup-zone = New rounds will use the time of { $zone }. Rounds that are open keep theirs.
setup-language =
    From now on I speak { $language } here. Each person can choose another language for what only they read.
# $evening, $morning: such as 22:00 and 08:00.
setup-quiet =
    Between { $evening } and { $morning } I ring nobody. What they did not ask for waits until the quiet hours are over.
    Votes, answers and cards never wait.
setup-no-quiet = There are no quiet hours any more.
# $region: such as DE-BE.
setup-holidays = No step ends on a public holiday of { $region }.
setup-own-days = No step ends on these days either:
setup-no-holidays = Steps can end on holidays from now on.
setup-weekends = No step ends at a weekend.
setup-no-weekends = Steps can end at weekends from now on.
setup-events = When a step ends now stands in the list of events of your Discord server.
setup-events-seen = Everybody in the server can read the titles of your rounds there, also who cannot see this channel.
setup-events-quiet = I ring nobody with it. Discord tells only people who chose Interested there.
setup-events-nowhere = None of your spaces is on Discord yet. Other platforms have no such list.
setup-no-events = I take the dates of your rounds out of the list of events.
setup-rest-new-rounds = New rounds will keep to that. Rounds that are planned or open keep their days.
setup-log-space = Every entry of the log will be said there too.
publish-done =
    { $count ->
        [one] The log is published. It is 1 page.
       *[other] The log is published as { $count } pages.
    }
publish-shows = They show what everybody can read here, and nobody's name. The next time, type the same.
setup-code =
    Give the code below in the other space. It works once, for 10 minutes.
    On Discord, use { $slash }. On Matrix, use { $typed }. A space for the log shows no rounds.
setup-organiser = { $name } is an organiser now. Everybody can read that here and in the log.
setup-stepped-down = You are no organiser any more. Thank you for your work.
power-community-began = { $who } set up the community { $community } here, and is its first organiser.
power-space-linked = { $who } linked one more space to this community.
power-zone-changed = { $who } changed the time zone from { $before } to { $after }.
power-language-changed = { $who } changed the language from { $before } to { $after }.
# $hours: such as 22:00-08:00.
power-quiet-set = { $who } set quiet hours: { $hours }.
power-quiet-ended = { $who } ended the quiet hours.
# $days: such as DE-BE 2027-12-24.
power-holidays-set = { $who } chose the holidays on which no step ends: { $days }.
power-holidays-ended = { $who } ended the rule that no step ends on a holiday.
power-weekends-kept = { $who } set that no step ends at a weekend.
power-weekends-ended = { $who } set that steps can end at weekends.
power-events-listed = { $who } had the dates of rounds put into the list of events on Discord.
power-events-ended = { $who } had the dates of rounds taken out of the list of events on Discord.
power-log-space = { $who } chose a space for the log: { $space }.
power-site-published = { $who } had the log published as pages.
power-organiser-named = { $who } made { $name } an organiser.
power-organiser-stepped-down = { $who } is no organiser any more.
