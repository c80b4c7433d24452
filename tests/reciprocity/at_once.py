"""Said by a process of its own: these members say yes to one ask, each when the sign is given.

`python -m tests.reciprocity.at_once DATABASE ASK SIGN MEMBER...` prints "ready", waits until the file SIGN is
there, and prints for each what became of it: agreed, offered, or enough.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
from django.conf import settings


def main(name: str, ask_id: str, sign: str, *members: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    django.setup()
    from django.db import connection

    from byturns.groups.models import Membership
    from byturns.groups.policy import NotAllowed
    from byturns.groups.scoping import everywhere, in_group
    from byturns.reciprocity import actions
    from byturns.reciprocity.models import Ask

    def say_yes(number: str) -> str:
        try:
            with everywhere("a test"):
                member = Membership.objects.select_related("group").get(pk=number)
            while not Path(sign).exists():
                time.sleep(0.005)
            with in_group(member.group_id):
                hand = actions.offer(member=member, ask=Ask.objects.get(pk=ask_id))
            return "agreed" if hand.agreed_at else "offered"
        except NotAllowed:
            return "enough"
        finally:
            connection.close()

    print("ready", flush=True)  # noqa: T201
    with ThreadPoolExecutor(20) as crowd:
        for said in crowd.map(say_yes, members):
            print(said)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
