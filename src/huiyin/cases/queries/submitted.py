"""What somebody handed in under names of their own, so that they find it again: keys and numbers only."""

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.cases.models import Petition


@dataclass(frozen=True)
class Submitted:
    """A petition that came in under a submission's name; `leads` is the matter where it is handled."""

    petition: int
    matter: int
    number: str
    office: int
    leads: int
    restricted: bool


def submitted(prefix: str) -> Mapping[str, Submitted]:
    """Return what came in under names that begin with a prefix, by the rest of the name, oldest first.

    For whoever made those names (a file's import, the demo): nothing of a person or of what was written.
    """
    rows = Petition.objects.filter(submission__startswith=prefix).order_by("id")
    told = (
        "submission",
        "pk",
        "matter",
        "number",
        "matter__office",
        "matter__joined_to",
        "matter__restricted",
    )
    return {
        str(name).removeprefix(prefix): Submitted(key, matter, number, office, leads or matter, restricted)
        for name, key, matter, number, office, leads, restricted in rows.values_list(*told)
    }
