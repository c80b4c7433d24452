"""What a page shows thirty or sixty times: made here, because a template would take half of the page's
time for it. Everything that is not our own markup is escaped here."""

from __future__ import annotations

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
from byturns.ui.templatetags.ui import icon, kind_badge, seal, when

register = template.Library()
DOT = " · "
PRESSED = ' aria-pressed="true"'


@lru_cache(maxsize=16)
def _labels(language: str | None) -> tuple[dict[str, str], str]:
    """The labels of quiet answers and the word "More" in this language, escaped."""
    return {ack.value: escape(str(ack.label)) for ack in Ack}, escape(_("More"))


@register.simple_tag
def message(row: Row) -> SafeString:
    """One message on the page of its conversation."""
    name = row.public_id
    if row.gone:
        return mark_safe(  # noqa: S308 - what is gone has no words, and its line is escaped
            f'<article class="message message--gone" id="m-{name}">{who(row) if row.name else ""}'
            f'<p class="words">{escape(row.gone)}</p>{_only_more(row) if row.mine else ""}</article>'
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
    return mark_safe(  # noqa: S308 - names are escaped, and words were made safe when they were written
        f'<article class="message" id="m-{name}">{who(row)}{words}{heard(row)}</article>'
    )


def _only_more(row: Row) -> str:
    label = escape(_("Put it back")) if row.can_put_back else _labels(get_language())[1]
    return f'<p class="message__acts"><a href="m/{row.public_id}/">{label}</a></p>'


def who(row: Row) -> str:
    """The seal and the line above a message: who, when, and what is to be known of it."""
    marks: list[str] = [when(row.at)]
    if row.typed_by:
        marks.append(escape(_("by phone, typed by %(name)s") % {"name": row.typed_by}))
    if row.edited_at:
        marks.append(f"{escape(_('changed'))} {when(row.edited_at)}")
    badge = ""
    if row.guest:
        badge = f'<span class="badge badge--guest">{icon("guest")} {escape(_("Guest"))}</span>'
    return (
        f'{seal(row.seal)}<header class="message__who"><h2>{escape(row.name)}</h2>{badge}'
        f'<span class="soft">{DOT.join(marks)}</span></header>'
    )


@register.simple_tag
def heard(row: Row, anew: bool = False) -> SafeString:
    """Quiet answers by name, and what can be done with the message. `anew`: in place of the old one."""
    labels, more = _labels(get_language())
    lines = "".join(f"<p><b>{labels[one.kind]}:</b> {escape(one.names)}</p>" for one in row.heard)
    buttons = "".join(
        f'<button type="submit" form="hear" name="m" value="{ack.kind}.{row.public_id}"'
        f"{PRESSED if ack.mine else ''}>{labels[ack.kind]}</button>"
        for ack in row.acks
    )
    swap = ' data-hx-swap-oob="true"' if anew else ""
    return mark_safe(  # noqa: S308 - names are escaped
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
