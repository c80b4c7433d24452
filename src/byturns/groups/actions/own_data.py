"""Taking away a copy of everything one wrote (D46)."""

from __future__ import annotations

import io
import json
import zipfile

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from byturns.core import clock, registry
from byturns.core.events import emit
from byturns.groups import events, policy, readable
from byturns.groups.actions import contact
from byturns.groups.models import Membership


@transaction.atomic
def take_away(*, member: Membership, typed_by: Membership | None = None) -> bytes:
    """A zip with one page to read and one file for machines, holding the same.

    It holds what every app says it keeps of her, and nothing of what others wrote. `typed_by` is who
    prints it for a member without e-mail: what was said in circles she is not in stays out of it,
    and as it tells how the member is reached, it is kept as a look. Raises NotAllowed. Emits OwnDataTaken,
    and ContactSeen when it is typed.
    """
    policy.require(member, "groups.own_data")
    if typed_by is not None:
        policy.require(typed_by, "groups.act_for", member)
        contact.keep_look(by=typed_by, whom=member)  # it stands in the file, and the file tells of it
    everything = registry.own_data_of(member, typist=typed_by)
    page = render_to_string(
        "groups/people/own_data_file.html",
        {"made_at": clock.now(), "name": member.display_name, "body": readable.as_html(everything)},
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("my-words.html", page)
        bundle.writestr("my-words.json", json.dumps(everything, ensure_ascii=False, indent=2))
        bundle.writestr("read-me.txt", _("Read my-words.html. The other file holds the same for programs.\n"))
    by_id = (typed_by or member).pk
    emit(events.OwnDataTaken(group_id=member.group_id, by_id=by_id, membership_id=member.pk))
    return packed.getvalue()
