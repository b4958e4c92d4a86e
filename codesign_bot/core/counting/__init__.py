"""Counting: from closed ballots to the ideas that go on, ties reported first. Pure; no clock, no chance."""
