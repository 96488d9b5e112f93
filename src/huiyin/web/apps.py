"""Django's registration of the pages (templates, tags, translations)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Portal and workbench."""

    name = "huiyin.web"
    label = "web"
