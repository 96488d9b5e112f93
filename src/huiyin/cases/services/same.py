"""The same matter again: found when a petition comes in and by the worker, proposed, never decided here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from huiyin.cases import persons
from huiyin.cases.models import Matter, NearKey, Petition, SameProposal
from huiyin.cases.queries.alike import alike, sharing, texts
from huiyin.cases.rules.same import Mark, confidence, merged
from huiyin.foundation import crypto
from huiyin.foundation.outbox import Told
from huiyin.foundation.own import threshold
from huiyin.foundation.statements import run
from huiyin.text import near

_LEARN = "INSERT INTO cases_nearkey (petition_id, band, key) VALUES {} ON CONFLICT DO NOTHING RETURNING id"
_LEARN = _LEARN.format(", ".join(["(%s, %s, %s)"] * near.BANDS))


def notice(petition: Petition, matter: Matter, *, at: datetime) -> None:
    """Look for earlier petitions of the same person or in the same words, and propose their matters.

    One indexed look-up; nothing is written where nothing is found. The matter must be new.
    """
    found = _exact(petition, restricted=matter.restricted)
    SameProposal.objects.bulk_create(
        [
            SameProposal(matter=matter, candidate_id=other, at=at, **_said(marks))
            for other, marks in found.items()
        ],
        ignore_conflicts=True,
    )


def _exact(petition: Petition, *, restricted: bool) -> dict[int, tuple[Mark, ...]]:
    """Return what the newest petitions of the same person, words or number have in common with this one.

    By the matter that leads where theirs is joined to another. A possible accusation is compared with
    possible accusations only, and only they with it.
    """
    found: dict[int, tuple[Mark, ...]] = {}
    others = alike(petition)
    same_words = any(other.text == petition.text_index for other in others) and _says_enough(petition)
    for other in others:
        marks = [
            Mark(code)
            for code, mine, theirs in (
                ("phone", petition.person.phone_index, other.phone),
                ("id-number", petition.person.id_index, other.id_number),
                ("name-address", petition.person.name_index, other.name),
                ("text", petition.text_index, other.text),
                ("source-number", petition.source_id, other.source),
            )
            if mine and mine == theirs and (code != "text" or same_words)
        ]
        if marks and other.restricted == restricted and other.matter != petition.matter_id:
            head = other.leading or other.matter
            found[head] = merged(found.get(head, ()), marks)
    return found


def _says_enough(petition: Petition) -> bool:
    """Return whether a text is long enough that two strangers do not write it by chance."""
    return bool(near.pieces(persons.words_of(petition).text))


def _said(marks: Sequence[Mark]) -> dict[str, object]:
    return {"marks": [asdict(mark) for mark in marks], "confidence": confidence(marks)}


def recognise(told: Told, at: datetime) -> Iterator[None]:
    """Compare a petition that just came in with earlier ones, in words nearly the same too; propose."""
    petition = next(iter(texts([told.key])), None)
    if petition is None:
        return
    mine = _pieces_of(petition)
    keys = near.bands(mine, crypto.derived_key("near-text"))
    yield
    _keep(petition, keys)
    matter = petition.matter
    found = _exact(petition, restricted=matter.restricted)  # two that came in at the same instant meet here
    for other, mark in _near(petition, mine, keys):
        found[other] = merged(found.get(other, ()), [mark])
    head = matter.joined_to_id or matter.pk
    propose(head, {other: marks for other, marks in found.items() if other not in {matter.pk, head}}, at=at)


def propose(one: int, others: Mapping[int, Sequence[Mark]], *, at: datetime) -> None:
    """Propose that a matter is one with others, or add to what spoke for it; what was decided stays so."""
    pairs = {(max(one, other), min(one, other)): marks for other, marks in others.items()}
    if not pairs:
        return
    known = {
        (row.matter_id, row.candidate_id): row
        for row in SameProposal.objects.filter(Q(matter=one) | Q(candidate=one))
    }
    SameProposal.objects.bulk_create(
        [
            SameProposal(matter_id=later, candidate_id=earlier, at=at, **_said(marks))
            for (later, earlier), marks in pairs.items()
            if (later, earlier) not in known
        ],
        ignore_conflicts=True,
    )
    for row in (known[pair] for pair in pairs if pair in known):
        marks = merged(marks_of(row.marks), pairs[row.matter_id, row.candidate_id])
        if row.state == "open" and marks != marks_of(row.marks):
            SameProposal.objects.filter(pk=row.pk, state="open").update(**_said(marks))


def _near(petition: Petition, mine: frozenset[str], keys: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """Yield the leading matters of petitions that say nearly the same as one."""
    others = sharing(keys, petition.pk)
    least = threshold(settings.HUIYIN_HOME, "similar_text", petition.received_on) / 100
    for other in texts(others) if others else ():
        if other.matter_id == petition.matter_id or other.matter.restricted != petition.matter.restricted:
            continue
        share = near.likeness(mine, _pieces_of(other))
        if share >= least:
            yield other.matter.joined_to_id or other.matter_id, Mark("near-text", int(100 * share))


def _pieces_of(petition: Petition) -> frozenset[str]:
    try:
        return near.pieces(persons.words_of(petition).text)
    except crypto.Erased:  # the person had everything erased: there is nothing to compare with
        return frozenset()


def _keep(petition: Petition, keys: Sequence[int]) -> None:
    """Keep the digests by which a petition's words are found when nearly the same come again."""
    if keys:
        run(_LEARN, [value for band, key in enumerate(keys) for value in (petition.pk, band, key)])


def learn_again(petition: Petition) -> None:
    """Keep the digests of a petition's words anew, after the key they are made with was changed."""
    forget_text([petition.pk])
    _keep(petition, near.bands(_pieces_of(petition), crypto.derived_key("near-text")))


def forget_text(petitions: Iterable[int]) -> None:
    """Forget by which digests petitions are found, when what they say is erased."""
    NearKey.objects.filter(petition__in=petitions).delete()


def marks_of(rows: Iterable[Mapping[str, object]]) -> tuple[Mark, ...]:
    """Return kept marks as the rules know them."""
    return tuple(Mark(str(row["code"]), int(str(row.get("similarity", 0)))) for row in rows)
