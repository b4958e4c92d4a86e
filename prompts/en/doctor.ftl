### What `codesign-bot doctor` finds. Read by operators: still plain words, but Matrix's own names for its things.

doctor-well = All is well.
doctor-mend = Please look at this.
doctor-note = Good to know.
doctor-no-login = I cannot log in. The homeserver says: { $reason }. Check the account and its password or token.
doctor-login = I am logged in as { $account } with the device { $device }.
doctor-signed =
    My device is signed by my account, so strict apps let me read.
    My key is { $fingerprint }.
doctor-not-signed-yet = My device is not signed yet. Start the bot once: it signs itself.
doctor-not-signed =
    My account has keys that are not mine, so strict apps will not let me read.
    Log in to my account with your own app, and verify this device there.
doctor-no-room = I could not make a room to try how fast I may write. The homeserver says: { $reason }.
doctor-rate = I sent { $count } messages at once, and the homeserver took them all.
doctor-slow =
    The homeserver slows me down after { $count } messages, for { $seconds } seconds.
    Many people will wait for their answers. Ask whoever runs it to lift the limit for { $account }.
doctor-invites =
    This homeserver is Synapse. If nobody changed that, it lets 5 people invite me, and then 1 about every 6 minutes.
    Some apps, and people on other servers, cannot open a direct message to me meanwhile.
    I cannot see how it is set. Whoever runs it can raise rc_invites there, as the page on running the bot says.
doctor-no-rooms = I am in no room with people yet. Invite me to one.
doctor-mute = I may not speak in { $room }. Give me the power level { $level } there.
doctor-pin = I can pin the card of a round in { $room }. That takes the level { $level }.
doctor-pin-not = I cannot pin the card of a round in { $room }. Give me the power level { $level } if you want that.
doctor-redact = I could take down messages in { $room }. That takes the level { $level }.
doctor-redact-not =
    I cannot take down messages in { $room }. That would take the level { $level }.
    You need not give it to me: I ask people to delete a vote that they wrote there.
doctor-encrypted = { $room } is encrypted. The homeserver cannot read it. Whoever runs me can.
doctor-plain = { $room } is not encrypted. The homeserver can read what is written there.
doctor-bridged =
    { $room } is bridged to { $network }. People there could vote twice.
    Name their accounts here under bridge_ghosts in the configuration.

## For organisers, in their spaces

examined-title = What I may do
examined-well =
    { $count ->
        [one] All is well. I can do all that I need in 1 space.
       *[other] All is well. I can do all that I need in { $count } spaces.
    }
# $name: the name of a room or a channel.
examined-space = In { $name }:
doctor-no-door = I am not on this platform now. Ask whoever runs me.
doctor-not-in-there = I cannot get into this space. Somebody who manages it has to invite me again.
doctor-no-look = I could not look at this space now. Please ask me again in a few minutes.
doctor-where-discord = To grant it, open the settings of the channel, choose Permissions, and add my name there.
doctor-where-matrix =
    To grant it, open the settings of the room. In Element, look there for Roles & Permissions.
    The level 50 is called Moderator.
