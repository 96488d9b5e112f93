"""The papers of a matter's file as they are: listed, and each one made readable when a bundle wants it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from huiyin.base.messages import Message
from huiyin.cases import attachments, persons
from huiyin.cases import letters as words
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Attachment, Letter, Matter, Petition, Service
from huiyin.cases.queries.attached import file_row
from huiyin.cases.queries.scope import readable_letters
from huiyin.foundation import crypto
from huiyin.foundation.documents import OfficialLetter, Paragraph, Table, chinese_day, to_pdf
from huiyin.foundation.wording import say
from huiyin.law.letters import LETTER_KINDS
from huiyin.orgs.rules import Actor
from huiyin.registers import sealed
from huiyin.registers.models import Entry, Item
from huiyin.registers.rules.papers import Paper, in_order
from huiyin.text.redact import redact


@dataclass(frozen=True)
class Source:
    """A paper with the way to its content."""

    paper: Paper
    content: Callable[[], bytes]


@dataclass(frozen=True)
class File:
    """The papers of one matter in order, and how many were left out because they cannot be masked."""

    sources: Sequence[Source]
    left_out: int


def file_of(actor: Actor, matter: Matter, *, masked: bool) -> File:
    """Return the papers of a matter that a bundle holds, in the order of the catalogue.

    A masked one is for the parties: names, numbers and what passed between offices are not in it, nor are
    attached files, in which nothing can be masked. `matter.office` must be loaded.
    """
    petitions = list(Petition.objects.filter(matter=matter).select_related("person").order_by("id"))
    mask = _mask(petitions) if masked else _unchanged
    sources = [_petition(matter, p, mask) for p in petitions]
    sources.append(_acts(matter))
    for letter in (
        readable_letters(actor, matter.pk).filter(matter=matter, number__isnull=False).order_by("id")
    ):
        if not masked or LETTER_KINDS[letter.kind].to_petitioner:
            sources += _letter(matter, letter, mask)
    kept = list(Attachment.objects.filter(matter=matter).order_by("id"))
    if not masked:
        sources += [_attachment(f) for f in kept]
        sources += _register(matter)
    by_key = {(s.paper.group, s.paper.key): s for s in sources}
    ordered = in_order(s.paper for s in sources)
    return File(
        [Source(paper, by_key[paper.group, paper.key].content) for paper in ordered],
        len(kept) if masked else 0,
    )


def _unchanged(text: str) -> str:
    return text


def _mask(petitions: Sequence[Petition]) -> Callable[[str], str]:
    names: dict[str, str] = {}
    for petition in petitions:
        for person in (petition.person, *petition.companions.order_by("id")):
            given = persons.opened(person)
            shown = persons.masked(given)
            names |= {value: getattr(shown, f) for f in persons.FIELDS if (value := getattr(given, f))}
    ordered = sorted(names.items(), key=lambda pair: -len(pair[0]))

    def mask(text: str) -> str:
        for value, shown in ordered:
            text = text.replace(value, shown)
        return redact(text)

    return mask


def _sheet(matter: Matter, title: str, paper: Paper, *blocks: Paragraph | Table) -> bytes:
    sender = matter.office.name
    page = OfficialLetter(
        sender=sender, title=title, paragraphs=blocks, signature=sender, day=paper.day, letterhead=False
    )
    return to_pdf(page)


def _petition(matter: Matter, petition: Petition, mask: Callable[[str], str]) -> Source:
    title = say(Message("registers.paper.petition", {"number": petition.number}), "zh")
    paper = Paper("petition", petition.pk, title, petition.received_on, "pdf")

    def content() -> bytes:
        person, said = persons.opened(petition.person), persons.words_of(petition)
        facts = Table(
            (
                (say("registers.paper.who", "zh"), mask(person.name)),
                (say("registers.paper.reach", "zh"), mask(" ".join((person.phone, person.address)).strip())),
                (say("registers.paper.channel", "zh"), say(f"channel.{petition.channel}", "zh")),
                (say("registers.paper.received", "zh"), chinese_day(petition.received_on)),
            ),
            widths=(1, 3),
        )
        body = (Paragraph("heading1", mask(said.title)), Paragraph("body", mask(said.text)))
        return _sheet(matter, title, paper, facts, *body)

    return Source(paper, content)


def _acts(matter: Matter) -> Source:
    acts = list(Act.objects.filter(matter=matter).select_related("office", "letter"))
    title = say("registers.paper.acts", "zh")
    paper = Paper("acts", matter.pk, title, matter.filed_on or acts[-1].day, "pdf")

    def content() -> bytes:
        head = tuple(say(f"registers.paper.act_{name}", "zh") for name in ("day", "what", "office", "letter"))
        now = {act.position: act for act in in_force(acts)}
        rows = [
            (
                chinese_day(now.get(act.position, act).day),
                step_of(act, now.get(act.position)),
                now.get(act.position, act).fields.get("body") or act.office.name,
                (act.letter.number or "") if act.letter else "",
            )
            for act in acts
        ]
        return _sheet(matter, title, paper, Table((head, *rows), head="row", widths=(2, 2, 3, 3)))

    return Source(paper, content)


def step_of(act: Act, now: Act | None) -> str:
    """Return an act in the file's words; one that was set right says so."""
    name = say(f"law.act.{act.kind}", "zh")
    if act.kind == "corrected" or now is act:
        return name
    return f"{name}（{say('correcting.now.' + ('taken_back' if now is None else 'set_right'), 'zh')}）"


