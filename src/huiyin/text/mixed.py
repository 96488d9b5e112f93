"""A petition that claims something and accuses an official as well: what is left without the accusation."""

from huiyin.text.nature import NatureGuess
from huiyin.text.reading import read


def without_accusation(text: str, nature: NatureGuess) -> str:
    """Return the sentences in which nothing was read that may accuse an official; a person checks."""
    accusing = [*nature.accusation, *(nature.evidence if nature.value == "accusation" else ())]
    spans = [span for span in accusing if span.where == "text"]
    body = read(text, "text")
    kept = (
        text[part.start : part.end]
        for part in (body.span(p.start, p.end) for p in body.parts)
        if not any(span.start < part.end and part.start < span.end for span in spans)
    )
    return "".join(kept).strip()
