"""`./byturns bench pages`: the pages a member opens most, each as a ratio to a minimal Django page of the same run.

1,000 members, 20 groups, 5,000 conversations, 50,000 messages; production settings, one process, the client on the
same machine. CPU a request is the figure to trust; times are for comparison inside the run only.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import corpus, load, reference
from byturns.config import serving
from byturns.conversations.models import Conversation, Message
from byturns.groups.scoping import in_group
from byturns.people import whoami
from byturns.people.models import Account
from byturns.people.sessions import SessionStore


@dataclass
class Started:
    process: psutil.Process
    port: int
    seconds: float  # from the start to the first page


def run(*, quick: bool = False) -> dict[str, Any]:
    """Build the corpus, start both servers, measure in interleaved rounds; see measures in docs/bench.md."""
    folder = Path(settings.DATA_DIR)
    call_command("migrate", verbosity=0, interactive=False)
    serving.collect_static()
    made = corpus.build(corpus.QUICK if quick else corpus.FULL)
    with in_group(made.group_id):
        long_one = Conversation.objects.get(public_id=made.long_id)
        rows = [
            (message.author.display_name if message.author else "", str(message.sent_at), message.html)
            for message in Message.objects.filter(conversation=long_one)
            .select_related("author")
            .order_by("pk")
        ]
    reference.store(folder, rows)
    cookie = signed_in(made)
    paths = {
        "conversation of 51 messages": f"/g/{made.slug}/c/{made.long_id}/?all=1",
        "conversation, default page": f"/g/{made.slug}/c/{made.long_id}/",
        "home": f"/g/{made.slug}/",
        "list": f"/g/{made.slug}/talk/",
    }
    queries = {name: count_queries(path, cookie) for name, path in paths.items()}
    connections.close_all()
    with ExitStack() as stack:
        bare = start(stack, [sys.executable, "-m", "bench.reference", str(folder)], "/page")
        ours = start(stack, [sys.executable, "-m", "byturns", "serve", "--port"], "/healthz")
        rest = memory(ours.process)
        figures = measure(ours, bare, paths, cookie, made, quick=quick)
        after = memory(ours.process)
        weights = {name: weigh(ours.port, path, cookie) for name, path in paths.items()}
    return told(figures, queries, weights, rest, after, ours, bare)


def signed_in(made: corpus.Made) -> str:
    """A session of the member, as signing in would have made it."""
    account = Account.objects.get(pk=made.account_id)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[whoami.KEY] = made.person_id
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def count_queries(path: str, cookie: str) -> int:
    """How many SQL statements one page takes, sign-in and fence included."""
    name, _, value = cookie.partition("=")
    client = Client(SERVER_NAME="localhost")
    client.cookies[name] = value
    client.get(path)  # the first one also moves the read point
    with CaptureQueriesContext(connections["default"]) as seen:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(seen)


def start(stack: ExitStack, command: list[str], path: str) -> Started:
    """Start a server on a free port of this machine; it is ended with the stack."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = {**os.environ, "PYTHONPATH": f"{settings.ROOT / 'src'}:{settings.ROOT}"}
    begin = time.perf_counter()
    child = subprocess.Popen([*command, str(port)], env=here, stdout=subprocess.DEVNULL, cwd=settings.ROOT)

    def stop() -> None:
        child.terminate()
        child.wait(timeout=20)

    stack.callback(stop)
    while time.perf_counter() - begin < 60:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", path)
            if line.getresponse().status == 200:
                return Started(psutil.Process(child.pid), port, time.perf_counter() - begin)
        except OSError:
            time.sleep(0.02)
        if child.poll() is not None:
            break
    raise RuntimeError(f"the server did not start: {command}")


def measure(ours, bare, paths, cookie, made, *, quick):
    """Rounds in which each thing is asked once alone and once by sixteen; medians are taken over rounds."""
    headers = {"Cookie": cookie, "Host": f"localhost:{ours.port}"}
    asks = {name: (ours, load.get(path, headers), 200) for name, path in paths.items()}
    asks["search box"] = (ours, finder(ours, cookie, made), 200)
    asks["posting a reply"] = (ours, poster(ours, cookie, made), 303)
    asks["reference"] = (bare, load.get("/page"), 200)
    asks["raw WSGI hello"] = (bare, load.get("/hello"), 200)
    rounds, count = (2, 10) if quick else (7, 60)
    seen = {(name, at_once): [] for name in asks for at_once in (1, 16)}
    for server, ask, right in asks.values():
        load.run(server.port, ask, count=5, at_once=1, server=server.process, right=right)
    for _ in range(rounds):
        for at_once in (1, 16):
            for name, (server, ask, right) in asks.items():
                seen[name, at_once].append(
                    load.run(
                        server.port, ask, count=count, at_once=at_once, server=server.process, right=right
                    )
                )
    return seen


