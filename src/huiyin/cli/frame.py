"""What every command stands on: JSON on stdout, messages on stderr, exit 2 for refused input."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from huiyin.base.errors import Refused
from huiyin.base.messages import Message
from huiyin.foundation.wording import say

Json = Annotated[bool, typer.Option("--json", help="One JSON value on stdout, nothing else there.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the words: zh or en.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def commands(about: str) -> typer.Typer:
    """Return a group of commands."""
    return typer.Typer(no_args_is_help=True, add_completion=False, help=about)


def out(value: Any) -> None:
    """Print one JSON value on stdout."""
    print(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def tell(text: str) -> None:
    """Print a message on stderr."""
    print(text, file=sys.stderr)


@contextmanager
def refusing(as_json: bool, lang: str = "zh") -> Iterator[None]:
    """Turn a refusal, or a fault of disk or database, into exit 2: the reason on stderr, and as JSON too."""
    try:
        yield
    except Refused as refusal:
        refuse(refusal.message, as_json=as_json, lang=lang)
    except Exception as error:
        from huiyin.foundation.faults import fault_of

        if (kind := fault_of(error)) is None:
            raise
        refuse(Message(f"fault.{kind}"), as_json=as_json, lang=lang)


def refuse(message: Message, *, as_json: bool, lang: str = "zh") -> NoReturn:
    """Say why the input is refused and leave with 2."""
    words = say(message, lang)
    tell(words)
    if as_json:
        out({"error": {"code": message.code, "message": words}})
    raise typer.Exit(2)


def house() -> Path:
    """Return HUIYIN_HOME, without setting up the framework."""
    return Path(os.environ.get("HUIYIN_HOME", "var")).resolve()


def set_up() -> None:
    """Make the database and its models usable in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.foundation.settings")
    import django

    django.setup()


def set_up_records() -> None:
    """Make the records usable: as `set_up`, and the embedded database is brought to this version's tables."""
    set_up()
    from huiyin.cli.site import ready

    ready()
