"""What a form sent is read without failing, however wrong or long it is."""

import pytest
from django.http import QueryDict

from huiyin.web.desk.asked import keys_of, number_of


@pytest.mark.parametrize("sent", ["", "x", "-1", "1.5", "9" * 5_000, str(2**63)])
def test_what_is_no_number_counts_as_not_sent(sent: str) -> None:
    form = QueryDict(mutable=True)
    form["n"] = sent
    assert number_of(form, "n", 7) == 7


def test_the_keys_of_what_was_ticked_are_read_and_others_passed_over() -> None:
    form = QueryDict(mutable=True)
    form.setlist("pick", ["3", "x", str(2**63 - 1), "9" * 5_000, "0012"])
    assert keys_of(form, "pick") == [3, 2**63 - 1, 12]
