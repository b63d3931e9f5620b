"""Printed things: a village's leaflet and its shops' poster, typeset as PDF."""
