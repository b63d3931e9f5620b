"""Days, dates, hours and opening times in running text."""
