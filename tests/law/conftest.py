"""Property tests here have no time limit an example: the first one of a year reads its whole calendar."""

from hypothesis import HealthCheck, settings

settings.register_profile("law", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("law")
