"""Django's registration of the foundation."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """The foundation's tables."""

    name = "huiyin.foundation"
    label = "foundation"
