"""Addresses of safety. `help` stands outside the app's namespace: every page's footer links to it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from byturns.safety.views import caring, cases, numbers, outside, reporting

_group = [
    path("help/", outside.group_help, name="group_help"),
    path("report/<slug:what>/<slug:public_id>/", reporting.report, name="report"),
    path("worried/<slug:what>/<slug:public_id>/", reporting.worried, name="worried"),
    path("told/", reporting.mine, name="mine"),
    path("told/report/<slug:public_id>/", reporting.my_report, name="my_report"),
    path("told/report/<slug:public_id>/mistake/", reporting.take_back, name="take_back"),
    path("told/words/<slug:public_id>/", reporting.told, name="told"),
    path("told/<slug:what>/<slug:public_id>/", reporting.told_about, name="told_about"),
    path("reports/", cases.cases, name="cases"),
    path("reports/acts/", caring.acts, name="acts"),
    path("reports/numbers/", numbers.numbers, name="numbers"),
    path("reports/numbers/new/", numbers.number, name="new_number"),
    path("reports/numbers/<slug:public_id>/", numbers.number, name="number"),
    path("reports/numbers/<slug:public_id>/remove/", numbers.remove, name="remove_number"),
    path("reports/choices/", numbers.choose, name="choices"),
    path("reports/<slug:public_id>/", cases.case, name="case"),
    path("reports/<slug:public_id>/take/", cases.take, name="take"),
    path("reports/<slug:public_id>/note/", cases.note, name="note"),
    path("reports/<slug:public_id>/judge/", cases.judge, name="judge"),
    path("reports/<slug:public_id>/settle/", cases.settle, name="settle"),
    path("reports/<slug:public_id>/reopen/", cases.reopen, name="reopen"),
    path("care/<slug:what>/<slug:public_id>/", caring.care, name="care"),
]
_safety: list[URLPattern | URLResolver] = [
    path("contact/<slug:slug>/", outside.contact, name="contact"),
    path("contacted/", outside.contacted, name="contacted"),
    path("g/<slug:group_slug>/", include(_group)),
]
urlpatterns = [
    path("help/", outside.help_now, name="help"),
    path("", include((_safety, "safety"))),
]
