"""Edits of a village's catalogue by message: the operators' of everything, a shop's of its own."""
