"""Tournée: order from the local shops of a village by message."""
