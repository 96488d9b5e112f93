"""Charts for documents, drawn as SVG: told apart by line and shade, not by colour alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

WIDTH = 624  # 156 mm, the width of the type area
_FACE = "Noto Sans SC, Noto Sans CJK SC, SimHei, sans-serif"
_INK, _QUIET, _RULE, _SHADE = "#1f2933", "#52606d", "#d5dbe1", "#eef2f6"
_PALE = "#9db4cf"
_COLOURS = ("#1b4f8a", "#b4530a")
_DASHES = ("", "6 4")
_TEXT, _LINES = 13, 5
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 30, 28
_At = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Line:
    """A line through numbers, with a gap where there is none; `band` is a range around some of them."""

    name: str
    values: Sequence[float | None]
    band: Sequence[tuple[float, float] | None] = ()


def lines(
    labels: Sequence[str], drawn: Sequence[Line], *, shaded: tuple[int, int] | None = None, height: int = 250
) -> str:
    """Return a chart of lines over places; empty labels are left out, `shaded` are places set apart."""
    tops = [n for one in drawn for n in one.values if n is not None]
    tops += [edge[1] for one in drawn for edge in one.band if edge]
    top, steps = _scale(max([1.0, *tops]))
    wide, high = WIDTH - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    between = wide / max(1, len(labels) - 1)

    def at(place: float, number: float) -> tuple[float, float]:
        return _LEFT + place * between, _TOP + high * (1 - number / top)

    parts = []
    if shaded:
        begin = max(_LEFT, at(shaded[0] - 0.5, 0)[0])
        end = min(WIDTH - _RIGHT, at(shaded[1] + 0.5, 0)[0])
        parts.append(
            f'<rect x="{begin:.1f}" y="{_TOP}" width="{end - begin:.1f}" height="{high}" fill="{_SHADE}"/>'
        )
    parts += [_rule(at(0, step)[1], step) for step in steps]
    for place, label in enumerate(labels):
        if label:
            x = at(place, 0)[0]
            side = "end" if x > WIDTH - 40 else "start" if x < _LEFT + 1 else "middle"
            parts.append(_text(x, height - 8, label, side))
    for n, one in enumerate(drawn):
        parts += _line(one, n, at)
    return _svg(height, [*parts, *_legend([one.name for one in drawn])])


def _line(one: Line, n: int, at: _At) -> list[str]:
    colour, parts = _COLOURS[n % 2], []
    edges = [(place, edge) for place, edge in enumerate(one.band) if edge]
    if edges:
        there = [at(place, edge[1]) for place, edge in edges] + [at(p, e[0]) for p, e in reversed(edges)]
        parts.append(f'<polygon points="{_points(there)}" fill="{colour}" fill-opacity="0.18"/>')
    dash = f' stroke-dasharray="{_DASHES[n % 2]}"' if _DASHES[n % 2] else ""
    known = [(place, number) for place, number in enumerate(one.values)]
    for there_is, run in groupby(known, key=lambda pair: pair[1] is not None):
        found = [at(place, number) for place, number in run if number is not None]
        if not there_is:
            continue
        if len(found) == 1:
            parts.append(f'<circle cx="{found[0][0]:.1f}" cy="{found[0][1]:.1f}" r="2.5" fill="{colour}"/>')
        else:
            parts.append(
                f'<polyline points="{_points(found)}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
            )
    return parts


def panels(titles: Sequence[str], rows: Sequence[Sequence[float | None]], labels: Sequence[str]) -> str:
    """Return small charts of columns to one scale, one for each title; the last column is darker."""
    across, high, gap = 3, 96, 44
    wide = (WIDTH - (across - 1) * 18) / across
    top = max((n for row in rows for n in row if n is not None), default=1.0) or 1.0
    deep = -(-len(titles) // across)
    parts = []
    for n, (title, row) in enumerate(zip(titles, rows, strict=True)):
        left, foot = n % across * (wide + 18), n // across * (high + gap) + high
        parts.append(_text(left, foot - high + 13, title, "start", ink=_INK))
        each = wide / len(row)
        for place, number in enumerate(row):
            x, last = left + place * each, place == len(row) - 1
            said = "隐" if number is None else f"{number:.0f}"
            tall = 0.0 if number is None else (high - 40) * number / top
            parts.append(
                f'<rect x="{x + 3:.1f}" y="{foot - tall:.1f}" width="{each - 6:.1f}" '
                f'height="{max(tall, 0.8):.1f}" fill="{_COLOURS[0] if last else _PALE}"/>'
            )
            parts.append(_text(x + each / 2, foot - tall - 4, said, "middle", size=11))
            parts.append(_text(x + each / 2, foot + 14, labels[place], "middle", size=10))
    return _svg(deep * (high + gap) - gap + 22, parts)


def _scale(largest: float) -> tuple[float, list[float]]:
    """Return the upper end of a scale from nought and its steps: one, two or five of some power of ten."""
    step = 1.0
    for step in (base * 10.0**power for power in range(9) for base in (1, 2, 5)):
        if largest / step <= _LINES:
            break
    steps = [step * n for n in range(int(-(-largest // step)) + 1)]
    return max(steps[-1], 1.0), steps


def _rule(y: float, number: float) -> str:
    line = f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{WIDTH - _RIGHT}" y2="{y:.1f}" stroke="{_RULE}"/>'
    return line + _text(_LEFT - 6, y + 4, f"{number:.0f}", "end")


def _legend(names: Sequence[str]) -> list[str]:
    parts, x = [], float(_LEFT)
    for n, name in enumerate(names):
        dash = f' stroke-dasharray="{_DASHES[n % 2]}"' if _DASHES[n % 2] else ""
        parts.append(
            f'<line x1="{x}" y1="12" x2="{x + 26}" y2="12" stroke="{_COLOURS[n % 2]}" '
            f'stroke-width="2"{dash}/>'
        )
        parts.append(_text(x + 32, 16, name, "start", ink=_INK))
        x += 32 + _TEXT * len(name) + 22
    return parts


def _points(there: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in there)


def _text(x: float, y: float, words: str, side: str, *, ink: str = _QUIET, size: int = _TEXT) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{side}"'
    return f'<text {place} font-size="{size}" fill="{ink}">{escape(words)}</text>'


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" font-family="{_FACE}">{"".join(parts)}</svg>'
    )
