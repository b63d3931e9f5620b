"""A market day in the sample village, in the terminal: first watched, then lived."""
