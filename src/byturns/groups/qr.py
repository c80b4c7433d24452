"""A picture of an address that a telephone can read, drawn as SVG for paper."""

from __future__ import annotations

import qrcode  # type: ignore[import-untyped]  # has no types of its own
from django.utils.html import format_html
from django.utils.safestring import SafeString

BORDER = 4  # quiet squares around, as the standard asks


def svg(address: str, *, label: str) -> SafeString:
    """The QR picture of `address`, one path, with `label` for who does not see it."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=BORDER)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return format_html(
        '<svg class="qr" role="img" aria-label="{label}" viewBox="0 0 {size} {size}" width="240" height="240"'
        ' shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        '<path d="{path}" fill="#000"/></svg>',
        label=label,
        size=size,
        path=path,
    )
