"""`huiyin staff` and `huiyin office`: who works where, as the operator sees and changes it."""

import sys
from typing import Annotated

import typer

from huiyin.cli.frame import Json, commands, out, refusing, set_up_records, tell

staff = commands("Accounts of the staff.")
office = commands("The offices of this installation.")


@staff.command("add")
def add(
    login: Annotated[str, typer.Argument(help="The name to sign in with.")],
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[list[str], typer.Option("--role", help="A post; name it several times.")],
    place: Annotated[
        str, typer.Option("--office", help="Code of the office; not needed while there is one only.")
    ] = "",
    title: Annotated[str, typer.Option(help="What they are called there.")] = "",
    password_stdin: Annotated[bool, typer.Option(help="Read the password from standard input.")] = False,
    as_json: Json = False,
) -> None:
    """Add an account with its posts; without --password-stdin a one-time password is printed (72 hours).

    Example: huiyin staff add wangfang --name 王芳 --office ql-hrss --role registrar --role handler
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.orgs import services

    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    with refusing(as_json):
        key, password = services.enrol(
            login, name=name, title=title, office=place, roles=role, password=given, at=now()
        )
    made = {} if given else {"password": password}
    if as_json:
        out({"id": key, "login": login, **made})
    elif not given:
        print(password)
    tell(f"已新增 {login} / added {login}")


@staff.command("reset")
def reset(
    login: str,
    lost_authenticator: Annotated[bool, typer.Option(help="Take the authenticator away, too.")] = False,
    as_json: Json = False,
) -> None:
    """Break the glass: give a one-time password without a second person; it stays on the audit log.

    Example: huiyin staff reset wangfang --lost-authenticator
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.orgs import accounts

    with refusing(as_json):
        password = accounts.reset_by_operator(login, lost_authenticator=lost_authenticator, at=now())
    if as_json:
        out({"login": login, "password": password})
    else:
        print(password)
    tell(f"已重置 {login}，72 小时内有效 / reset {login}, good for 72 hours")


@staff.command("list")
def list_staff(
    place: Annotated[str, typer.Option("--office", help="Only those of this office, by code.")] = "",
    as_json: Json = False,
) -> None:
    """List who can sign in, with office and posts.

    Example: huiyin staff list --office ql-hrss
    """
    set_up_records()
    from huiyin.orgs import queries

    with refusing(as_json):
        rows = queries.colleagues(queries.office_by_code(place).id) if place else queries.staff_list()
    if as_json:
        out(rows)
        return
    for s in rows:
        print(f"{s.login}\t{s.name}\t{s.office}\t{' '.join(s.roles)}")


@staff.command("close")
def close(login: str, as_json: Json = False) -> None:
    """Close an account: nobody signs in with it any more; what was done under it stays on record.

    Example: huiyin staff close wangfang
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.orgs import services

    with refusing(as_json):
        services.close_account(login, at=now())
    if as_json:
        out({"login": login, "closed": True})
    tell(f"已停用 {login} / closed {login}")


@office.command("list")
def list_offices(as_json: Json = False) -> None:
    """List the offices with what contains them and who reviews what they decide.

    Example: huiyin office list --json
    """
    set_up_records()
    from huiyin.orgs import queries

    rows = queries.offices()
    if as_json:
        out(rows)
        return
    codes = {o.id: o.code for o in rows}
    for o in rows:
        parent, superior = codes.get(o.parent or 0, "—"), codes.get(o.superior or 0, "—")
        print(f"{o.code}\t{o.name}\t{o.kind}\t{parent}\t{superior}")
