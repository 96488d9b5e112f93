"""Django's registration of the reception."""

from typing import Any

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Reception desk, difficult service, group and urgent events."""

    name = "huiyin.reception"
    label = "reception"

    def ready(self) -> None:
        """Forget with a person the talk records that are found by name and number only."""
        from huiyin.cases.persons import leaving

        leaving.connect(_forget, dispatch_uid="reception.of_person")


def _forget(**told: Any) -> None:
    # Read only when somebody leaves: what erasing stands on takes a command a third of its start.
    from huiyin.reception.services.erasing import of_person

    of_person(**told)
