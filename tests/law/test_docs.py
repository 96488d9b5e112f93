"""The pages on the law are those of the parameters, and the table of articles is true."""

import re

import pytest
from tools import law_docs

from huiyin.law.coverage import ENCODED, INSTRUMENT, NOT_APPLICABLE, PEOPLE, coverage
from huiyin.law.follows import FOLLOWS
from huiyin.law.parameters import jurisdictions, law_of, national

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
FIRST, LAST = 17, 47


def article_number(article: str) -> int | None:
    found = re.match(r"第([一二三四五六七八九])?(十)?([一二三四五六七八九])?条", article)
    if not found:
        return None
    tens = (_DIGITS.get(found[1] or "", 1) * 10) if found[2] else 0
    return tens + _DIGITS.get((found[3] if found[2] else found[1]) or "", 0)


def cited() -> dict[int, set[str]]:
    """Return the parameters that stand in each article of the regulation in force."""
    found: dict[int, set[str]] = {}
    for parameter in national().all():
        number = article_number(parameter.citation.article)
        if parameter.citation.instrument == INSTRUMENT and number:
            found.setdefault(number, set()).add(parameter.name)
    return found


def test_an_article_is_read() -> None:
    said = ("第九条", "第十条", "第十七条", "第二十条", "第四十七条", "条款待核")
    assert [article_number(a) for a in said] == [9, 10, 17, 20, 47, None]


def test_the_table_speaks_of_every_article_with_a_reason() -> None:
    assert list(coverage()) == list(range(FIRST, LAST + 1))
    assert all(row.how in {ENCODED, PEOPLE, NOT_APPLICABLE} and row.why for row in coverage().values())


@pytest.mark.parametrize("number", range(FIRST, LAST + 1))
def test_an_article_is_encoded_by_the_parameters_that_cite_it_and_by_no_other(number: int) -> None:
    row = coverage()[number]
    assert set(row.by) == cited().get(number, set())
    assert (row.how == ENCODED) == bool(row.by)


def test_no_parameter_cites_an_article_that_is_not_about_petitions() -> None:
    assert set(cited()) <= set(coverage())


def test_the_pages_on_the_law_are_up_to_date() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in law_docs.FOLDER.glob("*.md")}
    wanted = law_docs.pages()
    assert sorted(written) == sorted(wanted), "run: make law"
    assert [name for name, text in wanted.items() if written[name] != text] == [], "run: make law"


def test_every_rule_has_a_page() -> None:
    names = {p.name for place in jurisdictions() for p in law_of(place).all()}
    assert {f"{name}.md" for name in names} < set(law_docs.pages())


def test_every_duty_and_every_flaw_has_an_example() -> None:
    seen, duties = set(), set()
    for _file, example in law_docs.examples():
        answer = law_docs.report(example, "en")
        seen |= {flaw["code"] for flaw in answer["flaws"]}
        duties |= {deadline["duty"] for deadline in answer["deadlines"]}
    codes = {rule.code for rules in FOLLOWS.values() for rule in rules} | set(law_docs.provisions_of_flaws())
    assert codes - seen == set()
    assert set(law_docs.DUTIES) == duties
