"""What a page shows thirty or sixty times: made here, because a template would take half of the page's
time for it. Everything that is not our own markup is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from byturns.conversations.kinds import Ack, Kind
from byturns.conversations.queries import Row as Listed
from byturns.conversations.queries.page import Row
from byturns.core import routes
from byturns.ui.templatetags.ui import Here, icon, kind_badge, seal, when

register = template.Library()
DOT = " · "
PRESSED = ' aria-pressed="true"'


@lru_cache(maxsize=16)
def _labels(language: str | None) -> tuple[dict[str, str], str]:
    """The labels of quiet answers and the word "More" in this language, escaped."""
    return {ack.value: escape(str(ack.label)) for ack in Ack}, escape(_("More"))


@register.simple_tag
def messages(rows: Iterable[Row]) -> SafeString:
    """The messages on the page of their conversation, with the line before the first new one."""
    here, made = Here.found(), list[str]()
    for row in rows:
        if row.is_first_new:
            made.append(_since(here.language))
        made.append(_message(row, here))
    return mark_safe("".join(made))  # noqa: S308 - names are escaped below, words were when they were written


@lru_cache(maxsize=16)
def _since(language: str | None) -> str:
    return f'<div class="since" id="since"><span>{escape(_("Since you were here"))}</span></div>'


def _message(row: Row, here: Here) -> str:
    name = row.public_id
    if row.gone:
        more = _only_more(row, here) if row.mine else ""
        return (
            f'<article class="message message--gone" id="m-{name}">{_who(row, here) if row.name else ""}'
            f'<p class="words">{escape(row.gone)}</p>{more}</article>'
        )
    words = f'<div class="words">{row.html}</div>'
    if row.fold:
        show = escape(_("Show the words"))
        words = f"<details><summary>{escape(row.fold)}{DOT}{show}</summary>{words}</details>"
    if row.quoted:
        before = escape(_("What it answered"))
        quoted = linebreaks(row.quoted, autoescape=True)
        words += f"<details><summary>{before}</summary>"
        words += f'<blockquote class="words soft">{quoted}</blockquote></details>'
    after = _heard(row, here.language)
    return f'<article class="message" id="m-{name}">{_who(row, here)}{words}{after}</article>'


def _only_more(row: Row, here: Here) -> str:
    label = escape(_("Put it back")) if row.can_put_back else _labels(here.language)[1]
    return f'<p class="message__acts"><a href="m/{row.public_id}/">{label}</a></p>'


def _who(row: Row, here: Here) -> str:
    """The seal and the line above a message: who, when, and what is to be known of it."""
    marks: str = when(row.at, here=here)
    if row.typed_by:
        marks += DOT + escape(_("by phone, typed by %(name)s") % {"name": row.typed_by})
    if row.edited_at:
        marks += f"{DOT}{escape(_('changed'))} {when(row.edited_at, here=here)}"
    badge = ""
    if row.guest:
        badge = f'<span class="badge badge--guest">{icon("guest")} {escape(_("Guest"))}</span>'
    return (
        f'{seal(row.seal)}<header class="message__who"><h2>{escape(row.name)}</h2>{badge}'
        f'<span class="soft">{marks}</span></header>'
    )


@register.simple_tag
def heard(row: Row) -> SafeString:
    """Quiet answers by name, and what can be done with the message, in place of the old ones."""
    return mark_safe(_heard(row, get_language(), ' data-hx-swap-oob="true"'))  # noqa: S308 - names are escaped


def _heard(row: Row, language: str | None, swap: str = "") -> str:
    labels, more = _labels(language)
    lines = buttons = ""
    for one in row.heard:
        lines += f"<p><b>{labels[one.kind]}:</b> {escape(one.names)}</p>"
    for ack in row.acks:
        buttons += (
            f'<button type="submit" form="hear" name="m" value="{ack.kind}.{row.public_id}"'
            f"{PRESSED if ack.mine else ''}>{labels[ack.kind]}</button>"
        )
    return (
        f'<div class="message__heard" id="h-{row.public_id}"{swap}>{lines}<p class="message__acts">{buttons}'
        f'<a href="m/{row.public_id}/">{more}</a></p></div>'
    )


@register.simple_tag
def listed(row: Listed, circle: bool = True, starter: bool = True, last: bool = True) -> SafeString:
    """The line below a title in a list: kind, who, in which circle, how many replies, when, what is new."""
    talk, language = row.conversation, get_language()
    parts = [f'<span class="kind hue--{talk.kind}">{_kinds(language)[talk.kind]}</span>']
    if starter:
        parts.append(escape(row.starter))
    if circle and row.circle:
        parts.append(escape(_("in %(circle)s") % {"circle": row.circle}))
    parts.append(_replies(row.replies, language))
    if last:
        parts.append(when(talk.last_at))
    line = DOT.join(parts)
    if row.new:
        line += f'<span class="new">{DOT}{_new(row.new, language)}</span>'
    return mark_safe(line)  # noqa: S308 - names are escaped


@register.simple_tag
def kind_mark(kind: str) -> SafeString:
    """The kind of a conversation as picture, colour and words."""
    return _kind_mark(kind, get_language())


@lru_cache(maxsize=64)
def _kind_mark(kind: str, language: str | None) -> SafeString:
    return kind_badge(kind, str(Kind(kind).label))


@register.simple_tag
def titled(row: Listed, slug: str, since: bool = False) -> SafeString:
    """The title in a list as the way in; to the first new message when there is one, or `since` says so."""
    at = routes.to("conversations:conversation", group_slug=slug, public_id=row.conversation.public_id)
    where = "#since" if since or row.new else ""
    return mark_safe(f'<a href="{at}{where}">{escape(row.heading)}</a>')  # noqa: S308 - escaped


@lru_cache(maxsize=16)
def _kinds(language: str | None) -> dict[str, str]:
    return {kind.value: escape(str(kind.label)) for kind in Kind}


@lru_cache(maxsize=512)
def _replies(number: int, language: str | None) -> str:
    if not number:
        return escape(_("no reply yet"))
    return ngettext("%(n)s reply", "%(n)s replies", number) % {"n": number}


@lru_cache(maxsize=512)
def _new(number: int, language: str | None) -> str:
    return ngettext("%(n)s new", "%(n)s new", number) % {"n": number}
