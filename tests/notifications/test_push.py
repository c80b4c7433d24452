"""A line on a device: when, to whom, and that the request for it says nothing. The service is on loopback."""

from __future__ import annotations

import base64
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from byturns.config import secret
from byturns.conversations.models import ReadPoint
from byturns.core import clock
from byturns.groups.actions import breaks, leaving
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, jobs, push_services
from byturns.notifications.models import Device
from byturns.people import actions as people
from tests.notifications.test_mails import TITLE, WORDS, choose, open_talk, pass_time
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["pass_time"]
HOST = "updates.push.services.mozilla.com"
HERS = f"https://{HOST}/wpush/v2/gAAAA-hers?x=1"


class Service:
    """A push service: it keeps what it is asked, and answers as it is told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answer = 201
        self.headers: dict[str, str] = {}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2049, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def service(certificate: Path) -> Iterator[Service]:
    kept = Service()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.asked.append((self.path, dict(self.headers.items()), body))
            self.send_response(kept.answer)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    trusting = ssl.create_default_context(cafile=str(certificate))
    push_services.reached_by(push_services.Way(lambda host: server.server_address[:2], trusting))
    yield kept
    push_services.reached_by(None)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def noon(time_machine) -> None:
    time_machine.move_to("2026-11-24T12:00:00+00:00", tick=False)


def on(world: World, endpoint: str = HERS, **chosen) -> None:
    choose(world.amina, **chosen)
    with in_group(world.group):
        actions.tell_device(member=world.amina, endpoint=endpoint)


def devices() -> int:
    with everywhere("a test counts"):
        return Device.objects.count()


def opened(text: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def test_a_notice_wakes_her_device_once_and_the_request_says_nothing(noon, world: World, pass_time, service):
    on(world)
    open_talk(world)
    pass_time(minutes=3)
    [(path, headers, body)] = service.asked
    assert (path, body) == ("/wpush/v2/gAAAA-hers?x=1", b"")
    assert sorted(headers) == ["Accept-Encoding", "Authorization", "Content-Length", "Host", "TTL"]
    assert [headers["Host"], headers["Content-Length"], headers["TTL"]] == [HOST, "0", "43200"]
    _scheme, t, k = headers["Authorization"].replace("t=", "").replace("k=", "").replace(",", "").split(" ")
    head, claims, signed = t.split(".")
    assert opened(head) == {"typ": "JWT", "alg": "ES256"}
    now = clock.now().timestamp()
    assert now < opened(claims).pop("exp") <= now + 24 * 3600
    assert {**opened(claims), "exp": 0} == {
        "aud": f"https://{HOST}",
        "sub": "mailto:group@localhost",
        "exp": 0,
    }
    pad = "=" * (-len(k) % 4)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.urlsafe_b64decode(k + pad))
    raw = base64.urlsafe_b64decode(signed + "==")
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    point.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.dumps([headers, opened(claims)]).lower()
    for word in (WORDS, TITLE, "amina", "brian", world.slug, world.group.name):
        assert word.lower() not in said


def test_no_second_until_she_has_read_here_again(noon, world: World, pass_time, service):
    on(world)
    talk = open_talk(world)
    assert len(pass_time(minutes=3)) == 1
    open_talk(world, title="Another")
    assert len(pass_time(minutes=3)) == 1
    assert len(service.asked) == 1
    with in_group(world.group):
        number = talk.messages.get().pk
        kept = {"group": world.group, "membership": world.amina, "conversation": talk, "message_id": number}
        ReadPoint.objects.create(at=clock.now() + timedelta(seconds=1), **kept)
    open_talk(world, title="A third")
    pass_time(minutes=3)
    assert len(service.asked) == 2


@pytest.mark.parametrize("pace", ["none", "daily", "mine"])
def test_who_gets_no_notice_is_not_woken(noon, world: World, pass_time, service, pace):
    on(world, pace=pace)
    open_talk(world)
    pass_time(minutes=3)
    assert service.asked == []


def test_quiet_hours_hold_and_none_is_kept_into_them(world: World, pass_time, service, time_machine):
    time_machine.move_to("2026-11-24T20:59:00+00:00", tick=False)
    on(world, quiet_from=21, quiet_to=8)
    open_talk(world)
    pass_time(minutes=5)
    assert service.asked == []
    pass_time(hours=11)
    assert len(service.asked) == 1
    time_machine.move_to("2026-11-25T20:40:00+00:00", tick=False)
    with in_group(world.group):
        Device.objects.update(woken_at=None)
    open_talk(world, title="Another")
    pass_time(minutes=3)
    assert 0 < int(service.asked[1][1]["TTL"]) <= 17 * 60


def test_a_break_holds(noon, world: World, pass_time, service):
    on(world)
    with in_group(world.group):
        breaks.take(member=world.amina, until=clock.today(world.group.zone) + timedelta(days=2))
    open_talk(world)
    pass_time(minutes=3)
    assert service.asked == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_its_service_does_not_know_is_forgotten(noon, world: World, pass_time, service, status):
    on(world)
    service.answer = status
    open_talk(world)
    pass_time(minutes=3)
    assert (len(service.asked), devices()) == (1, 0)


def test_a_busy_service_is_asked_again_and_a_redirect_is_not_followed(noon, world: World, pass_time, service):
    on(world)
    service.answer = 503
    open_talk(world)
    pass_time(minutes=3)
    service.answer, service.headers = 307, {"Location": "https://127.0.0.1/elsewhere"}
    pass_time(seconds=15)
    pass_time(minutes=10)
    assert [path for path, _headers, _body in service.asked] == ["/wpush/v2/gAAAA-hers?x=1"] * 2
    assert devices() == 1


def test_it_ends_with_signing_out_everywhere(noon, world: World, pass_time, service):
    on(world)
    people.end_sessions(account=world.amina.person.account)
    open_talk(world)
    assert len(pass_time(minutes=3)) == 1
    assert service.asked == []
    jobs.tidy()
    assert devices() == 0


def test_it_ends_with_membership(noon, world: World, run_jobs, service):
    on(world)
    with in_group(world.group):
        leaving.leave(member=world.amina)
    run_jobs()
    assert devices() == 0


def test_nobody_registers_the_device_of_another(world: World):
    on(world)
    with in_group(world.group), pytest.raises(ValidationError):
        actions.tell_device(member=world.celia, endpoint=HERS)
    with in_group(world.other_group), pytest.raises(ValidationError):
        actions.tell_device(member=world.farid, endpoint=HERS)
    with in_group(world.group):
        actions.tell_device(member=world.amina, endpoint=HERS)
        assert [one.membership_id for one in Device.objects.all()] == [world.amina.pk]


def test_a_browser_that_signs_out_is_told_nothing_more(world: World, as_):
    choose(world.amina)
    here, elsewhere = as_(world.amina), as_(world.amina)
    for browser, endpoint in ((here, HERS), (elsewhere, f"{HERS}2")):
        browser.post("/g/tuesday/me/mail/device/", {"act": "on", "endpoint": endpoint})
    assert devices() == 2
    here.post(reverse("account_logout"))
    with in_group(world.group):
        assert [one.endpoint for one in Device.objects.all()] == [f"{HERS}2"]


def test_five_devices_at_most_and_the_oldest_goes(world: World):
    for number in range(7):
        on(world, endpoint=f"{HERS}{number}")
    with in_group(world.group):
        kept = Device.objects.order_by("pk").values_list("endpoint", flat=True)
        assert list(kept) == [f"{HERS}{number}" for number in range(2, 7)]


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        f"http://{HOST}/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        f"https://{HOST}.example.org/x",
        f"https://evil{HOST}/x",
        "https://evilnotify.windows.com/x",
        f"https://{HOST}:8443/x",
        f"https://{HOST}:no/x",
        f"https://me:word@{HOST}/x",
        f"https://{HOST}@example.org/x",
        f"https://example.org\\@{HOST}/x",
        f"https://{HOST}",
        f"https://{HOST}/x y",
        f"https://{HOST}/x\r\nHost: y",
        f"https://{HOST}/" + "x" * 1000,
    ],
)
def test_only_the_known_services_are_taken(world: World, endpoint):
    with in_group(world.group), pytest.raises(ValidationError):
        actions.tell_device(member=world.amina, endpoint=endpoint)
    with pytest.raises(ValueError, match="no address of a push service"):
        push_services.wake(endpoint, timedelta(0))


@pytest.mark.parametrize(
    "endpoint",
    [
        HERS,
        "https://fcm.googleapis.com/fcm/send/a:b",
        "https://web.push.apple.com/Q",
        "https://db5p.notify.windows.com/w/?token=a%2b",
    ],
)
def test_these_are_known(endpoint):
    assert push_services.is_known(endpoint)


def test_a_name_that_leads_into_a_private_network_is_not_followed():
    with pytest.raises(push_services.Unreachable):
        push_services.public_address("localhost")
    assert not ipaddress.ip_address("127.0.0.1").is_global


def test_the_page_says_what_it_needs_and_switches_on_and_off(world: World, as_):
    client = as_(world.amina)
    page = f"/g/{world.slug}/me/mail/"
    shown = client.get(page).content.decode()
    assert ["<byturns-device" in shown, "Tell me on no device" in shown] == [True, False]
    assert client.post(f"{page}device/", {"endpoint": HERS}).status_code == 303
    shown = client.get(page).content.decode()
    assert ["It is on for one device" in shown, HERS in shown] == [True, False]
    assert client.post(f"{page}device/", {"endpoint": "https://example.org/x"}).status_code == 422
    client.post(f"{page}device/", {"act": "off"})
    assert devices() == 0


def test_the_worker_holds_the_one_line(world: World, as_):
    answer = as_(world.amina).get(f"/g/{world.slug}/me/mail/worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    first = answer.content.decode().splitlines()[0]
    assert json.loads(first.removeprefix("const said = ").removesuffix(";")) == {
        "title": "Your group",
        "line": "Something new in your group",
        "home": f"/g/{world.slug}/",
    }


def test_where_it_is_off_there_is_nothing_of_it(noon, world: World, as_, pass_time, service):
    on(world)
    settings_before = settings.PUSH
    settings.PUSH = False
    try:
        assert "<byturns-device" not in as_(world.amina).get(f"/g/{world.slug}/me/mail/").content.decode()
        assert as_(world.amina).get(f"/g/{world.slug}/me/mail/worker.js").status_code == 404
        open_talk(world)
        pass_time(minutes=3)
        with in_group(world.group), pytest.raises(ValidationError):
            actions.tell_device(member=world.amina, endpoint=HERS)
    finally:
        settings.PUSH = settings_before
    assert service.asked == []


def test_the_key_is_made_once_and_kept_to_itself(tmp_path: Path):
    made = secret.push_key_in(tmp_path)
    assert secret.push_key_in(tmp_path) == made.strip()
    assert (tmp_path / "push-key").stat().st_mode & 0o777 == 0o600
