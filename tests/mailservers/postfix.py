"""A Postfix of our own for one test, with nothing of the machine's own mail: as docs/setup-mail.md says."""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mailservers import needed
from tests.running import free_port

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
myhostname = mx.carers.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.1/32
alias_maps =
biff = no
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtp_host_lookup = native
smtp_dns_support_level = disabled
minimal_backoff_time = 2s
queue_run_delay = 2s
in_flow_delay = 0s
"""


@dataclass
class Postfix:
    port: int
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


@contextmanager
def running(folder: Path, settings: str) -> Iterator[Postfix]:
    """A Postfix in `folder` with `settings` as an operator would write them; stopped at the end."""
    command = needed.program("postfix", "postfix")
    folder.chmod(0o755)
    conf, port = folder / "conf", free_port()
    for made in (conf, folder / "queue", folder / "data"):
        made.mkdir()
    owner = pwd.getpwnam("postfix")
    os.chown(folder / "data", owner.pw_uid, owner.pw_gid)
    (conf / "master.cf").write_text(_MASTER.format(port=port))
    (conf / "main.cf").write_text(_MAIN.format(folder=folder) + settings)

    def run(what: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([command, "-c", str(conf), what], capture_output=True, text=True, timeout=60)

    began = run("start")
    assert began.returncode == 0, began.stdout + began.stderr
    try:
        yield Postfix(port, folder)
    finally:
        run("stop")
        time.sleep(0.2)
