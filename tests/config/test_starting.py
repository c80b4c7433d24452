"""The two ways to start, as somebody with a fresh copy meets them."""

from __future__ import annotations

import re
import smtplib
import socket
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests import migrated, running

pytestmark = pytest.mark.slow
ROLES = ["a new member", "an old hand", "a steward", "a guest"]


def visit(address: str, browser: urllib.request.OpenerDirector | None = None) -> tuple[int, str, str]:
    """Status, where one ends up, and the page."""
    browser = browser or urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    try:
        with browser.open(address, timeout=30) as answer:
            return answer.status, answer.url, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, address, refused.read().decode()


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.uncounted
def test_the_demo_says_exactly_what_to_open_and_keeps_what_was_done(tmp_path: Path) -> None:
    port = running.free_port()
    words = ("demo", "--port", str(port), "--data", str(tmp_path / "demo"))
    here = f"http://localhost:{port}"
    with running.kept_running(tmp_path, *words, lines=7) as said:
        assert said[0] == f"Byturns is ready: {here}/"
        assert [line.split(": ")[0] for line in said[1:5]] == [f"Sign in as {role}" for role in ROLES]
        links = [line.split(": ")[1] for line in said[1:5]]
        assert all(link.startswith(f"{here}/demo/as/") for link in links)
        assert said[5] == f"Mail that was sent: {here}/demo/mail/"
        mail_port = int(said[6].removeprefix("Mail comes in at localhost:"))
        with smtplib.SMTP("127.0.0.1", mail_port, timeout=10) as line:
            code, _said = line.docmd("MAIL FROM:<a@example.org>")
            assert code == 503  # hello first; it listens
        homes = [visit(link) for link in links]
        assert [status for status, _, _ in homes] == [200] * 4
        assert [heading(page) for _, _, page in homes][:3] == ["What would help today?"] * 3
        assert visit(links[0])[0] == 200  # a link can be used again
        assert visit(f"{here}/demo/as/steward:forged/")[0] == 404
        assert visit(f"{here}/demo/mail/no-such.eml/")[0] == 404

        # Somebody asks for a code: it can be read in the list of mails, and by itself.
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        _, _, page = visit(f"{here}/in/", browser)
        [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
        form = f"csrfmiddlewaretoken={token}&email=nobody@example.org".encode()
        asking = urllib.request.Request(f"{here}/in/", form, {"Referer": f"{here}/in/"})
        assert browser.open(asking, timeout=30).status == 200
        mail = next(
            page for _ in range(200) if "nobody@example.org" in (page := visit(f"{here}/demo/mail/")[2])
        )
        [one] = re.findall(r'"(/demo/mail/[^"]+\.eml/)"', mail)[:1]
        assert "nobody@example.org" in visit(here + one)[2]

        # Another program on the same port is refused with a sentence.
        second = running.byturns(tmp_path, *words, check=False)
        assert second.stderr == (
            f"CommandError: Port {port} is taken by another program. Choose another with --port.\n"
        )
        assert second.returncode == 1

    with running.kept_running(tmp_path, *words, lines=7) as again:
        assert again == said
        assert one in visit(again[5].removeprefix("Mail that was sent: "))[2]
    with running.kept_running(tmp_path, *words, "--fresh", lines=7) as fresh:
        assert one not in visit(fresh[5].removeprefix("Mail that was sent: "))[2]
        assert visit(fresh[1].split(": ")[1])[0] == 200

    # The folder of a demo is not taken for a real group's.
    real = running.byturns(tmp_path / "demo", "serve", check=False, BYTURNS_MODE="demo")
    assert real.stderr == "CommandError: This is a demo's folder. Use `./byturns demo`.\n"


@pytest.mark.uncounted
def test_a_real_group_starts_with_a_link_that_opens_the_set_up_page(tmp_path: Path) -> None:
    port = running.free_port()
    with running.kept_running(tmp_path, "serve", "--port", str(port), lines=4) as said:
        assert said[:2] == [
            f"Byturns is ready: http://localhost:{port}",
            "There is no group here yet. Start it by opening this link, once:",
        ]
        assert said[3].startswith("No mail server is set: mail is kept in ")
        link = said[2].strip()
        assert visit(link)[0] == 200
        assert visit(link[:-6] + "wrong/")[0] == 404
        assert visit(f"http://localhost:{port}/demo/mail/")[0] == 404
        with pytest.raises(OSError), socket.create_connection((own_address(), port), timeout=5):
            pass
    # Somebody who starts it twice without opening the link gets a new one; work alone needs no port.
    with running.kept_running(tmp_path, "serve", "--port", str(port), "--only", "work", lines=3) as work:
        assert work[2].strip() != link
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
    with running.kept_running(tmp_path, "serve", "--port", str(port), "--only", "web", lines=3) as web:
        assert visit(web[2].strip())[0] == 200
        assert [visit(older)[0] for older in (link, work[2].strip())] == [404, 404]


def own_address() -> str:
    """An address of this machine that is not the loopback one, for a look from outside."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but its own")
        return str(probe.getsockname()[0])


@pytest.mark.uncounted
def test_mail_by_hand_and_commands_that_do_not_exist(tmp_path: Path) -> None:
    if not migrated.lay_into(tmp_path):
        running.byturns(tmp_path, "migrate", "-v0")
    said = running.byturns(tmp_path, "doctor", "--mail-to", "sal@example.org", check=False)
    assert said.returncode == 1
    assert "well   test mail: handed over for " in said.stdout
    [mail] = tmp_path.rglob("*.eml")
    assert "To: sal@example.org" in mail.read_text()
    unknown = running.byturns(tmp_path, "bench", "tea", check=False)
    assert unknown.stderr.startswith("CommandError: There is no bench called tea. There are: import, ")
    assert "demo" in running.byturns(tmp_path).stdout
    assert running.byturns(tmp_path, "recover-steward", check=False).returncode == 2
