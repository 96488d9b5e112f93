"""Addresses of insight."""

from django.urls import path

from huiyin.web.desk.insight import ahead, exports, finding, home, policies, profile
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
]
