"""Loads, decides, stores, answers. Knows the rules' names and the store's face, and no platform."""
