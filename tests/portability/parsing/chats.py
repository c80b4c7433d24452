"""Exports as telephones write them, in words of our own."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from byturns.portability.importing.parsing import report, whatsapp
from byturns.portability.importing.parsing.report import Parsed

LONDON = ZoneInfo("Europe/London")


def read(text: str, **more) -> Parsed:
    parsed = whatsapp.parse(text.encode(), tz=LONDON, **more)
    assert report.accounting(parsed).adds_up
    return parsed


def shown(parsed: Parsed) -> list[tuple[str, str, str]]:
    return [(said.said_by, said.sent_at.strftime("%Y-%m-%d %H:%M"), said.words) for said in parsed.messages]


IPHONE = (
    "[03/03/2026, 19:04:11] Tuesday Carers: \u200eMessages and calls are end-to-end encrypted."
    " Only people in this chat can read, listen to, or share them.\r\n"
    "\u200e[03/03/2026, 19:04:20] Sheila B: \u200eSheila B created this group\r\n"
    "[03/03/2026, 19:05:02] Sheila B: Has anyone used the\r\n"
    "\r\n"
    "sitting service: the one in Walden?\r\n"
    "[03/03/2026, 19:06:00] Pat: Yes! Ring and ask for Jo: she is kind\r\n"
    "[04/03/2026, 07:01:00] ~\u202fAlan: \u200eimage omitted\r\n"
    "\u200e[04/03/2026, 07:02:00] Pat: leaflet.pdf • \u200e3 pages \u200edocument omitted\r\n"
    "[04/03/2026, 07:03:00] Pat: Meant Thursday \u200e<This message was edited>\r\n"
    "\u200e[04/03/2026, 07:04:00] Pat: \u200eThis message was deleted.\r\n"
    "[14/03/2026, 21:00:00] \u202a+44 7700 900123\u202c: \u200e<attached: 00000012-PHOTO-2026-03-14.jpg>\r\n"
    "\u200e[14/03/2026, 21:01:00] Pat: \u200ePOLL:\r\n"
    "Which day?\r\n"
    "\u200eOPTION: Tuesday (\u200e3 votes)\r\n"
    "\u200e[14/03/2026, 21:02:00] Pat: \u200ePat left\r\n"
)

ANDROID = (
    "13/03/2026, 19:04 - Messages and calls are end-to-end encrypted. Learn more.\n"
    '13/03/2026, 19:04 - Sheila B created group "Tuesday: carers"\n'
    "13/03/2026, 19:04 - You added Pat\n"
    "13/03/2026, 19:05 - Sheila B: Has anyone used the\n"
    "sitting service?\n"
    "\n"
    "13/03/2026, 19:06 - +44 7700 900123: Yes, ask @447700900456\n"
    "13/03/2026, 19:07 - Pat: <Media omitted>\n"
    "13/03/2026, 19:08 - Pat: This message was deleted\n"
    "13/03/2026, 19:08 - Pat: You deleted this message\n"
    "13/03/2026, 19:09 - Pat: IMG-20260313-WA0001.jpg (file attached)\n"
    "The view from the ward\n"
    "13/03/2026, 19:10 - Pat: ok\n"
    "13/03/2026, 19:10 - Pat: ok\n"
    "14/03/2026, 08:00 - Pat hat Sue hinzugef\u00fcgt\n"
    "14/03/2026, 08:01 - +44 7700 900123 left\n"
)

# One conversation of two, in the manner of each telephone: (a name for it, text, order, sure)
MANNERS = [
    ("British Android, 12 hours", "13/03/2026, 7:05\u202fpm - {a}\n14/03/2026, 7:06\u202fam - {b}\n", "dmy"),
    ("British iPhone, short year", "[13/03/26, 19:05:00] {a}\n[14/03/26, 07:06:00] {b}\n", "dmy"),
    ("Welsh telephone", "13/03/2026, 7:05 yh - {a}\n14/03/2026, 7:06 yb - {b}\n", "dmy"),
    ("American", "3/13/26, 7:05 PM - {a}\n3/14/26, 7:06 AM - {b}\n", "mdy"),
    ("American iPhone", "[3/13/26, 7:05:00\u202fPM] {a}\n[3/14/26, 7:06:00\u202fAM] {b}\n", "mdy"),
    ("German", "13.03.26, 19:05 - {a}\n14.03.26, 07:06 - {b}\n", "dmy"),
    ("German iPhone", "[13.03.26, 19:05:00] {a}\n[14.03.26, 07:06:00] {b}\n", "dmy"),
    ("Spanish", "13/3/26, 7:05 p.\u00a0m. - {a}\n14/3/26, 7:06 a.\u00a0m. - {b}\n", "dmy"),
    ("Dutch", "13-03-2026 19:05 - {a}\n14-03-2026 07:06 - {b}\n", "dmy"),
    ("Swedish", "2026-03-13 19:05 - {a}\n2026-03-14 07:06 - {b}\n", "ymd"),
    ("Canadian", "2026-03-13, 7:05 p.m. - {a}\n2026-03-14, 7:06 a.m. - {b}\n", "ymd"),
    ("Japanese", "2026/03/13 19:05 - {a}\n2026/03/14 7:06 - {b}\n", "ymd"),
    ("Korean", "[2026. 3. 13. 오후 7:05:00] {a}\n[2026. 3. 14. 오전 7:06:00] {b}\n", "ymd"),
    ("Finnish", "13.3.2026 klo 19.05 - {a}\n14.3.2026 klo 7.06 - {b}\n", "dmy"),
    ("Bulgarian", "13.03.2026 г., 19:05 - {a}\n14.03.2026 г., 07:06 - {b}\n", "dmy"),
    ("Greek", "13/3/2026, 7:05 μ.μ. - {a}\n14/3/2026, 7:06 π.μ. - {b}\n", "dmy"),
    (
        "Arabic",
        "[\u200f\u0661\u0663\u200f/\u0663\u200f/\u0662\u0660\u0662\u0666، \u0667:\u0660\u0665:\u0660\u0660 م]"
        " {a}\n"
        "[\u200f\u0661\u0664\u200f/\u0663\u200f/\u0662\u0660\u0662\u0666، \u0667:\u0660\u0666:\u0660\u0660 ص]"
        " {b}\n",
        "dmy",
    ),
    ("old iPhone", "13/03/2026, 19:05:00: {a}\n14/03/2026, 07:06:00: {b}\n", "dmy"),
]
