"""`python -m codesign_bot.demo`: a practice round on a real homeserver of its own, and one on Discord too.

A scripted community of a dozen people goes from a topic to a kept promise through the real bot: the demo only
types what members type and reads what members read. It writes nothing outside its folder.
"""
