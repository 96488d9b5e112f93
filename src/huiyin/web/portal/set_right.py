"""What the petitioner is told where a step was set right: what it said before, and which last days moved."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from huiyin.base.messages import Message
from huiyin.cases.queries.follow import Step
from huiyin.foundation.wording import has, say
from huiyin.web.templatetags.wording import day, lang


def set_right(step: Step, *, facts: Callable[[Step], str]) -> Sequence[str]:
    """Return what to say of a step that was set right, in sentences; nothing of any other.

    `facts` says what a step adds to its name, and keeps to itself what the reader may not read yet.
    """
    before = step.before
    if before is None:
        return ()
    if not before.standing:
        name = f"portal.step.{before.kind}"
        called = say(name if has(name) else f"law.act.{before.kind}", lang())
        said = _say("gone", day=day(before.day), step=called)
    elif before.day is None:
        said = _say("back", on=day(before.on))
    elif before.day != step.day:
        said = _say("day", on=day(before.on), day=day(before.day))
    else:
        earlier = facts(replace(step, fields=before.fields))
        changed = earlier and earlier != facts(step)
        said = _say("facts", on=day(before.on), facts=earlier.rstrip("。.")) if changed else ""
        said = said or (_say("said", on=day(before.on)) if _shown_otherwise(step) else "")
    moved = [_say("due", duty=say(f"portal.duty.{duty}", lang()), due=day(due)) for duty, due in before.due]
    return [said, *moved] if said else moved


def _shown_otherwise(step: Step) -> bool:
    """Return whether what changed of a step is something a petitioner reads, here or in the answer."""
    before = step.before
    changed = before is not None and before.fields != step.fields
    return changed and bool({"path", "result", "ground"} & step.fields.keys())


def _say(code: str, **params: str) -> str:
    return say(Message(f"portal.set_right.{code}", params), lang())
