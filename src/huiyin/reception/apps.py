"""Django's registration of the reception."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """Reception desk, difficult service, group and urgent events."""

    name = "huiyin.reception"
    label = "reception"
