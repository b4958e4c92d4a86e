"""How each family of events changes a round."""
