"""The tests' own agency stands."""

import pytest

from tests.agency import actor, petition

pytestmark = pytest.mark.usefixtures("agency")


def test_a_county_registrar_reads_for_the_own_office_only() -> None:
    assert len(actor("registrar", "lp-hrss").offices("matter.read")) == 1


def test_a_petition_of_the_portal_gets_a_number_of_the_city_office() -> None:
    assert petition().number.startswith("青人社访")
