"""Curves as small SVG pictures for the pages of figures; each stands beside a table of the same numbers."""

from collections.abc import Sequence

_SIDE, _MARGIN = 320, 40
Points = Sequence[tuple[float, float]]


def curve(
    points: Points,
    *,
    across: str,
    up: str,
    title: str,
    spread: Sequence[tuple[float, float]] = (),
    even: bool = False,
) -> str:
    """Return a picture of points between 0 and 1; `spread` are their intervals, `even` draws the diagonal."""
    whole = _SIDE + 2 * _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img"'
        f' aria-label="{title}" font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>',
    ]
    if even:
        (x1, y1), (x2, y2) = _at(0, 0), _at(1, 1)
        lines.append(f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#aaa" stroke-dasharray="4 4"/>')
    for (x, _y), (low, high) in zip(points, spread, strict=False):
        (left, bottom), (_left, top) = _at(x, low), _at(x, high)
        lines.append(f'<path d="M{left} {bottom}V{top}" stroke="#7a9cc6"/>')
    joined = "L".join(f"{left} {top}" for left, top in (_at(x, y) for x, y in points))
    lines.append(f'<path d="M{joined}" fill="none" stroke="#1f4e8c" stroke-width="2"/>')
    for x, y in points:
        left, top = _at(x, y)
        lines.append(f'<circle cx="{left}" cy="{top}" r="3.5" fill="#1f4e8c"/>')
    for tick in (0, 0.5, 1):
        (left, bottom), (_left, height) = _at(tick, 0), _at(0, tick)
        lines.append(f'<text x="{left}" y="{bottom + 16}" text-anchor="middle">{tick:g}</text>')
        lines.append(f'<text x="{_MARGIN - 6}" y="{height + 4}" text-anchor="end">{tick:g}</text>')
    lines.append(f'<text x="{whole / 2:g}" y="{whole - 6}" text-anchor="middle">{across}</text>')
    lines.append(
        f'<text x="12" y="{whole / 2:g}" text-anchor="middle"'
        f' transform="rotate(-90 12 {whole / 2:g})">{up}</text>'
    )
    return "\n".join([*lines, "</svg>\n"])


def _at(x: float, y: float) -> tuple[float, float]:
    return round(_MARGIN + x * _SIDE, 1), round(_MARGIN + (1 - y) * _SIDE, 1)
