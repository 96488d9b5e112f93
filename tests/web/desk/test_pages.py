"""Every page of the workbench is sound HTML and opens for those who may."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.agency import as_staff, petition
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


@pytest.mark.parametrize("name", ["todo", "matters", "register", "components"])
def test_the_registrar_opens(client: Client, name: str) -> None:
    petition()
    response = as_staff(client, "registrar").get(reverse(f"desk:{name}"))
    assert response.status_code == 200
    sound(response)


def test_sign_in_page(client: Client) -> None:
    sound(client.get(reverse("desk:sign_in")))


def test_the_matter_page(client: Client) -> None:
    done = petition()
    response = as_staff(client, "registrar").get(reverse("desk:matter", args=[done.matter]))
    assert response.status_code == 200
    sound(response)


def test_the_auditor_reads_the_log(client: Client) -> None:
    petition()
    response = as_staff(client, "auditor").get(reverse("desk:audit"))
    assert "登记信访件" in response.content.decode()
    sound(response)


@pytest.mark.parametrize("act", ["accepted", "told", "guided", "transferred", "declined"])
def test_the_form_of_a_step(client: Client, act: str) -> None:
    done = petition()
    response = as_staff(client, "registrar").get(reverse("desk:step", args=[done.matter, act]))
    assert response.status_code == 200
    sound(response)


def test_the_auditor_has_the_chain_checked_on_demand(client: Client) -> None:
    petition()
    page = as_staff(client, "auditor").get(reverse("desk:audit"))
    assert "记录链完好" not in page.content.decode()
    checked = client.post(reverse("desk:audit"))
    assert "记录链完好" in checked.content.decode()
    sound(checked)


def test_roles_without_cases_are_told_so_and_the_auditor_is_led_to_the_log(client: Client) -> None:
    assert as_staff(client, "auditor").get(reverse("desk:todo"))["Location"] == reverse("desk:audit")
    sound(as_staff(client, "analyst").get(reverse("desk:todo")))
    assert client.get(reverse("desk:matters")).status_code == 403
