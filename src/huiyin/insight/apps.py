"""Django's registration of insight."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """What the numbers say: findings, what officers made of them, and what was reckoned."""

    name = "huiyin.insight"
    label = "insight"
