"""What a letter says, and the official page it becomes, for each who reads it."""

import json
from collections.abc import Mapping

from huiyin.base.clock import local_day
from huiyin.cases import persons
from huiyin.cases.models import Letter, Matter, Petition
from huiyin.cases.rules.letters import parts
from huiyin.foundation import crypto
from huiyin.foundation.documents import OfficialLetter, Paragraph
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs

# The decisions whose service starts the petitioner's time for a remedy.
OPEN_A_REMEDY = frozenset({"opinion_issued", "answered", "review_decided", "rereview_decided"})
_HEADED = frozenset({"opinion", "path_answer", "procedure_answer", "review_opinion", "rereview_opinion"})
_NUMERALS = "一二三四五六七八九十"


def content_of(letter: Letter, matter: Matter) -> dict[str, str]:
    """Return a letter's words, element by element, in clear. Raises Erased when they were erased."""
    if not letter.content_sealed:
        raise crypto.Erased("crypto.erased")
    text = crypto.unseal_text(crypto.open_key(matter.key), letter.content_sealed, about="letter")
    return dict(json.loads(text))


def sealed(matter: Matter, content: Mapping[str, str]) -> bytes:
    """Return a letter's words sealed under the matter's key."""
    words = json.dumps(dict(content), ensure_ascii=False)
    return crypto.seal_text(crypto.open_key(matter.key), words, about="letter")


def answered(matter: Matter) -> Petition:
    """Return the petition that the letters of a matter answer, with who wrote it and for whom."""
    petitions = Petition.objects.select_related("person", "behalf_of").filter(matter=matter)
    return petitions.order_by("id")[0]


def official(
    letter: Letter, matter: Matter, *, to: Petition | None = None, to_be_stamped: bool = True
) -> OfficialLetter:
    """Return the official page of a letter, ready for DOCX or PDF; a draft has no number and no seal.

    `to` is the petition it goes to where one letter goes to several: each is addressed by the own name, and
    the others are masked in it. `to_be_stamped` is false for what is only read: the circle shows the office
    where its seal goes, and would tell a reader nothing.
    """
    office = orgs.office(letter.office_id)
    content = content_of(letter, matter)
    if to is not None:
        content = for_reader(content, matter, to)
    return OfficialLetter(
        sender=office.name,
        title=_title(letter),
        number=letter.number or "",
        addressee=_addressee(content, matter, to),
        paragraphs=tuple(_paragraphs(letter.kind, content)),
        signature=office.name,
        day=letter.signed_on or local_day(letter.changed),
        seal_placeholder=to_be_stamped and letter.number is not None and not letter.discarded,
    )


def _title(letter: Letter) -> str:
    """Return a letter's official name; one whose step was taken back says on its face that it is void."""
    name = say(f"law.letter.{letter.kind}", "zh")
    return name + say("correcting.void", "zh") if letter.discarded and letter.number else name


def for_reader(content: Mapping[str, str], matter: Matter, to: Petition) -> dict[str, str]:
    """Return a letter's words as one petitioner reads them: the other people of the matters are masked."""
    together = Petition.objects.filter(matter__in={matter.pk, to.matter_id}).select_related(
        "person", "behalf_of"
    )
    people = {o.person for o in together} | {o.behalf_of for o in together.exclude(pk=to.pk) if o.behalf_of}
    people |= {c for o in together.prefetch_related("companions") for c in o.companions.all()}
    others = [persons.opened(one) for one in people if one.pk != to.person_id]
    reader = persons.opened(to.person)
    return {name: persons.without(text, others, reader=reader) for name, text in content.items()}


def _first(matter: Matter) -> int | None:
    return Petition.objects.filter(matter=matter).order_by("pk").values_list("pk", flat=True).first()


def _addressee(content: Mapping[str, str], matter: Matter, to: Petition | None) -> str:
    if to is None or _first(matter) == to.pk:
        return content.get("addressee", "")
    return persons.opened(to.person).name or say("letter.draft.nameless", "zh")


def _paragraphs(kind: str, content: Mapping[str, str]) -> list[Paragraph]:
    shown = [e for e in parts(kind) if e not in {"addressee", "to"} and content.get(e, "").strip()]
    if kind not in _HEADED:
        return [Paragraph("body", content[e]) for e in shown]
    out: list[Paragraph] = []
    for place, element in enumerate(shown):
        title = say(f"letter.element.{element}", "zh")
        out.append(Paragraph("heading1", f"{_NUMERALS[place]}、{title}"))
        out.append(Paragraph("body", content[element]))
    return out
