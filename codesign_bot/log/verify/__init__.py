"""Checks an export offline: no network, no database, no trust in whoever made it but for the key."""
