"""The page where stewards change the group's settings."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.actions import settings as actions
from byturns.groups.forms.setup import SettingsForm
from byturns.ui.respond import back_to, respond


@opens_with("groups.settings", factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Name, welcome, clock, and how long nobody who asks gets an answer."""
    group = request.member.group
    form = SettingsForm(
        request.POST or None, initial={name: getattr(group, name) for name in SettingsForm.base_fields}
    )
    if form.is_valid():
        try:
            changed = actions.change(member=request.member, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            page = reverse("groups:settings", kwargs={"group_slug": changed.slug})
            return back_to(request, page, _("Kept."))
    return respond(request, "groups/door/settings.html", {"form": form}, status=422 if form.errors else 200)
