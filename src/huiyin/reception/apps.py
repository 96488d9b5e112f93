"""Django's registration of the reception."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Reception desk, difficult service, group and urgent events."""

    name = "huiyin.reception"
    label = "reception"

    def ready(self) -> None:
        """Forget with a person the talk records that are found by name and number only."""
        from huiyin.cases.persons import leaving
        from huiyin.reception.services.erasing import of_person

        leaving.connect(of_person, dispatch_uid="reception.of_person")
