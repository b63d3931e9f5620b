"""Replies to words: which sentence, in the reader's language, with the buttons of the channel."""
