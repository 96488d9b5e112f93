"""Django's registration of the cases tables."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Petitions, matters, acts, letters, service, feedback."""

    name = "huiyin.cases"
    label = "cases"
