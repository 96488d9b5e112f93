"""What somebody may do to several matters at once."""

from huiyin.cases.rules.batches import NEEDS, WHAT
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import OptionRow
from huiyin.web.templatetags.wording import lang

PRINT = "print"


def offered(actor: Actor) -> list[OptionRow]:
    """Return what somebody may do to several matters at once."""
    may = [what for what in WHAT if NEEDS[what] in actor.may]
    return [(what, say(f"batch.what.{what}", lang())) for what in (*may, PRINT)]
