"""A Dovecot of our own for one test: one mailbox, read by IMAP on a free port of this machine."""

from __future__ import annotations

import imaplib
import os
import pwd
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.mailservers import needed
from tests.running import free_port

USER, PASSWORD = "group", "a password only for tests"

_CONF = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
{more}
"""


@dataclass
class Dovecot:
    port: int
    folder: Path
    uid: int
    gid: int

    @property
    def maildir(self) -> Path:
        """Where a mail server puts mail for it."""
        return self.folder / "mail"

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as line:
            line.login(USER, PASSWORD)
            yield line

    def put(self, raw: bytes) -> None:
        """A mail has come."""
        with self.opened() as line:
            assert line.append("INBOX", "", None, raw)[0] == "OK"

    def empty(self) -> None:
        """Nothing has come, and there is no folder but the first."""
        with self.opened() as line:
            for row in line.list()[1]:
                name = row.decode().rpartition(" ")[2].strip('"')
                if line.select(name)[1] != [b"0"]:
                    line.store("1:*", "+FLAGS", "(\\Deleted)")
                    line.expunge()
                if name != "INBOX":
                    line.close()
                    line.delete(name)

    def holds(self, mailbox: str) -> list[bytes]:
        """The mails of a folder."""
        with self.opened() as line:
            if line.select(mailbox, readonly=True)[0] != "OK":
                return []
            numbers = line.search(None, "ALL")[1][0].split()
            return [line.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers]


@contextmanager
def running(folder: Path, more: str = "") -> Iterator[Dovecot]:
    """A Dovecot in `folder`, ended by its own id."""
    command = needed.program("dovecot", "dovecot-imapd")
    needed.program("imap", "dovecot-imapd")  # which is in the same folder as its other programs
    owner = pwd.getpwnam("nobody")
    for name in ("run", "state", "mail", "home"):
        (folder / name).mkdir()
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    os.chown(folder / "run", 0, 0)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    folder.chmod(0o755)  # its programs run as other people
    (folder / "users").chmod(0o644)
    made = Dovecot(free_port(), folder, owner.pw_uid, owner.pw_gid)
    (folder / "conf").write_text(
        _CONF.format(folder=folder, uid=made.uid, gid=made.gid, port=made.port, more=more)
    )
    with (
        (folder / "said").open("w") as said,
        subprocess.Popen([command, "-F", "-c", str(folder / "conf")], stdout=said, stderr=said) as server,
    ):
        try:
            for _ in range(100):
                with suppress(ConnectionError), made.opened():
                    break
                assert server.poll() is None, (folder / "said").read_text()
                time.sleep(0.1)
            yield made
        finally:
            server.terminate()
            server.wait(20)
