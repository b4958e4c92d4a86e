"""What the rules say to each command: events, or a `Refusal`."""
