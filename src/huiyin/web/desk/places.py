"""The offices as the pages of the workbench name them and offer them to choose from."""

from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import OfficeRow
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import OptionRow
from huiyin.web.templatetags.wording import lang


def office_name(office: OfficeRow) -> str:
    """Return an office's name in the visitor's language."""
    return (lang() == "en" and office.name_en) or office.name


def offices_in_sight(actor: Actor, permission: str = "matter.read") -> list[OptionRow]:
    """Return the offices at which somebody holds a permission, to choose from."""
    here = actor.offices(permission)
    return [(str(o.id), office_name(o)) for o in orgs.offices() if o.id in here]
