"""Reads a page the way a check-list does: title, headings, labels, ids."""

from django.http import HttpResponse
from lxml import html


def read(response: HttpResponse) -> html.HtmlElement:
    """Return the page's tree."""
    return html.fromstring(response.content.decode())


def sound(response: HttpResponse) -> html.HtmlElement:
    """Check what every page must have and return its tree: title, one h1, labelled fields, ids used once."""
    tree = read(response)
    title = tree.findtext(".//title") or ""
    assert title.strip(" ·\n"), "the page has no title"
    assert title.split("·")[0].strip(), "the page's own part of the title is empty"
    headings = [h.text_content().strip() for h in tree.findall(".//h1")]
    assert len(headings) == 1 and headings[0], f"one h1, not {headings}"
    ids = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id")]
    assert len(ids) == len(set(ids)), f"ids used twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    assert tree.get("lang"), "the page does not say its language"
    known = {label.get("for") for label in tree.iter("label")}
    for field in tree.iter("input", "select", "textarea"):
        if field.get("type") in {"hidden", "submit"}:
            continue
        assert field.get("id") in known, f"no label for {html.tostring(field)[:120]!r}"
    inline = [e.tag for e in tree.iter() if isinstance(e.tag, str) and (e.get("style") or e.get("onclick"))]
    assert not inline, f"inline styles or scripts: {inline}"
    for link in tree.xpath("//a[starts-with(@href, '#')]"):
        assert link.get("href")[1:] in ids, f"link to nowhere: {link.get('href')}"
    text = tree.text_content()
    assert "{{" not in text and "{%" not in text, "template code shows"
    return tree
