"""The same matter again: found when a petition comes in and by the worker, proposed, never decided here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from huiyin.cases import persons
from huiyin.cases.models import Matter, NearKey, Petition, SameProposal
from huiyin.cases.queries.alike import alike, sharing
from huiyin.cases.rules.same import SIMILAR, Mark, confidence, merged
from huiyin.foundation import crypto
from huiyin.foundation.outbox import Told
from huiyin.text import near


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
    for other in alike(petition):
        marks = [
            Mark(code)
            for code, mine, theirs in (
                ("phone", petition.person.phone_index, other.phone),
                ("id-number", petition.person.id_index, other.id_number),
                ("name-address", petition.person.name_index, other.name),
                ("text", petition.text_index, other.text),
                ("source-number", petition.source_id, other.source),
            )
            if mine and mine == theirs and (code != "text" or _says_enough(petition))
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


def recognise(told: Told, at: datetime) -> None:
    """Compare a petition that just came in with earlier ones, in words nearly the same too; propose."""
    petition = Petition.objects.select_related("person", "matter").filter(pk=told.key).first()
    if petition is None:
        return
    matter = petition.matter
    own, head = matter.pk, matter.joined_to_id or matter.pk
    found = _exact(petition, restricted=matter.restricted)  # two that came in at the same instant meet here
    for other, mark in _near(petition, restricted=matter.restricted):
        found[other] = merged(found.get(other, ()), [mark])
    for other, marks in found.items():
        if other not in {own, head}:
            propose(head, other, marks, at=at)


def propose(one: int, other: int, marks: Sequence[Mark], *, at: datetime) -> None:
    """Propose that two matters are one, or add to what spoke for it; what was decided stays decided."""
    earlier, later = sorted((one, other))
    known, fresh = SameProposal.objects.get_or_create(
        matter_id=later, candidate_id=earlier, defaults={"at": at, **_said(marks)}
    )
    if not fresh and known.state == "open":
        said = _said(merged(marks_of(known.marks), marks))
        SameProposal.objects.filter(pk=known.pk, state="open").update(**said)


def _near(petition: Petition, *, restricted: bool) -> Iterator[tuple[int, Mark]]:
    """Learn a petition's words; yield the leading matters of those that say nearly the same."""
    mine = near.pieces(persons.words_of(petition).text)
    keys = learn(petition, mine)
    others = sharing(keys, petition.pk)
    rows = Petition.objects.filter(pk__in=others, matter__restricted=restricted)
    for other in rows.exclude(matter=petition.matter_id).select_related("person", "matter").order_by("-pk"):
        share = near.likeness(mine, _pieces_of(other))
        if share >= SIMILAR:
            yield other.matter.joined_to_id or other.matter_id, Mark("near-text", int(100 * share))


def _pieces_of(petition: Petition) -> frozenset[str]:
    try:
        return near.pieces(persons.words_of(petition).text)
    except crypto.Erased:  # the person had everything erased: there is nothing to compare with
        return frozenset()


def learn(petition: Petition, pieces: frozenset[str]) -> tuple[int, ...]:
    """Keep the digests by which a petition's words are found when nearly the same come again; return them."""
    keys = near.bands(pieces, crypto.derived_key("near-text"))
    NearKey.objects.bulk_create(
        [NearKey(petition=petition, band=band, key=key) for band, key in enumerate(keys)],
        ignore_conflicts=True,
    )
    return keys


def learn_again(petition: Petition) -> None:
    """Keep the digests of a petition's words anew, after the key they are made with was changed."""
    forget_text([petition.pk])
    learn(petition, _pieces_of(petition))


def forget_text(petitions: Iterable[int]) -> None:
    """Forget by which digests petitions are found, when what they say is erased."""
    NearKey.objects.filter(petition__in=petitions).delete()


def marks_of(rows: Iterable[Mapping[str, object]]) -> tuple[Mark, ...]:
    """Return kept marks as the rules know them."""
    return tuple(Mark(str(row["code"]), int(str(row.get("similarity", 0)))) for row in rows)
