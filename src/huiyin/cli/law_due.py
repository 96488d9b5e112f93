"""`huiyin law due FILE`: reads a matter's acts from a file and puts the answer into words."""

from pathlib import Path
from typing import Any

import yaml

from huiyin.base.clock import today
from huiyin.base.errors import Refused
from huiyin.cli.frame import house
from huiyin.foundation.calendars import calendar_of
from huiyin.foundation.wording import say
from huiyin.law.report import due_report

_MOST_BYTES = 5_000_000


class _ActsLoader(yaml.SafeLoader):
    """Reads YAML; a correction may name both its own kind and the place of the wrong act under `act`."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return a mapping, keeping the second `act` of a correction as its `index`."""
        acts = [value for key, value in node.value if getattr(key, "value", None) == "act"]
        made = super().construct_mapping(node, deep=deep)
        if len(acts) > 1 and getattr(acts[0], "value", None) == "corrected":
            made["index"], made["act"] = made["act"], "corrected"
        return made


def due_command(path: Path, lang: str = "zh") -> dict[str, Any]:
    """Return the stage, flaws, deadlines and next acts of the matter in a YAML file, worded in a language.

    Raises Refused when the file cannot be read or describes what cannot have happened.
    """
    spec, calendar = read_spec(path), calendar_of(house())
    return due_report(spec, say=lambda message: say(message, lang), today=today(), calendar=calendar)


def read_spec(path: Path) -> Any:
    """Return what a YAML file says; Refused when it is missing, too large or no YAML."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused("law.refused.file-too-large", path=str(path), most=_MOST_BYTES // 1_000_000)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused("law.refused.no-file", path=str(path), why=error.strerror or "") from None
    except UnicodeDecodeError:
        raise Refused("law.refused.file-not-utf8", path=str(path)) from None
    try:
        return yaml.load(text, Loader=_ActsLoader)  # noqa: S506 - a SafeLoader underneath
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise Refused("law.refused.not-yaml", path=str(path), line=mark.line + 1 if mark else "?") from None
