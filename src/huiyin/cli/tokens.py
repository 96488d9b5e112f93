"""`huiyin token`: keys with which other systems come to the API."""

from typing import Annotated

import typer

from huiyin.cli.frame import Json, commands, out, refusing, set_up_records, tell

app = commands("Access tokens of connected systems.")


@app.command("create")
def create(
    system: Annotated[str, typer.Option("--system", help="Code of the connected system.")],
    scope: Annotated[list[str], typer.Option("--scope", help="What it may do; name it several times.")],
    days: Annotated[int, typer.Option(help="How long it is good for.")] = 365,
    as_json: Json = False,
) -> None:
    """Make a token and print it, this once: only its digest is kept.

    Example: huiyin token create --system province --scope petitions:write --scope matters:read
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.services import tokens
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json):
        made = tokens.make_token(system, scope, by=SYSTEM, at=now(), days=days)
    if as_json:
        out(made)
    else:
        print(made.token)
    tell(f"令牌只显示这一次，有效期至 {made.expires_on}。/ Shown this once; good until {made.expires_on}.")


@app.command("list")
def list_tokens(
    system: Annotated[str, typer.Option("--system", help="Only those of this system.")] = "",
    as_json: Json = False,
) -> None:
    """List the tokens: what each may do, how long, and the day it was last used.

    Example: huiyin token list --system province
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.queries import systems as shown
    from huiyin.orgs.rules import SYSTEM

    rows = shown.tokens(SYSTEM, at=now(), system=system)
    if as_json:
        out(rows)
        return
    for t in rows:
        used = t.last_used_on or "—"
        print(f"{t.id}\t{t.system}\t{t.begins}…\t{t.state}\t{t.expires_on}\t{used}\t{' '.join(t.scopes)}")


@app.command("rotate")
def rotate(token_id: int, as_json: Json = False) -> None:
    """Make a new token with an old one's scopes; the old one is good until tomorrow.

    Example: huiyin token rotate 3
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.services import tokens
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json):
        made = tokens.rotate(token_id, by=SYSTEM, at=now())
    out(made) if as_json else print(made.token)


@app.command("revoke")
def revoke(token_id: int, as_json: Json = False) -> None:
    """End a token at once.

    Example: huiyin token revoke 3
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.exchange.services import tokens
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json):
        tokens.revoke(token_id, by=SYSTEM, at=now())
    if as_json:
        out({"revoked": token_id})
    tell("已撤销。/ Revoked.")
