"""What the letter page shows of countersigning."""

from typing import Any

from huiyin.cases.queries import countersigning
from huiyin.cases.queries.matter import restricted
from huiyin.cases.queries.papers import LetterView
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.web.desk.hands.panels import named
from huiyin.web.templatetags.wording import lang


def beside_letter(actor: Actor, view: LetterView) -> dict[str, Any]:
    """Return who was asked to sign along and what they said, and whom one could ask."""
    rows = countersigning.of_letter(view.id)
    may_ask = not view.number and (view.may_draft or view.may_sign)
    choices = (
        countersigning.choices(view.office, restricted=restricted(actor, view.matter), matter=view.matter)
        if may_ask
        else []
    )
    return {
        "answering": None if view.number else countersigning.put_to(actor, view.id),
        "answers": [(code, say(f"countersign.{code}", lang())) for code in countersigning.ANSWERED],
        "countersigns": rows,
        "may_ask": may_ask,
        "who": [named(*c) for c in choices if c[0] != f"staff:{actor.staff}"],
        "pending": [row for row in rows if not row.answer],
        "dissents": [row for row in rows if row.answer == "dissent" and not row.replaced],
    }


def asked_anew(letter: int) -> bool:
    """Return whether somebody who had answered is asked again, because the words changed since."""
    rows = countersigning.of_letter(letter)
    return any(row.replaced for row in rows) and any(not row.answer for row in rows)
