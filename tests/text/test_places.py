"""The division a petition names, on official codes; what could be several places is declined."""

import pytest

from huiyin.text import Place, understand


@pytest.mark.parametrize(
    ("text", "home", "code"),
    [
        ("我在湖南省长沙市岳麓区上班", None, "430104"),
        ("浏阳的工厂欠薪", None, "430181"),
        ("南京市鼓楼区社保中心", None, "320106"),
        ("鼓楼区社保中心", "3201", "320106"),
        ("朝阳区劳动局", "1101", "110105"),
        ("朝阳区劳动局", "110105", "110105"),
        ("湘西州吉首市", None, "433101"),
        ("上海浦东新区", None, "310115"),
        ("请问广东省怎么规定", None, "44"),
    ],
)
def test_a_place_is_found(text: str, home: str | None, code: str):
    found = understand(text, home=home).division
    assert found is not None
    assert found.code == code
    assert found.p > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "鼓楼区社保中心",
        "朝阳区劳动局",
        "A市A2区人社局",
        "中山路的银行",
        "合作医疗大安全文明",
        "我是吉林人",
        "没有地名",
        "从深圳转到浏阳",
    ],
)
def test_an_ambiguous_or_missing_name_is_declined(text: str):
    assert understand(text).division is None


def test_the_tenants_own_divisions_are_known_besides_the_official_ones():
    own = (Place("9901", "清河市"), Place("990102", "桃源区"))
    assert understand("清河的桃源区欠薪", places=own).division.code == "990102"
    assert understand("清河人社局", places=own).division.code == "9901"
    assert understand("长沙市人社局", places=own).division.code == "4301"
