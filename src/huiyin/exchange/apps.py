"""Django's registration of the exchange with other systems."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Files in and out, differences, tokens, webhooks."""

    name = "huiyin.exchange"
    label = "exchange"
