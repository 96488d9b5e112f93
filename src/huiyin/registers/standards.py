"""The numbers the registers go by: dated, each with its reason, most of them the agency's own rules."""

from datetime import date
from functools import cache
from importlib import resources

from huiyin.law.parameters import Law, Parameter, read


@cache
def _standards() -> Law:
    return Law(read(resources.files(__package__).joinpath("standards.yaml").read_text(encoding="utf-8")))


def standard(name: str, on: date) -> Parameter:
    """Return the number that holds on a day, with where it stands and why."""
    return _standards().parameter(name, on)


def days(name: str, on: date) -> int:
    """Return a number of days that holds on a day."""
    return int(standard(name, on).value)


def every() -> tuple[Parameter, ...]:
    """Return all numbers, for a page that shows what the registers go by."""
    return _standards().all()
