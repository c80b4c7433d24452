"""What every page says often, worked out once: fixed words, addresses, and parts that never change.

`translate` and `url` are Django's own tags and take the same arguments; only the answer is remembered, words
by language. `{% same %}...{% endsame %}` remembers a part that asks nothing of the page around it.
"""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Template, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from byturns.core import routes

register = template.Library()


class Words(Node):
    """A `{% translate "fixed words" %}`, remembered by language."""

    def __init__(self, plain: TranslateNode) -> None:
        self._plain = plain
        self._name: str | None = plain.asvar
        plain.asvar = None
        self._said: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), context.autoescape)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._plain.render(context)
        if self._name is None:
            return said  # type: ignore[return-value]  # escaped by the plain tag where it must be
        context[self._name] = said
        return SafeString("")


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's `{% translate %}`; fixed words are looked up once."""
    plain = do_translate(parser, token)
    if isinstance(plain, TranslateNode) and _is_fixed(plain):
        return Words(plain)
    return plain


def _is_fixed(plain: TranslateNode) -> bool:
    said: FilterExpression = plain.filter_expression
    if plain.message_context is not None or said.filters:
        return False
    return isinstance(said.var, Variable) and said.var.literal is not None


class Address(Node):
    """A `{% url %}` whose answer is remembered."""

    def __init__(self, plain: URLNode) -> None:
        self._name, self._as = plain.view_name, plain.asvar
        self._args, self._kwargs = plain.args, list(plain.kwargs.items())

    def render(self, context: Context) -> SafeString:
        args = [_bare(arg.resolve(context)) for arg in self._args]
        kwargs = {key: _bare(value.resolve(context)) for key, value in self._kwargs}
        try:
            found = routes.to(self._name.resolve(context), *args, **kwargs)
        except NoReverseMatch:
            if self._as is None:
                raise
            found = ""
        if self._as is not None:
            context[self._as] = found
            return SafeString("")
        return conditional_escape(found) if context.autoescape else found  # type: ignore[return-value]


def _bare(value: Any) -> str | int:
    return value if type(value) in (str, int) else str(value)


@register.tag("url")
def address(parser: Parser, token: Token) -> Address:
    """Django's `{% url %}`; the answer is remembered."""
    return Address(url(parser, token))


class Same(Node):
    """A part that is alike on every page."""

    def __init__(self, inside: NodeList) -> None:
        self._inside = inside
        self._made: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        made = self._made.get(language)
        if made is None:
            # Nothing of this page is there to be used, so nothing of it can be remembered.
            bare = Context({}, autoescape=True)
            bare.template = context.template
            with bare.render_context.push_state(cast("Template", context.template)):
                made = self._made[language] = mark_safe(self._inside.render(bare))  # noqa: S308  escaped
        return made


@register.tag
def same(parser: Parser, token: Token) -> Same:
    """Remember what stands between this and `{% endsame %}`; the page's own names are empty inside."""
    inside = parser.parse(("endsame",))
    parser.delete_first_token()
    return Same(inside)
