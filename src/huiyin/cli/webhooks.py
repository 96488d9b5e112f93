"""`huiyin webhook`: addresses of other systems that are told of what happens."""

from typing import Annotated, Any

import typer

from huiyin.cli.frame import Json, commands, out, refusing, set_up_records, tell

app = commands("Webhooks of connected systems: signed, without personal data.")
Id = Annotated[int, typer.Argument(help="The webhook's number in `huiyin webhook list`.")]


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Where events go, such as https://example.gov/huiyin.")],
    system: Annotated[str, typer.Option("--system", help="Code of the connected system.")],
    event: Annotated[list[str] | None, typer.Option("--event", help="Which events; all by default.")] = None,
    as_json: Json = False,
) -> None:
    """Add a webhook and print its secret, this once.

    Example: huiyin webhook add https://example.gov/huiyin --system province --event matter.acted
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.rules.scopes import EVENTS
    from huiyin.exchange.services import webhooks
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json):
        made = webhooks.add(system, url, event or EVENTS, by=SYSTEM, at=now())
    out(made) if as_json else print(made.secret)
    tell("密钥只显示这一次。/ The secret is shown this once.")


@app.command("list")
def list_webhooks(
    system: Annotated[str, typer.Option("--system", help="Only those of this system.")] = "",
    as_json: Json = False,
) -> None:
    """List the webhooks: address, events, failures in a row, whether paused, how much waits.

    Example: huiyin webhook list --json
    """
    set_up_records()
    from huiyin.exchange.queries import systems as shown
    from huiyin.orgs.rules import SYSTEM

    rows = shown.webhooks(SYSTEM, system=system)
    if as_json:
        out(rows)
        return
    for w in rows:
        state = "paused" if w.paused_at else "on"
        print(f"{w.id}\t{w.system}\t{w.url}\t{state}\t{w.failures}\t{w.waiting}\t{' '.join(w.events)}")


@app.command("log")
def log(webhook_id: Id, as_json: Json = False) -> None:
    """Show what was sent to a webhook, the newest first: state, tries, status.

    Example: huiyin webhook log 2
    """
    set_up_records()
    from huiyin.exchange.queries import systems as shown
    from huiyin.orgs.rules import SYSTEM

    rows = shown.deliveries(SYSTEM, webhook=webhook_id)
    if as_json:
        out(rows)
        return
    for d in rows:
        print(f"{d.id}\t{d.event}\t{d.state}\t{d.tries}\t{d.status or d.fault or '—'}\t{d.at:%Y-%m-%d %H:%M}")


@app.command("ping")
def ping(webhook_id: Id, as_json: Json = False) -> None:
    """Send a test event now, and say what came back; exit 1 when it did not arrive.

    Example: huiyin webhook ping 2
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.queries import systems as shown
    from huiyin.exchange.services import telling, webhooks
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json):
        key = webhooks.ping(webhook_id, by=SYSTEM, at=now())
    telling.deliver(at=now(), only=key)
    row = next(d for d in shown.deliveries(SYSTEM, webhook=webhook_id) if d.id == key)
    out(row) if as_json else print(f"{row.state}\t{row.status or row.fault}\t{row.milliseconds} ms")
    raise typer.Exit(0 if row.state == "delivered" else 1)


def _done(webhook_id: int, name: str, as_json: bool) -> None:
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.services import webhooks
    from huiyin.orgs.rules import SYSTEM

    act: Any = getattr(webhooks, name)
    with refusing(as_json):
        act(webhook_id, by=SYSTEM, at=now())
    if as_json:
        out({"id": webhook_id, "done": name})


@app.command("pause")
def pause(webhook_id: Id, as_json: Json = False) -> None:
    """Pause a webhook: what happens is kept for it.

    Example: huiyin webhook pause 2
    """
    _done(webhook_id, "pause", as_json)


@app.command("resume")
def resume(webhook_id: Id, as_json: Json = False) -> None:
    """Resume a paused webhook: what waits is sent at once.

    Example: huiyin webhook resume 2
    """
    _done(webhook_id, "resume", as_json)


@app.command("remove")
def remove(webhook_id: Id, as_json: Json = False) -> None:
    """Remove a webhook: it is told nothing more; its log stays.

    Example: huiyin webhook remove 2
    """
    _done(webhook_id, "close", as_json)


@app.command("resend")
def resend(
    delivery_id: Annotated[int, typer.Argument(help="The number in `huiyin webhook log`.")],
    as_json: Json = False,
) -> None:
    """Send an event once more, under the same event id.

    Example: huiyin webhook resend 17
    """
    _done(delivery_id, "resend", as_json)
