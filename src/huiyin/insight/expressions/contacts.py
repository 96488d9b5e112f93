"""Contacts and those who make them: counted, rated, traced back to their matters."""

from collections.abc import Sequence
from typing import Any

from huiyin.insight.expressions.chosen import Chosen, chosen_of, conditions_of, grouped_by, table, total
from huiyin.insight.tables import PERSON


def contacts(chosen: Chosen, by: Sequence[str], *, only: Any = None) -> Any:
    """Return contacts, persons, voices, echoes, and contacts by who had petitioned about the same before.

    A person counts once in a cell, with all who wrote together the largest time. Voices are the different
    people with words of their own, echoes the contacts in the words of an earlier matter. `only` may name
    the cells. They are grouped by channel, too, where that is asked.
    """
    rows = chosen_of(table("petition"), chosen, "received_on")
    rows = grouped_by(rows, by, "received_on", also=("channel",))
    rows = rows if only is None else rows.semi_join(only, list(by))
    each = rows.group_by([*by, PERSON]).agg(
        petitions=rows.count(),
        most=rows.persons.max(),
        echoes=total(rows.same_words),
        again=total(rows.again),
    )
    figures = {
        "petitions": total(each.petitions),
        "persons": total(each.most),
        "voices": total(each.echoes < each.petitions),
        "echoes": total(each.echoes),
        "again": total(each.again),
    }
    return each.group_by(list(by)).agg(**figures).order_by(list(by)) if by else each.aggregate(**figures)


def came(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return contacts alone, without who made them."""
    rows = grouped_by(chosen_of(table("petition"), chosen, "received_on"), by, "received_on")
    figures = {"petitions": rows.count()}
    return rows.group_by(list(by)).agg(**figures).order_by(list(by)) if by else rows.aggregate(**figures)


def several(chosen: Sequence[Chosen]) -> Any:
    """Return the figures of several choices in one row and one pass: petitions_0, persons_0, again_0, …"""
    import ibis

    rows = table("petition")
    asked = [ibis.and_(*conditions_of(rows, one, "received_on")) for one in chosen]
    rows = rows.filter(ibis.or_(*asked))
    figures = {}
    for n, one in enumerate(chosen):
        inside = ibis.and_(*conditions_of(rows, one, "received_on"))  # of the rows that are left
        figures[f"petitions_{n}"] = total(inside)
        figures[f"persons_{n}"] = ibis.ifelse(inside, rows.persons, 0).max()
        figures[f"again_{n}"] = total(inside & rows.again)
    each = rows.group_by(PERSON).agg(**figures)
    return each.aggregate(**{name: total(each[name]) for name in figures})


def first_day() -> Any:
    """Return the day of the first contact and of the last one on record."""
    rows = table("petition")
    return rows.aggregate(first=rows.received_on.min(), last=rows.received_on.max())


def ratings(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return how often each mark was given, apart for petition office and responsible unit, by day of rating.

    3 satisfied, 2 fairly satisfied, 1 not satisfied.
    """
    rows = grouped_by(chosen_of(table("rating"), chosen, "day"), by, "day")
    figures = {"rated": rows.count()}
    for who in ("petition_office", "unit"):
        for mark in (1, 2, 3):
            figures[f"{who}_{mark}"] = total(rows[who] == mark)
    return rows.group_by(list(by)).agg(**figures).order_by(list(by)) if by else rows.aggregate(**figures)


def rateable(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return the contacts of matters concluded in a time: how many were rated, and why others could not be.

    Each contact is in one of: imported (nobody was asked), anonymous (nobody can be asked), rated, unrated.
    """
    rated = table("rating")
    marks = rated.select(rated_petition=rated.petition)
    rows = grouped_by(chosen_of(table("petition"), chosen, "concluded_on"), by, "concluded_on")
    rows = rows.filter(rows.concluded_on.notnull())
    rows = rows.left_join(marks, rows.petition == marks.rated_petition)
    has = rows.rated_petition.notnull()
    askable = ~(rows.imported | rows.anonymous)
    figures = {
        "concluded": rows.count(),
        "rated": total(has),
        "unrated": total(askable & ~has),
        "anonymous": total(rows.anonymous & ~rows.imported & ~has),
        "imported": total(rows.imported & ~has),
    }
    return rows.group_by(list(by)).agg(**figures).order_by(list(by)) if by else rows.aggregate(**figures)
