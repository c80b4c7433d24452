"""Our own border: what DMARC, SPF and DKIM say of a sender, asked of a DNS on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import dns.resolver
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.mail.kinds import Verdict
from byturns.mail.proof import checking, names, policies, servers, signatures
from byturns.mail.proof.policies import Found, Heard, Policy, Proof, judge, policy_in
from tests.mailservers import zone as dns_zone
from tests.mailservers.zone import Zone, publishes, signed

PASS, NOT, UNANSWERED, UNASKED = Heard.PASS, Heard.NOT, Heard.UNANSWERED, Heard.UNASKED
WATCHES, FIRM = Policy(), Policy(firm=True)

# (what the domain asks, what its signature came to, what SPF came to for that domain): the verdict.
# The same stands in docs/mail.md.
TABLE = [
    (FIRM, PASS, NOT, "pass"),
    (FIRM, NOT, PASS, "pass"),
    (WATCHES, PASS, UNASKED, "pass"),
    (WATCHES, UNANSWERED, PASS, "pass"),
    (FIRM, PASS, UNANSWERED, "pass"),
    (FIRM, NOT, NOT, "fail"),
    (WATCHES, NOT, NOT, "fail"),
    (FIRM, NOT, UNASKED, "fail"),
    (WATCHES, NOT, UNASKED, "none"),
    (FIRM, UNANSWERED, NOT, "none"),
    (FIRM, NOT, UNANSWERED, "none"),
    (FIRM, UNASKED, NOT, "none"),
    (None, PASS, NOT, "pass"),
    (None, NOT, PASS, "pass"),
    (None, NOT, NOT, "none"),
    (None, NOT, UNASKED, "none"),
    (None, UNANSWERED, UNANSWERED, "none"),
]


@pytest.mark.parametrize(("policy", "signature", "sent", "verdict"), TABLE)
def test_the_table(policy, signature, sent, verdict):
    spf = Proof("" if sent is UNASKED else "example.org", sent)
    found = Found("example.org", policy, spf=spf, dkim=(Proof("example.org", signature),))
    assert judge(found) == verdict


@pytest.mark.parametrize(
    ("spoken_for", "policy", "verdict"),
    [
        ("example.org", WATCHES, "pass"),
        ("mail.example.org", WATCHES, "pass"),  # of the same organization
        ("mail.example.org", Policy(strict_dkim=True, strict_spf=True), "fail"),
        ("mail.example.org", None, "none"),  # with no record only the very domain counts
        ("evil.example", WATCHES, "fail"),
        ("notexample.org", WATCHES, "fail"),
        ("org", WATCHES, "fail"),
    ],
)
def test_a_proof_counts_only_for_the_domain_that_stands_in_from(spoken_for, policy, verdict):
    for found in (
        Found("example.org", policy, spf=Proof("x.example", NOT), dkim=(Proof(spoken_for, PASS),)),
        Found("example.org", policy, spf=Proof(spoken_for, PASS)),
    ):
        assert judge(found) == verdict


def test_a_policy_that_could_not_be_asked_for_proves_nothing():
    assert judge(Found("example.org", asked=False, dkim=(Proof("example.org", PASS),))) == "none"


@given(
    st.builds(
        Found,
        domain=st.just("example.org"),
        policy=st.none() | st.builds(Policy),
        asked=st.booleans(),
        spf=st.builds(Proof, domain=st.just("example.org"), heard=st.sampled_from([NOT, UNANSWERED])),
        dkim=st.lists(
            st.builds(Proof, domain=st.just("example.org"), heard=st.sampled_from([NOT, UNANSWERED]))
        ).map(tuple),
    )
)
def test_without_an_answer_that_proves_it_nothing_is_proven(found: Found):
    assert judge(found) != Verdict.PASS
    if found.spf.heard is UNANSWERED or any(one.heard is UNANSWERED for one in found.dkim):
        assert judge(found) == Verdict.NONE


@pytest.mark.parametrize(
    ("records", "policy"),
    [
        (["v=DMARC1; p=none"], Policy()),
        (["v=DMARC1; p=reject"], Policy(firm=True)),
        (["v=DMARC1;p=Quarantine;adkim=s;aspf=s;"], Policy(True, True, True)),
        (["v=DMARC1; p=reject; sp=none"], Policy(firm=True)),
        (["something else", "v=DMARC1; p=none"], Policy()),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], None),  # two are none (RFC 7489 6.6.3)
        (["v=DMARC1"], None),
        (["v=DMARC1; p=what"], None),
        (["v=DMARC1; p=what; rua=mailto:a@example.org"], Policy()),
        (["v=DMARC10; p=none"], None),
        (["p=none; v=DMARC1"], None),
        ([], None),
    ],
)
def test_what_a_domain_asks(records, policy):
    assert policy_in(records) == policy


def test_an_organization_may_ask_something_else_for_what_is_below_it():
    assert policy_in(["v=DMARC1; p=none; sp=reject"], of_organization=True) == Policy(firm=True)
    assert policy_in(["v=DMARC1; p=reject; sp=what"], of_organization=True) == Policy(firm=True)


def test_what_an_organization_is():
    assert policies.organization("mail.example.co.uk") == "example.co.uk"
    assert policies.organization("co.uk") == "co.uk"
    assert not policies.aligned("a.co.uk", "b.co.uk", strict=False)
    assert not policies.aligned("", "", strict=False)


# --- With a DNS ---

RAW = (
    b"From: Amina <amina@example.org>\r\nTo: r-x@carers.example\r\nSubject: Re: A message\r\n"
    b"Message-ID: <1@example.org>\r\n\r\nI leave a lamp on.\r\n"
)
SERVER = "11.0.0.1"  # stands for some server out there


@pytest.fixture
def zone() -> Iterator[Zone]:
    with dns_zone.served(publishes("example.org", dmarc="v=DMARC1; p=reject")) as made:
        yield made


def verdict(raw: bytes, zone: Zone, peer: str = "", helo: str = "mx.x", mail_from: str = "amina@example.org"):
    ask = names.Dns(zone.address, each=0.3, altogether=1.5)
    return checking.verdict(raw, checking.Hand(peer, helo, mail_from), ask)


def test_a_signed_mail_is_proven_and_any_change_to_it_is_not(zone: Zone):
    good = signed(RAW, "example.org")
    assert verdict(good, zone) == "pass"
    assert verdict(good.replace(b"lamp", b"light"), zone) == "fail"
    assert verdict(good.replace(b"Amina <amina@", b"Brian <brian@"), zone) == "fail"
    assert verdict(RAW, zone) == "fail"


def test_a_signature_of_somebody_else_proves_nothing(zone: Zone):
    zone.table.update(publishes("evil.example"))
    assert verdict(signed(RAW, "evil.example"), zone) == "fail"
    assert ("s1._domainkey.evil.example", "TXT") not in zone.asked


def test_one_good_signature_among_others_is_enough(zone: Zone):
    good = signed(RAW, "example.org")
    broken = good.split(b"From:", 1)[0].replace(b"bh=", b"bh=AA")
    nonsense = b"DKIM-Signature: v=1; a=what\r\nDKIM-Signature: ;;=\r\nDKIM-Signature: d=\xff; s=x\r\n"
    assert verdict(broken + nonsense + good, zone) == "pass"
    assert verdict(broken * (signatures.MOST + 1) + good, zone) == "fail"


def test_what_the_library_would_take_and_we_do_not(zone: Zone):
    partly = signed(RAW, "example.org", length=True)
    assert verdict(partly, zone) == "fail"
    assert verdict(signed(RAW, "example.org", signature_algorithm=b"rsa-sha1"), zone) == "fail"


def test_a_key_of_a_newer_kind_is_not_held_against_a_mail(zone: Zone):
    zone.table["s1._domainkey.example.org", "TXT"] = ["v=DKIM1; k=ed25519; p=AAAA"]
    assert verdict(signed(RAW, "example.org"), zone) == "none"


def test_a_key_that_is_not_there_or_is_none(zone: Zone):
    good = signed(RAW, "example.org")
    for record in (["v=DKIM1; p="], ["nonsense"], ["v=DKIM1; k=rsa; p=AAAA"], []):
        zone.table["s1._domainkey.example.org", "TXT"] = record
        assert verdict(good, zone) == "fail"


def test_the_server_may_send_for_the_domain(zone: Zone):
    zone.table["example.org", "TXT"] = ["something", "v=spf1 ip4:11.0.0.0/24 -all"]
    assert verdict(RAW, zone, SERVER) == "pass"
    assert verdict(RAW, zone, "12.0.0.1") == "fail"
    assert verdict(RAW, zone, SERVER, mail_from="x@evil.example") == "fail"
    assert verdict(RAW, zone, SERVER, helo="example.org", mail_from="") == "pass"


def test_who_handed_it_over_is_not_asked_about_when_it_is_our_own_server(zone: Zone):
    zone.table["example.org", "TXT"] = ["v=spf1 ip4:127.0.0.1 ip4:10.0.0.1 +all"]
    for peer in ("127.0.0.1", "10.0.0.1", "::1", "", "no address"):
        assert verdict(RAW, zone, peer) == "fail"
        zone.table["_dmarc.example.org", "TXT"] = ["v=DMARC1; p=none"]
        assert verdict(RAW, zone, peer) == "none"
        zone.table["_dmarc.example.org", "TXT"] = ["v=DMARC1; p=reject"]


def test_names_behind_names(zone: Zone):
    zone.table.update(
        {
            ("example.org", "TXT"): ["v=spf1 a:out.example.org mx ptr include:more.example -all"],
            ("out.example.org", "A"): ["11.0.0.9"],
            ("example.org", "MX"): ["10 mx.example.org."],
            ("mx.example.org", "A"): ["11.0.0.8"],
            ("8.0.0.12.in-addr.arpa", "PTR"): ["x.example.org."],
            ("x.example.org", "A"): ["12.0.0.8"],
            ("more.example", "TXT"): ["v=spf1 exists:%{i}.yes.example -all"],
            ("13.0.0.8.yes.example", "A"): ["127.0.0.2"],
        }
    )
    for server in ("11.0.0.9", "11.0.0.8", "12.0.0.8", "13.0.0.8"):
        assert verdict(RAW, zone, server) == "pass"
    assert verdict(RAW, zone, "14.0.0.1") == "fail"


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 include:example.org -all",  # round and round
        "v=spf1 a:one.example a:two.example a:three.example a:four.example +all",  # into the void
        "v=spf1 what -all",
        "v=spf1 exists:%{z} +all",
        "v=spf1 a:" + "x" * 70 + ".example mx:.. -all",
    ],
)
def test_a_record_that_means_harm_proves_nothing(zone: Zone, record):
    zone.table["example.org", "TXT"] = [record]
    assert verdict(RAW, zone, SERVER) == "fail"


@pytest.mark.parametrize("how", ["silent", "broken"])
def test_a_dns_that_does_not_answer_proves_nothing_and_does_not_keep_us(zone: Zone, how):
    good = signed(RAW, "example.org")
    zone.table["example.org", "TXT"] = ["v=spf1 ip4:11.0.0.0/24 -all"]
    gone = getattr(zone, how)
    gone.add("_dmarc.example.org")
    assert verdict(good, zone, SERVER) == "none"
    gone.clear()
    gone.add("s1._domainkey.example.org")
    assert verdict(good, zone) == "none"
    assert verdict(good, zone, SERVER) == "pass"  # SPF did answer
    gone.add("example.org")
    assert verdict(good, zone, SERVER) == "none"


def test_questions_end_when_their_time_is_over(zone: Zone):
    zone.silent.update({"a.example", "b.example"})
    ask = names.Dns(zone.address, each=0.2, altogether=0.3)
    for name in ("a.example", "b.example", "c.example"):
        with pytest.raises(names.Unanswered):
            ask.look_up(name, "TXT")
    assert ("c.example", "TXT") not in zone.asked


def test_a_name_that_cannot_be_is_nothing(zone: Zone):
    ask = names.Dns(zone.address)
    assert ask.look_up("x" * 70 + ".example", "TXT") == []
    assert ask.look_up("a..b", "TXT") == []
    assert zone.asked == []


def test_the_machines_own_dns_is_taken_when_none_is_named():
    with suppress(dns.resolver.NoResolverConfiguration):
        assert names._asking("").nameservers == dns.resolver.Resolver().nameservers


def test_a_server_that_cannot_be_looked_up_proves_nothing(zone: Zone):
    zone.table["example.org", "TXT"] = ["v=spf1 ip6:2001:4860::/32 -all"]
    assert verdict(RAW, zone, "2001:4860::1") == "pass"
    assert verdict(RAW, zone, "2001:4860::1%eth0") == "fail"


def test_what_a_record_asks_for_twice_is_asked_once(zone: Zone):
    zone.table["example.org", "TXT"] = ["v=spf1 a:out.example a:out.example -all"]
    zone.table["out.example", "A"] = ["11.0.0.9"]
    assert verdict(RAW, zone, SERVER) == "fail"
    assert zone.asked.count(("out.example", "A")) == 1


def test_a_machine_without_a_dns():
    ask = names.Dns("127.0.0.1:9", each=0.2)
    with pytest.raises(names.Unanswered):
        ask.look_up("example.org", "A")


def test_the_organization_speaks_for_what_is_below_it(zone: Zone):
    raw = RAW.replace(b"amina@example.org", b"amina@mail.example.org")
    assert verdict(signed(raw, "example.org"), zone) == "pass"
    assert verdict(raw, zone) == "fail"
    zone.table["_dmarc.example.org", "TXT"] = ["v=DMARC1; p=reject; sp=none"]
    assert verdict(raw, zone) == "none"


@pytest.mark.parametrize(
    "head",
    [
        b"From: attacker@example.org\r\nX: a\rFrom: amina@example.org\r\r",  # two programs, two senders
        b"From: amina@example.org\r\nFrom: brian@example.org",
        b"From: amina@example.org, brian@example.org",
        b"From: <amina@example.org> <brian@example.org>",
        b"From: amina@example.org\0.evil.example",
        b"From: Amina",
        b"From: a@\xff\xfe.example",
        b"From: a@" + b"x" * 80 + b".example",
        b" From: amina@example.org",
        b"no header at all",
        b"Subject: x",
        b"",
    ],
)
def test_a_sender_that_can_be_read_in_two_ways_is_nobody(zone: Zone, head):
    raw = head + b"\r\n\r\nwords\r\n"
    assert verdict(raw, zone, SERVER) == "none"
    if head.count(b"From:") and b"\0" not in head and head[:1] != b" ":
        assert verdict(signed(raw, "example.org"), zone) == "none"


def test_a_domain_in_another_script(zone: Zone):
    zone.table.update(publishes("xn--bcher-kva.example", dmarc="v=DMARC1; p=reject"))
    raw = RAW.replace(b"amina@example.org", "amina@bücher.example".encode())
    assert verdict(signed(raw, "xn--bcher-kva.example"), zone) == "pass"


def test_what_is_too_large_to_be_checked_is_asked_about(zone: Zone):
    large = signed(RAW + b"x" * 70 + b"\r\n", "example.org") + b"x" * signatures.LARGEST
    assert verdict(large, zone) == "none"


@given(st.binary(max_size=400), st.text(max_size=20), st.text(max_size=40), st.text(max_size=40))
def test_any_bytes_give_a_verdict(raw, peer, helo, mail_from):
    class Nothing:
        def look_up(self, name, kind):
            return []

    for made in (raw, RAW + raw, b"DKIM-Signature: d=example.org; " + raw + RAW):
        assert checking.verdict(made, checking.Hand(peer, helo, mail_from), Nothing()) in {"none", "pass"}
    servers.checked(SERVER, helo, mail_from, "example.org", Nothing())
