"""Carries out what conversations want done: one module an area."""
