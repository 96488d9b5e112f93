"""What would move a last day: said beside it, so that nobody is surprised."""

from huiyin.base.messages import Message
from huiyin.law.limits import RIGHTS, Duty, View

_LOCAL = {"papers": "law.change.papers", "hearing": "law.change.hearing", "experts": "law.change.experts"}


def changes_of(duty: Duty, view: View, *, extendable: bool = False) -> tuple[Message, ...]:
    """Return what would still move the last day of a duty; nothing does once it is done.

    `extendable` says that the handling has not been extended yet and is not in the simple procedure.
    """
    if duty.done is not None:
        return ()
    found: list[Message] = []
    if duty.name == "tell":
        code = "objection" if duty.event == "received-transferred" else "contact"
        found.append(Message(f"law.change.{code}"))
    elif duty.name == "conclude" and extendable:
        most = view.law.find("extension_days", duty.start.day)
        found += [Message("law.change.extension", {"most": most.value})] if most else []
    elif duty.name == "decide_rereview":
        found.append(Message("law.change.hearing"))
    for rule in view.law.suspensions(duty.name, duty.start.day):
        where = Message(
            "law.where", {"instrument": rule.citation.instrument, "article": rule.citation.article}
        )
        code = _LOCAL[rule.name.removeprefix("suspension_")]
        found.append(Message("law.change.local", {"change": Message(code), "where": where}))
    if duty.name in RIGHTS:
        found.append(Message("law.change.service"))
    else:
        event = Message(f"law.event.{duty.event}")
        found.append(Message("law.change.correction", {"event": event}))
    return tuple(found)
