"""Django's registration of the registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Directives, guidance, execution, backlog, review bundles, archive."""

    name = "huiyin.registers"
    label = "registers"