def token_of(page: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return found.group(1).decode() if found else ""


def form_page(port: int, path: str, cookie: str) -> tuple[bytes, str]:
    """A page with a form, and the cookie that its token belongs to."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Cookie": cookie, "Host": f"localhost:{port}"})
    answer = line.getresponse()
    page = answer.read()
    given = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return page, "; ".join([cookie, *given])


def poster(server: Started, cookie: str, made: corpus.Made) -> load.Ask:
    """Replies to conversations of the group, each with its own words and its own form token."""
    path = f"/g/{made.slug}/c/{made.other_id}/"
    page, cookies = form_page(server.port, path, cookie)
    token = token_of(page)
    field = b'name="words"' in page

    def ask(line: http.client.HTTPConnection, number: int) -> int:
        said = {
            "csrfmiddlewaretoken": token,
            "words": f"A reply, number {number}. " + "word " * 40,
            "once": secrets.token_hex(8),
        }
        line.request(
            "POST",
            path,
            body=urlencode(said),
            headers={
                "Cookie": cookies,
                "Host": f"localhost:{server.port}",
                "Origin": f"http://localhost:{server.port}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        answer = line.getresponse()
        answer.read()
        return answer.status

    if not field:
        raise RuntimeError("the conversation has no reply box")
    return ask


def finder(server: Started, cookie: str, made: corpus.Made) -> load.Ask:
    """Searches for two common words and for a rarer pair by turns: the box is sent, its page of hits read.

    Two requests, counted as one. A page without hits is a wrong answer.
    """
    path = f"/g/{made.slug}/find/"
    page, cookies = form_page(server.port, path, cookie)
    token = token_of(page)
    here = {"Cookie": cookies, "Host": f"localhost:{server.port}"}
    sent = {
        **here,
        "Origin": f"http://localhost:{server.port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def ask(line: http.client.HTTPConnection, number: int) -> int:
        words = "morning tea" if number % 2 else "allowance assessment"
        line.request(
            "POST", path, body=urlencode({"csrfmiddlewaretoken": token, "words": words}), headers=sent
        )
        answer = line.getresponse()
        answer.read()
        if answer.status != 303:
            return answer.status
        line.request("GET", answer.headers["Location"], headers=here)
        answer = line.getresponse()
        found = b"<mark>" in answer.read()
        return answer.status if found else 0

    return ask


@dataclass(frozen=True)
class Weight:
    html: int  # before compression
    first: int  # compressed, with everything the page asks for
    later: int  # compressed, the page alone: the rest is kept by the browser
    requests: int  # beside the page


def weigh(port: int, path: str, cookie: str) -> Weight:
    """What a first and a second visit fetch. HTML is compressed by the server in front; gzip stands for it."""
    page, _ = form_page(port, path, cookie)
    text = page.decode()
    wanted = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    total = 0
    for address in wanted:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        line.request("GET", address, headers={"Accept-Encoding": "gzip", "Host": f"localhost:{port}"})
        total += len(line.getresponse().read())
    packed = len(gzip.compress(page, 6))
    return Weight(html=len(page), first=packed + total, later=packed, requests=len(wanted))


def memory(process: psutil.Process) -> float:
    """Megabytes held by the server."""
    return float(process.memory_info().rss) / 1024 / 1024


def told(figures, queries, weights, rest, after, ours, bare) -> dict[str, Any]:
    """The table and the targets of measures.md."""
    alone = statistics.median(one.cpu_ms for one in figures["reference", 1])
    rows, wrong, samples = [], 0, 0
    ratio: dict[str, float] = {}
    for (name, at_once), batches in figures.items():
        together = load.Figures()
        for batch in batches:
            together.add(batch)
        wrong += together.wrong
        samples += together.count
        cpu = statistics.median(one.cpu_ms for one in batches)
        if at_once == 1:
            ratio[name] = cpu / alone
        rows.append(
            {
                "page": name,
                "at once": at_once,
                "CPU ms": round(cpu, 2),
                "x reference": round(cpu / alone, 2),
                "p50 ms": round(together.percentile(0.5), 1),
                "p95 ms": round(together.percentile(0.95), 1),
                "a second": round(together.a_second, 1),
                "queries": queries.get(name, ""),
                "html KB": round(weights[name].html / 1024, 1) if name in weights else "",
                "first KB": round(weights[name].first / 1024, 1) if name in weights else "",
                "later KB": round(weights[name].later / 1024, 1) if name in weights else "",
            }
        )
    post_cpu = statistics.median(one.cpu_ms for one in figures["posting a reply", 1])
    post_rate = statistics.median(one.a_second for one in figures["posting a reply", 16])
    start_ratio = ours.seconds / bare.seconds
    rows.append({"page": f"memory at rest {rest:.0f} MB, after the run {after:.0f} MB", "at once": ""})
    rows.append(
        {"page": f"start to first page {ours.seconds:.2f} s, reference {bare.seconds:.2f} s", "at once": ""}
    )

    def target(name: str, value: float, limit: float) -> dict[str, Any]:
        return {"name": name, "value": round(value, 2), "limit": limit}

    targets = [
        target("conversation of 51: CPU x reference", ratio["conversation of 51 messages"], 2),
        target("home: CPU x reference", ratio["home"], 2),
        target("list: CPU x reference", ratio["list"], 2),
        target("posting: CPU ms", post_cpu, 10),
        {
            "name": "posting: a second at 16 at once",
            "value": round(post_rate, 1),
            "limit": 100,
            "met": post_rate >= 100,
        },
        target("queries of any page", max(queries.values()), 8),
        target("first view KB", max(weight.first for weight in weights.values()) / 1024, 60),
        target("later view KB", max(weight.later for weight in weights.values()) / 1024, 15),
        target("requests beside the page", max(weight.requests for weight in weights.values()), 4),
        target("conversation of 51: HTML KB", weights["conversation of 51 messages"].html / 1024, 60),
        target("memory at rest MB", rest, 120),
        target("memory after MB", after, 200),
        target("start to first page x reference", start_ratio, 1.6),
    ]
    targets.append(target("search box: CPU x reference", ratio["search box"], 1.5))
    faults = [f"{wrong} answers were not what they should be"] if wrong else []
    return {"rows": rows, "targets": targets, "samples": samples, "valid": not wrong, "faults": faults}
