"""The gate: every page of a group is entered here, and says which rule opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from django.core.checks import CheckMessage, Error, register
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from byturns.core.prepared import Prepared
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.people import factor, kept, onward
from byturns.people.models import Person

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class MemberRequest(HttpRequest):
    """A request that has passed the gate."""

    member: Membership
    person: Person


def opens_with(rule: str, *, factor: bool = False) -> Callable[[V], V]:
    """Say which rule opens a page. `factor`: a steward shows a second factor first."""

    def declare(view: V) -> V:
        view.rule = rule  # type: ignore[attr-defined]
        view.needs_factor = factor  # type: ignore[attr-defined]
        return view

    return declare


def open_to_all(view: V) -> V:
    """Mark a page that needs no sign-in (it is listed in one test)."""
    view.login_required = False  # type: ignore[attr-defined]
    return view


def _build_inside(marks: Mapping[str, Any]) -> QuerySet[Membership]:
    with everywhere("the gate looks for the membership that opens the fence"):
        return (
            Membership.objects.select_related("group", "person")
            .filter(group__slug=marks["slug"], person=marks["person"])
            .exclude(status__in=Membership.OUTSIDE)
        )


UNDER = "/g/"  # every page of a group stands under it: /g/<slug>/


def slug_in(path: str) -> str | None:
    """The name of the group in an address, or None when it is not a page of a group."""
    return path[len(UNDER) :].partition("/")[0] or None if path.startswith(UNDER) else None


_inside: Prepared[Membership] = Prepared(_build_inside, slug=str, person=int)


class GroupGateMiddleware:
    """Finds the membership for /g/<slug>/, and keeps the fence open around the whole answer.

    Middleware, not a decorator, because templates are rendered after the view has returned.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = self._find_member(request)
        if member is None:
            return self.get_response(request)
        request.member = member  # type: ignore[attr-defined]
        with in_group(member.group_id), timezone.override(member.group.zone):
            return self.get_response(request)

    def _find_member(self, request: HttpRequest) -> Membership | None:
        """The membership of this person in the group whose name stands in the address, if any.

        The address is read here and not resolved, which would be done twice; `process_view` looks that
        what was resolved names the same group.
        """
        person = getattr(request, "person", None)
        slug = slug_in(request.path_info)
        if slug is None or person is None:
            return None
        return _inside.first(slug=slug, person=person.pk)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        slug = kwargs.pop("group_slug", None)
        if slug is None or not request.user.is_authenticated:
            return None
        member: Membership | None = getattr(request, "member", None)
        if member is not None and member.group.slug != slug:
            raise Http404
        if member is None:
            if getattr(request, "person", None) is None:
                return _first(request, reverse("people:which"))
            raise Http404
        declared = cast("Any", view)
        if not getattr(declared, "at_the_door", False) and member.owes_a_yes:
            agreement = reverse("groups:agreement", kwargs={"group_slug": member.group.slug})
            return _first(request, agreement) if request.method == "POST" else redirect(agreement)
        policy.require(member, declared.rule)
        if declared.needs_factor and member.is_steward:
            return factor.ask_unless_fresh(request)
        kept.done_with(request)
        return None


def _first(request: HttpRequest, page: str) -> HttpResponseBase:
    """To a page that asks something first. A form that was being sent is kept, and sent on afterwards."""
    address = onward.carrying(page, kept.keep(request))
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)


def at_the_door(view: V) -> V:
    """A page that opens before the agreement was said yes to (the agreement itself, leaving)."""
    view.at_the_door = True  # type: ignore[attr-defined]
    return view


@register()
def every_group_page_declares_its_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """byturns.E001: a page of a group without a known rule stops `check` and the tests."""
    found: list[CheckMessage] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, inside: bool) -> None:
        for pattern in patterns:
            here = inside or "group_slug" in pattern.pattern.converters
            where = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, where, here)
            elif here and getattr(pattern.callback, "rule", None) not in policy.RULES:
                found.append(Error(f"{where} declares no known rule", id="byturns.E001"))

    walk(get_resolver().url_patterns, "", False)
    return found
