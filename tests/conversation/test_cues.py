"""Words about habits: found where they stand, and not where they are part of something else."""

import pytest

from tournee.bot.conversation.resident.cues import Habit, has, is_only, tokens_of
from tournee.bot.conversation.resident.habits import is_of_habits, plain
from tournee.bot.conversation.resident.substitutes import clause_of


@pytest.mark.parametrize(
    ("text", "habit"),
    [
        ("mes commandes régulières svp", Habit.LIST),
        ("Rien cette semaine, merci", Habit.NOTHING),
        ("pas de rappel", Habit.NO_REMINDER),
        ("Jamais de remplacement !", Habit.NEVER_SUBSTITUTE),
        ("nothing this week", Habit.NOTHING),
        ("mis pedidos fijos", Habit.LIST),
        ("sin sustitutos", Habit.NEVER_SUBSTITUTE),
    ],
)
def test_a_message_that_says_one_thing_is_known_by_it(text: str, habit: Habit) -> None:
    assert is_only(text, habit)


@pytest.mark.parametrize(
    ("text", "habit"),
    [
        ("rien que deux baguettes", Habit.NOTHING),
        ("deux baguettes, pas de rappel", Habit.NO_REMINDER),
        ("il n'y a jamais de remplacement de la caissière le lundi", Habit.NEVER_SUBSTITUTE),
        ("", Habit.NOTHING),
        ("!!!", Habit.NOTHING),
    ],
)
def test_a_message_that_says_more_is_not(text: str, habit: Habit) -> None:
    assert not is_only(text, habit)


@pytest.mark.parametrize(
    ("text", "gone", "instead"),
    [
        ("si plus de baguette alors tradition", "baguette", "alors tradition"),
        ("2 pains, s'il n'y a plus de tradition mettez baguette", "tradition", "mettez baguette"),
        ("s'il manque du comté, du cantal", "comte", "du cantal"),
        ("une tradition, s'il n'y en a plus une baguette", "une tradition ,", "une baguette"),
        ("if no more croissants then brioche", "croissants", "then brioche"),
        ("si no hay baguette entonces tradition", "baguette", "entonces tradition"),
    ],
)
def test_what_goes_in_whose_place_is_parted(text: str, gone: str, instead: str) -> None:
    tokens = tokens_of(text)
    clause = clause_of(tokens)
    assert clause is not None
    words = [
        " ".join(t.norm for t in tokens[slice(*span)]) for span in (clause.gone, clause.instead)
    ]
    assert gone.rsplit(maxsplit=1)[-1] in words[0]
    assert words[1].endswith(instead.rsplit(maxsplit=1)[-1])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2 baguettes, si plus de baguette alors tradition", "2 baguettes"),
        ("2 croissants toutes les 2 semaines le vendredi", "2 croissants le vendredi"),
        ("chaque semaine pareil", "pareil"),
        ("tous les mardis 1 pain", "1 pain"),
        ("every Tuesday and Friday 2 croissants", "2 croissants"),
        ("2 pains un mardi sur deux", "2 pains"),
        ("tous les mardis", "tous les mardis"),
        ("1 de chaque mardi", "1 de chaque mardi"),
        ("chaque semaine", "chaque semaine"),
        ("2 baguettes", "2 baguettes"),
        ("si tu passes, 2 baguettes", "si tu passes, 2 baguettes"),
    ],
)
def test_the_understanding_reads_what_is_left(text: str, rest: str) -> None:
    assert plain(text) == rest


@pytest.mark.parametrize(
    "text",
    ["ne veillez plus sur moi", "plus de rappel", "arrêtez la commande régulière"],
)
def test_what_ends_a_habit_does_not_end_all_messages(text: str) -> None:
    assert is_of_habits(text)
    assert not is_of_habits("arrêtez de m'écrire")


def test_cues_are_found_inside_a_message() -> None:
    assert has("2 baguettes, je passe les prendre", Habit.COLLECT)
    assert not has("2 baguettes à prendre", Habit.COLLECT)
