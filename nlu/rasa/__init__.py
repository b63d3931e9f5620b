"""Rasa beside the shipped models: its training data written, its server asked."""
