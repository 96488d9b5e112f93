"""What the reception holds of a person, for the copy they may ask for (个人信息保护法 art 45)."""

from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.base.clock import LOCAL
from huiyin.cases import persons
from huiyin.cases.models import Petition
from huiyin.cases.queries.copy import looks_at
from huiyin.cases.rules.given import PersonGiven
from huiyin.foundation import crypto
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.reception.models import ElectronicConsent, Talk, TalkEntry
from huiyin.reception.queries.sight import talks_seen
from huiyin.reception.rules import desk
from huiyin.reception.words import entry_text, refusal_reason, told_in

_LOOKS = ("talk.read", "talk.download")


def talk_records(copy: Mapping[str, Any], *, actor: Actor | None = None) -> Sequence[dict[str, Any]]:
    """Return the talk records that belong to the petitions of a copy; others named in them are masked.

    For an officer also those that never became a petition, as far as the officer may open them: one may
    accuse a colleague. Whoever calls this has put the copy on record.
    """
    numbers = [petition["number"] for petition in copy["petitions"]]
    found = list(Talk.objects.filter(petition__number__in=numbers).order_by("pk"))
    if actor is not None:
        found += _never_registered(numbers, actor)
    return [_record(talk) for talk in found]


def consents(copy: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """Return the consents to electronic service in the petitions of a copy, with the number or mailbox named.

    Of a matter with several petitioners they are the first one's: the one its letters are served on.
    """
    found: list[dict[str, Any]] = []
    for petition in copy["petitions"]:
        row = Petition.objects.select_related("matter").get(number=petition["number"])
        first = (
            Petition.objects.filter(matter=row.matter_id).order_by("pk").values_list("pk", flat=True).first()
        )
        if first != row.pk or not row.matter.key:
            continue
        key = crypto.open_key(row.matter.key)
        for c in (
            ElectronicConsent.objects.filter(matter=row.matter_id).exclude(address_sealed=b"").order_by("pk")
        ):
            found.append(
                {
                    "petition": row.number,
                    "address": crypto.unseal_text(key, c.address_sealed, about="consent.address"),
                    "since": c.since.isoformat(),
                    "until": c.until.isoformat() if c.until else "",
                    "how": say(f"reception.said_how.{c.given_how}", "zh"),
                }
            )
    return found


def _never_registered(numbers: Sequence[str], actor: Actor) -> list[Talk]:
    seen = set(talks_seen(actor).filter(petition=None).values_list("pk", flat=True))
    if not seen:
        return []
    rows = Petition.objects.select_related("person").filter(number__in=numbers)
    known = {persons.opened(row.person) for row in rows if not persons.is_erased(row.person)}
    talks = {talk.pk: talk for given in known for talk in unregistered(given)}
    return [talk for key, talk in sorted(talks.items()) if key in seen]


def unregistered(given: PersonGiven) -> list[Talk]:
    """Return the talk records with a person that never became a petition, found by name and number.

    They are few, and each is opened to look: nothing by which they could be searched is kept.
    """
    found = Talk.objects.filter(petition=None, matter=None).exclude(key=b"").order_by("pk")
    return [talk for talk in found.iterator() if desk.same_person(told_in(talk).person, given)]


def _record(talk: Talk) -> dict[str, Any]:
    given = told_in(talk)
    entries = TalkEntry.objects.filter(talk=talk).order_by("id")
    return {
        "number": talk.number,
        "day": talk.day.isoformat(),
        "office": talk.office.name,
        "petition": talk.petition.number if talk.petition else "",
        "erased": not talk.key,
        "person": vars(given.person),
        "said": given.said,
        "asked": given.asked,
        "others_named": [persons.masked(type(given.person)(name=name)).name for name in given.companions],
        "added": [
            {"at": e.at.astimezone(LOCAL).isoformat(timespec="minutes"), "text": entry_text(talk, e)}
            for e in entries
        ],
        "signed": say(f"reception.signature.{talk.signed}", "zh") if talk.signed else "",
        "refusal": refusal_reason(talk),
        "looks": looks_at([f"talk:{talk.pk}"], _LOOKS),
    }