def _letter(matter: Matter, letter: Letter, mask: Callable[[str], str]) -> list[Source]:
    name, day = say(f"law.letter.{letter.kind}", "zh"), letter.signed_on or matter.received_on
    paper = Paper("letter", letter.pk, f"{name} {letter.number}", day, "pdf")

    def content() -> bytes:
        page = words.official(letter, matter)
        blocks = tuple(
            Paragraph(b.kind, mask(b.text)) if isinstance(b, Paragraph) else b for b in page.paragraphs
        )
        return to_pdf(replace(page, addressee=mask(page.addressee), paragraphs=blocks))

    service = Service.objects.filter(letter=letter).select_related("by").first()
    proof = [_proof(matter, letter, service, name, mask)] if service else []
    return [Source(paper, content), *proof]


def _proof(matter: Matter, letter: Letter, service: Service, name: str, mask: Callable[[str], str]) -> Source:
    title = say("law.letter.service_proof", "zh")
    paper = Paper("proof", letter.pk, f"{title} {letter.number}", service.day, "pdf")

    def content() -> bytes:
        key = crypto.open_key(matter.key)
        receipt = crypto.unseal_text(key, service.receipt_sealed, about="receipt")
        rows = (
            (say("letter.element.letter", "zh"), f"{name} {letter.number}"),
            (say("letter.element.how", "zh"), say(f"service.how.{service.how}", "zh")),
            (say("letter.element.received_day", "zh"), chinese_day(service.day)),
            (say("letter.element.recipient", "zh"), mask(receipt)),
            (say("letter.element.server", "zh"), service.by.name if service.by else ""),
        )
        return _sheet(matter, title, paper, Table(rows, widths=(1, 3)))

    return Source(paper, content)


def _attachment(file: Attachment) -> Source:
    name = file_row(file).name
    stem, _, extension = name.rpartition(".")
    paper = Paper("attachment", file.pk, stem or name, file.at.date(), extension or "bin")
    return Source(paper, lambda: attachments.content(file))


def _register(matter: Matter) -> list[Source]:
    """Return a sheet for each followed item with entries: what was seen to, and the help after the end."""
    found: list[Source] = []
    items = Item.objects.filter(matter=matter, register__in=("execution", "guidance", "continued"))
    for item in items.select_related("matter").order_by("id"):
        entries = list(Entry.objects.filter(item=item).select_related("by"))
        if entries:
            found.append(_item(matter, item, entries))
    return found


def _item(matter: Matter, item: Item, entries: Sequence[Entry]) -> Source:
    title = say(f"registers.sheet.{item.register}", "zh")
    paper = Paper("register", item.pk, title, entries[-1].day, "pdf")

    def content() -> bytes:
        head = tuple(say(f"registers.paper.entry_{name}", "zh") for name in ("day", "what", "words", "by"))
        rows = [
            (
                chinese_day(e.day),
                say(f"registers.move.{e.kind}", "zh"),
                sealed.entry_words(item, e),
                e.by.name if e.by else "",
            )
            for e in entries
        ]
        return _sheet(matter, title, paper, Table((head, *rows), head="row", widths=(2, 2, 5, 1.5)))

    return Source(paper, content)
