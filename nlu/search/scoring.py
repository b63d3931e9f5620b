"""How well a mention and one name of a product say the same.

Named tuples where the rest of the project has dataclasses: a message judges hundreds of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tournee.nlu.search.forms import Form
from tournee.nlu.search.mention import Piece
from tournee.nlu.search.vocabulary import Evidence

_FORM_SHARE = 0.45
"""How much of the score hangs on the form being said in full."""
_DISORDER = 0.95
"""What remains where the words stand in another order: 'jus d'orange' is no 'orange à jus'."""
_HEADLESS = 0.95
"""What remains of the score where the form's first word, what the thing is, is not said."""


class Hit(NamedTuple):
    """One word of the catalogue that a piece of the mention may stand for."""

    similarity: float
    piece: int
    word: int
    share: float
    """Of the piece's tokens, what this word answers for."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens with their weights, and what each word of the catalogue would explain of them."""

    total: float
    """Of the tokens' weights."""
    heaviest: Sequence[tuple[float, int]]
    """The tokens that weigh anything, the heaviest first: weight and position."""
    pieces: Sequence[Piece]
    loads: Sequence[float]
    """For each piece, the weight of its tokens."""
    hits: dict[int, list[Hit]]
    """By word."""

    @staticmethod
    def of(
        weights: Sequence[float], pieces: Sequence[Piece], offset: int, idf: Sequence[float]
    ) -> "Mention":
        """`weights` are the tokens' from position `offset` on, from which pieces are counted."""
        hits: dict[int, list[Hit]] = {}
        for number, piece in enumerate(pieces):
            words = piece.words
            whole = sum([idf[word] for word in words])
            for word in words:
                share = idf[word] / whole
                hits.setdefault(word, []).append(Hit(piece.similarity, number, word, share))
        heaviest = [(weight, at + offset) for at, weight in enumerate(weights) if weight]
        heaviest.sort(reverse=True)
        loads = [sum(weights[p.start - offset : p.end - offset]) for p in pieces]
        return Mention(sum(weights), heaviest, pieces, loads, hits)


class Judgement(NamedTuple):
    """See `nlu.search.index.Match`; weights are not yet shares of an unknown word's."""

    score: float
    mention_coverage: float
    form_coverage: float
    whole: Evidence | None
    evidence: Evidence
    edits: int
    head: bool
    content: int
    extras: int
    rarest: float
    missed: float


def judge(mention: Mention, form: Form, idf: Sequence[float], weight: float) -> Judgement:
    """Compare; `weight` is that of the form's content."""
    chosen, taken = _assign(mention, form)
    said, full, explained, rarest = 0.0, weight, 0.0, 0.0
    content, extras, edits, evidence, head = 0, 0, 0, 0, False
    for similarity, number, word, share in chosen:
        piece = mention.pieces[number]
        worth = idf[word]
        said += worth * similarity
        explained += mention.loads[number] * similarity * share
        rarest = max(rarest, worth)
        evidence = max(evidence, piece.evidence)
        edits += piece.edits
        if word in form.content:
            content += 1
            head = head or word == form.content[0]
        else:
            extras += 1
            full += worth
    missed = next((weight for weight, at in mention.heaviest if at not in taken), 0.0)
    order = _HEADLESS if not head else 1.0
    if content > 1 and not _in_order(mention, form, chosen):
        order *= _DISORDER
    explained = min(1.0, explained / mention.total) if mention.total else 1.0
    coverage = min(1.0, said / full)
    return Judgement(
        order * explained * (1.0 - _FORM_SHARE + _FORM_SHARE * coverage),
        explained,
        coverage,
        Evidence(evidence) if content == len(form.content) and not missed else None,
        Evidence(evidence),
        edits,
        head,
        content,
        extras,
        rarest,
        missed,
    )


def _assign(mention: Mention, form: Form) -> tuple[Sequence[Hit], dict[int, int]]:
    """Give each word of the form at most one piece, and each token at most one piece.

    Returns the hits, and the piece that took each token.
    """
    found = mention.hits
    hits = [hit for word in form.content if word in found for hit in found[word]]
    if form.extras:
        hits += [hit for word in form.extras if word in found for hit in found[word]]
    if len(hits) > 1:
        hits.sort(reverse=True)
    phrases = [hit for hit in hits if hit.share < 1.0]
    if not phrases:
        return _take(mention, hits)
    words = [hit for hit in hits if hit.share == 1.0]
    whole = [hit for hit in phrases if _complete(mention, hit, form)]
    return max(
        (_take(mention, words), _take(mention, whole + words)),
        key=lambda taken: sum(mention.loads[h.piece] * h.similarity * h.share for h in taken[0]),
    )


def _take(mention: Mention, hits: Iterable[Hit]) -> tuple[Sequence[Hit], dict[int, int]]:
    """The hits that do not get in the way of those before them."""
    chosen: list[Hit] = []
    taken: dict[int, int] = {}
    words: list[int] = []
    for hit in hits:
        _, number, word, _ = hit
        piece = mention.pieces[number]
        tokens = range(piece.start, piece.end)
        if word not in words and all(taken.get(at, number) == number for at in tokens):
            words.append(word)
            chosen.append(hit)
            for at in tokens:
                taken[at] = number
    return chosen, taken


def _complete(mention: Mention, hit: Hit, form: Form) -> bool:
    """A piece of several words ('pdt') stands for all of them or for nothing."""
    words = mention.pieces[hit.piece].words
    return all(word in form.content or word in form.extras for word in words)


def _in_order(mention: Mention, form: Form, chosen: Iterable[Hit]) -> bool:
    at = {word: mention.pieces[number].start for _, number, word, _ in chosen}
    starts = [at[word] for word in form.content if word in at]
    return starts == sorted(starts)
