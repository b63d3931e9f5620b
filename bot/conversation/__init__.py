"""The pure core: what a message or a piece of news means for one party, and what follows.

`step(state, event, facts) -> Turn` for each role; no clock, no database, no wire, no words.
"""
