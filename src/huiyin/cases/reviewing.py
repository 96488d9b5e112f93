"""Which body reviews what an office decided: the next higher one, and to examine again the one above that."""

from huiyin.orgs.models import Office


def reviewer_of(office: Office, *, again: bool = False) -> Office | None:
    """Return the body that reviews, or examines `again`; None where the tree of offices ends before."""
    above = office.superior
    return above.superior if above and again else above


def reviewer_key(office: Office, *, again: bool = False) -> int | None:
    """Return the same by its key alone, which takes no look at the body itself."""
    if not again:
        return office.superior_id
    return office.superior.superior_id if office.superior else None
