"""What happens when something is due."""
