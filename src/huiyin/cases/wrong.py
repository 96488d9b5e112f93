"""An act that may be wrong, looked at with everything that hangs on it outside the acts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huiyin.base.errors import NotFound
from huiyin.base.messages import Message
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Correction, Feedback, Letter, Matter, Service
from huiyin.cases.queries.group import petitions_of
from huiyin.cases.rules.corrections import LEFT_THE_HOUSE, MOVING, Wrong
from huiyin.cases.standing import law_act
from huiyin.foundation.models import AuditEntry
from huiyin.law.acts import PETITIONERS_ACTS
from huiyin.law.corrections import as_corrected
from huiyin.orgs.rules import PETITIONER

_ASKED = frozenset({"review_asked", "rereview_asked"})


@dataclass(frozen=True)
class Found:
    """An act on record (`act`), what it says now, and the act it sets right if it is a correction (`root`).

    `arrival` is the receipt that came with a transfer, `office` the one that entered it, `letter` the letter
    that carries it, `downloaded` whether somebody has taken that letter out as a file.
    """

    act: Act
    now: Act | None
    root: Act
    arrival: Act | None
    office: int
    letter: Letter | None
    downloaded: bool
    wrong: Wrong

    @property
    def place(self) -> int:
        """Return the place of the act, counted from nought as the law floor does."""
        return self.act.position - 1


def look(matter: Matter, acts: Sequence[Act], position: int) -> Found:
    """Return one act of a matter with what hangs on it. Raises NotFound where there is no such act."""
    if not 1 <= position <= len(acts):
        raise NotFound("correcting.no_act")
    act = acts[position - 1]
    root = root_of(acts, act)
    stands = {one.position: one for one in in_force(acts)}
    arrival = arrival_of(acts, root)
    letter = root.letter if act is root else None
    out, downloaded = _way_out(matter, root, letter, arrival)
    wrong = replace(
        glances(matter, acts)[position - 1],
        letter=(letter.number or "") if letter else "",
        out=out,
        taken_up=arrival is not None and _taken_up(matter, acts, arrival, stands),
        rated=Feedback.objects.filter(petition__in=petitions_of(matter.pk)).exists(),
        relied_on=any(one.kind in _ASKED and one.position > root.position for one in stands.values()),
        to_others=root.kind == "served" and _handed(acts, root) > 1,
        served_again=act is not root and root.position not in stands and _handed(acts, root) > 0,
    )
    return Found(act, stands.get(position), root, arrival, office_of(acts, root), letter, downloaded, wrong)


def glances(matter: Matter, acts: Sequence[Act]) -> list[Wrong]:
    """Return the acts of a matter as far as the acts themselves, and who entered them, tell."""
    read = as_corrected([law_act(act) for act in acts])
    deciding = set(read.decided_by.values()) & read.standing.keys()
    worded = Correction.objects.filter(act__matter=matter) if read.decided_by else Correction.objects.none()
    by_officers = set(worded.values_list("act", flat=True))
    return [
        Wrong(
            kind=act.kind,
            entered_by=entered_by(matter, root_of(acts, act)),
            standing=place in read.standing,
            arrival=is_arrival(acts, act),
            over=act.kind == "corrected" and place not in deciding,
            by_register=act.kind == "corrected" and act.pk not in by_officers,
            of_a_move=act.kind == "corrected" and root_of(acts, act).kind in MOVING,
        )
        for place, act in enumerate(acts)
    ]


def office_of(acts: Sequence[Act], root: Act) -> int:
    """Return the office that entered an act: an objection is upheld by the one the matter goes back to."""
    arrival = arrival_of(acts, root) if root.kind == "objection_upheld" else None
    return arrival.office_id if arrival else root.office_id


def root_of(acts: Sequence[Act], act: Act) -> Act:
    """Return the act that a correction, or a correction of a correction, is about; any other act itself.

    The receipt that came with a transfer is set right with it, so that correction is about the transfer.
    """
    if act.kind != "corrected":
        return act
    while act.kind == "corrected":
        act = acts[int(act.fields["index"])]
    return acts[act.position - 2] if is_arrival(acts, act) else act


def entered_by(matter: Matter, act: Act) -> str:
    """Return who entered an act: the staff, the petitioner, or the source that history came from."""
    if act.by_id is not None:
        return "staff"
    native = matter.provenance == "native" and act.kind in PETITIONERS_ACTS
    return "petitioner" if native else "source"


def is_arrival(acts: Sequence[Act], act: Act) -> bool:
    """Return whether an act is the receipt that came with a transfer to this office."""
    return act.kind == "received" and act.position > 1 and acts[act.position - 2].kind in MOVING


def arrival_of(acts: Sequence[Act], act: Act) -> Act | None:
    """Return the receipt that came with an act, or None: it stayed here, or went out of the agency."""
    after = acts[act.position] if act.kind in MOVING and act.position < len(acts) else None
    return after if after is not None and is_arrival(acts, after) else None


def served_letter(acts: Sequence[Act], served: Act) -> Letter | None:
    """Return the letter that an act of service is about."""
    place = served.fields.get("of")
    return acts[place].letter if isinstance(place, int) and place < len(acts) else None


def _taken_up(matter: Matter, acts: Sequence[Act], arrival: Act, stands: dict[int, Act]) -> bool:
    """Return whether the office to which a matter went has begun to work on it, or passed it on."""
    more = any(position > arrival.position for position in stands)
    drafts = Letter.objects.filter(matter=matter, office_id=arrival.office_id, discarded=False)
    begun = drafts.exclude(pk__in=[act.letter_id for act in acts if act.letter_id]).exists()
    elsewhere = matter.office_id != arrival.office_id
    return more or begun or elsewhere or matter.handler_id is not None


def _handed(acts: Sequence[Act], served: Act) -> int:
    """Return to how many petitioners the letter of an act of service was handed, as the record has it now."""
    letter = served_letter(acts, served) if served.kind == "served" else None
    return Service.objects.filter(letter=letter).count() if letter else 0


def _way_out(
    matter: Matter, root: Act, letter: Letter | None, arrival: Act | None
) -> tuple[Message | None, bool]:
    """Return how a signed letter left the house, or None, and whether it was taken out as a file."""
    if letter is None:
        return None, False
    service = Service.objects.filter(letter=letter).order_by("id").first()
    if service is not None:
        return Message("correcting.out.served", {"day": service.day}), True
    petitions = petitions_of(matter.pk).values_list("pk", flat=True)
    about = [f"letter:{letter.pk}", *(f"petition:{pk}" for pk in petitions)]
    rows = AuditEntry.objects.filter(about__in=about, at__gte=root.entered).order_by("id")
    seen = list(rows.values_list("action", "actor", "reason"))
    downloaded = any(action == "letter.download" for action, _actor, _reason in seen)
    tried = [reason for action, _actor, reason in seen if action == "service.attempt"]
    ways = (
        (("letter.read", PETITIONER.label) in {row[:2] for row in seen}, "read"),
        (any(action == "person.copy" for action, _actor, _reason in seen), "copied"),
        (bool(tried) and tried[-1] in LEFT_THE_HOUSE, "sent"),
        # Sent to another body than those of this agency, nobody here sees whether it arrived.
        (root.kind == "transferred" and arrival is None and downloaded, "taken_out"),
    )
    way = next((code for holds, code in ways if holds), "")
    return (Message(f"correcting.out.{way}") if way else None), downloaded
