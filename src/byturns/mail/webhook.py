"""The door for mail: a service posts it to a page of ours. django-anymail proves that it was the service."""

from __future__ import annotations

import base64
import binascii
import logging
from typing import Any

from anymail.exceptions import AnymailError
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postal import PostalInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import HttpRequest

from byturns.mail import intake
from byturns.mail.recipients import recipients

log = logging.getLogger("byturns.mail")

SERVICES = {
    "mailgun": MailgunInboundWebhookView,
    "postal": PostalInboundWebhookView,
    "postmark": PostmarkInboundWebhookView,
}
# What the library raises of something that is no mail, or not of the kind that we asked the service for.
NOT_A_MAIL = (
    AnymailError,
    ImproperlyConfigured,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    binascii.Error,
)


class NotTheService(Exception):
    """What was posted does not come from the service, or is not a mail."""


def take(request: HttpRequest) -> int:
    """Keep what the service posts; gives how many mails. Raises NotTheService.

    Other faults are raised as they come: the service tries again when it is not told that all is well.
    """
    service = SERVICES[settings.MAIL_WEBHOOK]()
    service.setup(request)
    try:
        service.run_validators(request)
    except (SuspiciousOperation, UnicodeError, ValueError) as fault:
        raise NotTheService from fault
    try:
        events = service.parse_events(request)
        mails = [(_raw(event, request), event.message) for event in events]
    except NOT_A_MAIL as fault:
        log.error(
            "the service that takes mail for us posted something that is no mail: %s", type(fault).__name__
        )
        raise NotTheService from fault
    for raw, message in mails:
        told = (message.envelope_recipient or "").split(",")
        for address in recipients(raw, told):
            intake.keep(raw, rcpt_to=address, mail_from=message.envelope_sender or "", came_by="webhook")
    return len(mails)


def _raw(event: Any, request: HttpRequest) -> bytes:
    """The mail byte by byte where the service gives it: only so can a signature in it be checked."""
    posted = event.esp_event
    if settings.MAIL_WEBHOOK == "mailgun" and "body-mime" in request.POST:
        return request.POST["body-mime"].encode("utf-8", "surrogateescape")
    if settings.MAIL_WEBHOOK == "postal":
        whole = str(posted["message"])
        return base64.b64decode(whole) if posted.get("base64") else whole.encode("utf-8", "surrogateescape")
    if settings.MAIL_WEBHOOK == "postmark" and "RawEmail" in posted:
        return str(posted["RawEmail"]).encode("utf-8", "surrogateescape")
    return bytes(event.message.as_bytes())
