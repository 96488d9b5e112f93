"""`huiyin evaluate scan`, `forecast`, `warning`, `quiet`: how far the numbers can be believed."""

from pathlib import Path
from typing import Annotated, Any

import typer

from huiyin.cli.frame import Json, out, refusing, set_up, tell

Seed = Annotated[
    int, typer.Option(help="Seed of what is invented; the published tables have this one.", min=0)
]
_PUBLISHED, _PUBLISHED_WARNINGS, _PUBLISHED_QUIET = 20_261_126, 20_261_127, 20_261_129


def add_to(app: typer.Typer) -> None:
    """Put the measurements among the others."""
    app.command()(scan)
    app.command()(forecast)
    app.command()(warning)
    app.command()(quiet)


def scan(
    replicates: Annotated[int, typer.Option(help="Invented kinds of a scene.", min=50)] = 600,
    seed: Seed = _PUBLISHED,
    areas: Annotated[int, typer.Option(help="Areas of the timed day; 0 leaves it out.", min=0)] = 3000,
    as_json: Json = False,
) -> None:
    """Say how often a hotspot is seen that was not there, how often one that was, and how long a day takes.

    Example: huiyin evaluate scan --replicates 100 --areas 0
    """
    from huiyin.evaluation.scan import evaluate, in_tables

    found = evaluate(replicates, seed=seed, areas=areas, told=tell)
    _show(found, in_tables(found), as_json)


def forecast(
    agencies: Annotated[int, typer.Option(help="Invented agencies.", min=1)] = 2,
    seed: Seed = _PUBLISHED,
    series: Annotated[int, typer.Option(help="Series of the timed run; 0 leaves it out.", min=0)] = 6000,
    data: Annotated[Path | None, typer.Option("--data", help="Folder with real series.")] = None,
    as_json: Json = False,
) -> None:
    """Say how much better forecasts are than simple ones, and how often their intervals hold.

    Example: huiyin evaluate forecast --agencies 1 --series 0
    """
    from huiyin.evaluation.forecast import evaluate, in_tables

    with refusing(as_json):
        found = evaluate(agencies, seed=seed, data=data, series=series, told=tell)
        _show(found, in_tables(found), as_json)


def warning(
    agencies: Annotated[int, typer.Option(help="Invented agencies.", min=1)] = 6,
    seed: Seed = _PUBLISHED_WARNINGS,
    as_json: Json = False,
) -> None:
    """Say how good warnings are on later weeks of invented agencies: Brier skill, calibration, what is found.

    Example: huiyin evaluate warning --agencies 2
    """
    from huiyin.evaluation.warning import evaluate, in_tables

    found = evaluate(agencies, seed=seed, told=tell)
    _show(found, in_tables(found), as_json)


def quiet(
    houses: Annotated[int, typer.Option(help="Invented houses of a scene.", min=1)] = 60,
    seed: Seed = _PUBLISHED_QUIET,
    scene: Annotated[int | None, typer.Option(help="One scene, by its place in the table.", min=1)] = None,
    as_json: Json = False,
) -> None:
    """Say how often a surge is told of houses in which nothing happens, with one, two and three years known.

    A house takes about a second of processor. The same functions as every night; no records are read.

    Example: huiyin evaluate quiet --houses 20 --scene 1
    """
    set_up()
    from huiyin.evaluation.quiet import evaluate, in_tables

    with refusing(as_json):
        found = evaluate(houses, seed=seed, only=scene, told=tell)
        _show(found, in_tables(found), as_json)


def _show(found: dict[str, Any], tables: str, as_json: bool) -> None:
    if as_json:
        out(found)
        return
    print(tables)
