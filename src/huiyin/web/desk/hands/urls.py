"""Addresses of the pages for working together."""

from django.urls import path

from huiyin.web.desk.hands import (
    account,
    away,
    confirming,
    countersign,
    handover,
    matter_parts,
    notices,
)

urlpatterns = [
    path("notices/", notices.inbox, name="notices"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.second_factor_page, name="second_factor"),
    path("account/sessions/", account.end_sessions, name="end_sessions"),
    path("away/", away.away, name="away"),
    path("away/<int:delegation_id>/end/", away.end, name="end_away"),
    path("hand-over/", handover.handover, name="hand_over"),
    path("confirming/", confirming.confirming, name="confirming"),
    path("matters/<int:matter_id>/tasks/", matter_parts.give_task, name="give_task"),
    path("tasks/<int:task_id>/done/", matter_parts.task_done, name="task_done"),
    path("tasks/<int:task_id>/withdraw/", matter_parts.withdraw_task, name="withdraw_task"),
    path("matters/<int:matter_id>/recuse/", matter_parts.recuse, name="recuse"),
    path("recusals/<int:recusal_id>/lift/", matter_parts.lift, name="lift_recusal"),
    path("letters/<int:letter_id>/countersign/", countersign.ask, name="ask_countersign"),
    path("countersigns/<int:countersign_id>/", countersign.answer, name="countersign"),
    path("countersigns/<int:countersign_id>/withdraw/", countersign.withdraw, name="withdraw_countersign"),
]
