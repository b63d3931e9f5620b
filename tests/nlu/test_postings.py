"""A multimap in sorted arrays gives what a dictionary of lists would."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from tournee.nlu.search.postings import Postings

PAIRS = st.lists(st.tuples(st.text(max_size=3), st.integers(0, 50)), unique=True, max_size=40)


@given(PAIRS, st.text(max_size=3))
def test_all_words_of_a_key_come_back_in_order(pairs: list[tuple[str, int]], other: str) -> None:
    expected: dict[str, list[int]] = defaultdict(list)
    for key, word in sorted(pairs):
        expected[key].append(word)
    postings = Postings(pairs)
    for key in (*expected, other):
        assert list(postings.get(key)) == expected.get(key, [])
