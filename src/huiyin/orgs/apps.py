"""Django's registration of the agency's tables."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Areas, offices, staff."""

    name = "huiyin.orgs"
    label = "orgs"
