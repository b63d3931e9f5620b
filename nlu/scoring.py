"""How well a mention and one name of a product say the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tournee.nlu.forms import Form
from tournee.nlu.mention import Piece
from tournee.nlu.vocabulary import Evidence

_FORM_SHARE = 0.45
"""How much of the score hangs on the form being said in full."""
_FULL = 0.999


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of the catalogue that a piece of the mention may stand for."""

    similarity: float
    piece: int
    word: int
    share: float
    """Of the piece's tokens, what this word answers for."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens with their weights, and what each word of the catalogue would explain of them."""

    weights: Sequence[float]
    """For each token; 0 for connectives."""
    total: float
    pieces: Sequence[Piece]
    offset: int
    """What the pieces' positions are counted from."""
    hits: dict[int, list[Hit]] = field(default_factory=dict)

    @staticmethod
    def of(
        weights: Sequence[float], pieces: Sequence[Piece], offset: int, idf: Sequence[float]
    ) -> "Mention":
        mention = Mention(weights, sum(weights), pieces, offset)
        hits = mention.hits
        for number, piece in enumerate(pieces):
            whole = sum(idf[word] for word in piece.words) if len(piece.words) > 1 else 0.0
            for word in piece.words:
                share = idf[word] / whole if whole else 1.0
                hits.setdefault(word, []).append(Hit(piece.similarity, number, word, share))
        return mention


@dataclass(frozen=True, slots=True)
class Judgement:
    score: float
    mention_coverage: float
    form_coverage: float
    whole: Evidence | None
    evidence: Evidence
    edits: int
    head: bool
    extras: int
    rarest: float
    missed: float


def judge(mention: Mention, form: Form, idf: Sequence[float], weight: float) -> Judgement:
    """Compare; `weight` is that of the form's content."""
    chosen = _assign(mention, form)
    said, full, extras = 0.0, weight, 0
    evidence, edits, rarest = Evidence.EXACT, 0, 0.0
    part: dict[int, float] = {}
    content = 0
    for hit in chosen:
        piece = mention.pieces[hit.piece]
        worth = idf[hit.word]
        said += worth * hit.similarity
        rarest = max(rarest, worth)
        evidence = max(evidence, piece.evidence)
        edits += piece.edits
        part[hit.piece] = part.get(hit.piece, 0.0) + hit.similarity * hit.share
        if hit.word in form.content:
            content += 1
        else:
            extras += 1
            full += worth
    explained, missed = _explained(mention, part)
    form_coverage = min(1.0, said / full) if full else 0.0
    score = explained * (1.0 - _FORM_SHARE + _FORM_SHARE * form_coverage)
    complete = content == len(form.content) and not missed
    return Judgement(
        score=score,
        mention_coverage=explained,
        form_coverage=form_coverage,
        whole=evidence if complete else None,
        evidence=evidence,
        edits=edits,
        head=any(hit.word == form.content[0] for hit in chosen),
        extras=extras,
        rarest=rarest,
        missed=missed,
    )


def _assign(mention: Mention, form: Form) -> list[Hit]:
    """Give each word of the form at most one piece, and each token at most one word."""
    hits = [h for word in (*form.content, *form.extras) for h in mention.hits.get(word, ())]
    if len(hits) < 2:  # noqa: PLR2004
        return hits
    hits.sort(key=lambda h: -h.similarity)
    chosen: list[Hit] = []
    taken: dict[int, int] = {}
    words: set[int] = set()
    for hit in hits:
        piece = mention.pieces[hit.piece]
        tokens = range(piece.start, piece.end)
        if hit.word in words or any(taken.get(t, hit.piece) != hit.piece for t in tokens):
            continue
        words.add(hit.word)
        taken.update(dict.fromkeys(tokens, hit.piece))
        chosen.append(hit)
    return chosen


def _explained(mention: Mention, part: dict[int, float]) -> tuple[float, float]:
    """Share of the mention's weight that the pieces explain, and the largest weight left out."""
    covered = [0.0] * len(mention.weights)
    for number, share in part.items():
        piece = mention.pieces[number]
        for token in range(piece.start - mention.offset, piece.end - mention.offset):
            covered[token] = max(covered[token], share)
    missed = max((w for w, c in zip(mention.weights, covered, strict=True) if not c), default=0.0)
    if not mention.total:
        return (1.0 if any(covered) else 0.0), missed
    explained = sum(w * c for w, c in zip(mention.weights, covered, strict=True))
    return min(1.0, explained / mention.total), missed
