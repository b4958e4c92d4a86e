"""What somebody sees: Discord's markup read, and messages shown as text and as a page. Pure functions."""
