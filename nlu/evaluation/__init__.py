"""How well labelled messages are understood."""
