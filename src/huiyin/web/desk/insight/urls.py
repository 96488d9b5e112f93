"""Addresses of insight."""

from django.urls import path

from huiyin.web.desk.insight import (
    ahead,
    alike,
    effect,
    exports,
    finding,
    home,
    policies,
    profile,
    undertaken,
    ways,
)
from huiyin.web.desk.insight.brief import page as brief

urlpatterns = [
    path("insight/", home.home, name="insight"),
    path("insight/forecast/", ahead.forecast, name="insight_forecast"),
    path("insight/warning/", ahead.warning, name="insight_warning"),
    path("insight/policies/", policies.followed, name="insight_policies"),
    path("insight/profile/", profile.problem, name="insight_profile"),
    path("insight/brief/", brief.brief, name="insight_brief"),
    path("insight/table.csv", exports.table, name="insight_table"),
    path("insight/matters/", finding.matters, name="insight_matters"),
    path("insight/found/<int:finding_id>/", finding.finding, name="insight_finding"),
    path("insight/undertaken/<int:undertaking_id>/", undertaken.undertaking, name="insight_undertaking"),
    path("insight/ways/", ways.page, name="insight_ways"),
    path("insight/ways/table.csv", ways.table, name="insight_ways_table"),
    path("insight/ways/matters/", ways.matters, name="insight_ways_matters"),
    path("insight/effect/", effect.page, name="insight_effect"),
    path("insight/effect/table.csv", effect.table, name="insight_effect_table"),
    path("insight/effect/matters/", effect.matters, name="insight_effect_matters"),
    path("insight/alike/", alike.page, name="insight_alike"),
]
