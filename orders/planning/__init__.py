"""Which way a driver goes: shops first, then door after door, on time and without detours.

`model` says what a round asks for and what a plan is, `planner` makes one of the other. What that
takes from outside are two ports: travel times, and a solver of vehicle routing problems.
"""
