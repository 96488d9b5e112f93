"""A code mistyped: the page says which part of it cannot be right, and a possible one is only looked up."""

import pytest
from django.test import Client

from huiyin.base.ids import ALPHABET, code_fault, new_query_code
from tests.agency import petition
from tests.web.page import sound
from tests.web.portal.visit import follows

pytestmark = pytest.mark.usefixtures("agency")


def told(client: Client, typed: str) -> str:
    response = follows(client, typed)
    assert response.status_code == 422
    page = sound(response)
    assert page.get_element_by_id("id_code").get("value") == typed
    return str(page.get_element_by_id("id_code_error").text_content())


def test_the_part_that_cannot_be_right_is_named(client: Client) -> None:
    code = petition().code
    assert "9 位" in told(client, code[:9])
    assert "11 位" in told(client, code + "A")
    assert "第 4 位的“O”" in told(client, code[:3] + "o" + code[4:])
    wrong = [c + code[1:] for c in ALPHABET if c != code[0]]
    one_is = next(typed for typed in wrong if (fault := code_fault(typed)) and not fault.swaps)
    assert "看不出是哪一位" in told(client, one_is)


def test_neighbours_that_may_be_swapped_are_named(client: Client) -> None:
    assert "第 3 位和第 4 位" in told(client, "HAK7Q4MXTT")  # of HA7KQ4MXTT: no other swap makes a code of it


def test_where_several_swaps_could_be_meant_none_is_named(client: Client) -> None:
    fault = code_fault("HA7QK4MXTT")
    assert fault is not None
    assert len(fault.swaps) > 1
    assert "看不出是哪一位" in told(client, "HA7QK4MXTT")


def test_a_code_that_could_be_right_but_is_nobodys_says_no_more(client: Client) -> None:
    assert "没有找到这个查询码" in told(client, new_query_code())
