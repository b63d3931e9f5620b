"""Readings of a message compete: from its lattice to the best whole one."""
