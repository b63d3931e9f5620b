"""The weights of the understanding: one small table, the same for every catalogue and language.

Scores add up along a reading of the whole message; the unit is about a third of a well matched
word of the catalogue. docs/adr/2026-11-23-readings.md says what each is worth.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    # words of the catalogue, each
    exact: float = 3.0
    headed: float = 2.7
    meaning: float = 2.4
    """A word of food that the catalogue calls otherwise."""
    held: float = 2.0
    whole: float = 0.6
    """A mention that is exactly a name."""
    phrase: float = 0.9
    """For each word of a mention but the first: one long name rather than two short ones."""
    covered: float = 0.9
    """Each small word inside a mention."""
    misspelled: float = 2.5
    """For the whole cost of a misspelling, which is 0 to 2."""
    # what stands around
    role: float = 1.0
    """Each token of a known small phrase."""
    day: float = 2.0
    weak_day: float = 1.2
    hedged: float = 4.0
    """The same, with the word that tells how something should not be: 'not too hot'."""
    longer: float = 0.3
    """Each token of an amount but the first."""
    small_word: float = -0.6
    small_thing: float = -5.0
    """A thing whose words are small words as well, without number or article."""
    held_bare: float = -2.5
    """A word of a name, not its first, without number or article."""
    guessed: float = -4.0
    """For the cost of a misspelled thing without number or article."""
    no_liquid: float = -4.0
    """By the bottle, what is sold by no volume: 'a bottle of red' is no pepper; by weight, what is.
    """
    pack: float = 0.8
    """A word for a pack."""
    counted: float = 0.6
    """A number that a thing takes."""
    parting: float = -1.2
    """A pack between a thing without amount and 'du': 'du café deux paquets du thé'."""
    after: float = 0.35
    """A number that stands behind its thing."""
    times: float = 0.6
    """The same, written 'x2'."""
    of: float = 2.0
    """A number behind its thing and 'de'."""
    orphan: float = -1.2
    """A number that nothing takes."""
    corrected: float = 0.5
    bare: float = -4.0
    """A thing without number or article where people tell of something."""
    own: float = -0.5
    """A thing behind 'my', where it is ordered."""
    prepositional: float = -1.6
    purpose: float = 0.3
    """The share of its score that a thing keeps that others are for: 'lait pour des crêpes'."""
    composed: float = -5.0
    """A thing that the one before is made with, rather than one of its own: 'pain aux noix'."""
    made: float = 1.2
    """What such a thing is likelier to be another one."""
    run_on: float = -1.5
    """A thing without number, article or break before it."""
    told: float = -1.0
    """A counted thing where people tell of something."""
    word: float = -1.0
    """A word that nothing explains, where people order."""
    word_after_thing: float = -1.3
    unknown: float = -0.6
    """A counted thing that the catalogue lacks."""
    unknown_told: float = -1.5
    unknown_some: float = -0.9
    """The same, behind 'du', 'some'."""
    goods: float = 0.7
    """The same, if its word is known for goods."""
    no_goods: float = -2.5
    """The same, if its word is known for nothing that is sold: 'deux petites choses'."""
    variety: float = -0.8
    """A thing with a word that makes it another one, which the catalogue lacks."""
    exact_variety: float = -2.4
    skipped: float = -3.0
    """An unknown word between a number and the thing it would count."""
    # options
    another_size: float = -1.2
    """A size of the thing before behind 'and a', where it rather begins another."""
    split: float = -1.5
    """'of' between an option and its thing: 'shots of espresso' is one option."""
    counted_option: float = -0.4
    indefinite_option: float = -0.2
    parted_option: float = -3.0
    """A number, an option and 'de' before a thing: '4 tranches de jambon' counts the ham."""
    far: float = -0.4
    """An option behind a comma."""
    line: float = -2.0
    """An option on another line than its thing."""
    told_option: float = -1.5
    exclusive: float = -2.0
    """A second choice of a group that allows one."""
    within: float = -0.3
    """An option that is part of a longer name: 'viande' and 'hachée'."""
    cut: float = -1.5
    """An option of which the last words begin a longer name: 'one patty melt'."""
    twice: float = -0.6
    held_back: float = -0.1
    """An option before its thing."""
    behind_option: float = -2.0
    """A number behind an option that waits for its thing."""
    held_option: float = 0.3
    """The share of its score that an option keeps of which only some word was said."""
    partial: float = -4.5
    """An option by a word for how it is right before another word: 'grilled chicken'."""
    how: float = -0.6
    """A word for how the option behind it is, which no name has."""
    aside: float = 1.5
    implied: float = -1.5
    """A thing that is not named but by what it comes with: 'a large with pineapple'."""
    lost_option: float = -4.0
    rather_option: float = -1.2
    """A thing without number that the thing before it can have as an option."""
    refine: float = 0.2
    ellipsis: float = 0.5
    # limits
    beam: int = 8
    many_steps: int = 1400
    """Steps from which on the search is narrow; from a third more only the best goes on.

    A step is a reading that is tried, or what comes of it. The longest letters and lists of ten
    things take some 1,200, most lists less than 700.
    """
    narrow: int = 3
    margin: float = 5.0
    """Partial readings this much worse than the best are dropped."""
    most_guessed: float = 0.25
    """Misspelled words of a name are only looked for with its first word."""
    most_inflected: float = 0.1
    most_otherwise: float = 0.6
    """A word of its own is no other inflection of a name's."""
    most_steps: int = 60
    largest_number: int = 5000


WEIGHTS = Weights()
