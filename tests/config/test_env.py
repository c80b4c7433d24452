from __future__ import annotations

import os
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from byturns.config import env, secret


@pytest.fixture(autouse=True)
def _known():
    """Settings that these tests invent are not left in the list that the docs are made from."""
    before = dict(env.KNOWN)
    yield
    env.KNOWN.clear()
    env.KNOWN.update(before)


def test_a_secret_comes_from_a_file_and_a_bad_path_stops_the_start(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("tea and toast\n")
    monkeypatch.setenv("BYTURNS_PROBE_FILE", str(tmp_path / "password"))
    assert env.text("PROBE", "x", "a probe") == "tea and toast"
    monkeypatch.setenv("BYTURNS_PROBE_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        env.text("PROBE", "x", "a probe")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.yes("PROBE", True, "a probe"), "maybe"),
        (lambda: env.number("PROBE", 1, "a probe"), "a few"),
        (lambda: env.choice("PROBE", "a", ("a", "b"), "a probe"), "c"),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_refused(monkeypatch, read, value):
    monkeypatch.setenv("BYTURNS_PROBE", value)
    with pytest.raises(ImproperlyConfigured, match=f"BYTURNS_PROBE must be .*{value}"):
        read()


def test_values_that_fit(monkeypatch):
    monkeypatch.setenv("BYTURNS_PROBE", "no")
    assert env.yes("PROBE", True, "a probe") is False
    monkeypatch.setenv("BYTURNS_PROBE", "7")
    assert env.number("PROBE", 1, "a probe") == 7
    monkeypatch.setenv("BYTURNS_PROBE", "b")
    assert env.choice("PROBE", "a", ("a", "b"), "a probe") == "b"
    monkeypatch.delenv("BYTURNS_PROBE")
    assert (env.yes("PROBE", True, "a probe"), env.number("PROBE", 3, "a probe")) == (True, 3)


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path):
    folder = tmp_path / "data"
    made = secret.kept_in(folder)
    assert len(made) >= 50
    assert secret.kept_in(folder) == made
    assert stat.S_IMODE(os.stat(folder / "secret").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700


def test_of_two_first_starts_both_use_the_same_secret(tmp_path, monkeypatch):
    real_open = os.open

    def late(path, flags, mode=0o777):
        if str(path).endswith("secret") and flags & os.O_EXCL:
            (tmp_path / "secret").write_text("the other start was faster by a hair")
            monkeypatch.setattr(os, "open", real_open)
        return real_open(path, flags, mode)

    monkeypatch.setattr(os, "open", late)
    assert secret.kept_in(tmp_path) == "the other start was faster by a hair"
