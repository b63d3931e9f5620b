"""Looks up what conversations may know."""
