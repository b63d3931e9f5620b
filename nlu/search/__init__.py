"""Which names of a catalogue the words of a message stand for."""
