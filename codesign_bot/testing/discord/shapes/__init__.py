"""What exists, written as the JSON that Discord sends. Pure functions of the world."""
