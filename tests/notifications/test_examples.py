"""An example of every mail at every level: each is there, tells nothing it should not, leaves nothing."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core import mail

from byturns.core import outbox
from byturns.groups import stage
from byturns.groups.scoping import everywhere
from byturns.groups.stage import Made
from byturns.notifications.kinds import Shows
from tests.drawn import Shown, bare
from tests.world import World

pytestmark = pytest.mark.django_db
PLANTED = Made("CANARYNAME", "CANARYWORDS in every field", "CANARYTITLE")
KINDS = sorted(kind for kind in outbox.LETTERS if not kind.startswith("test"))
# Their reader has no page to read it on: what stewards answer to somebody outside.
ALONE = {"safety.settled_outside"}


@pytest.fixture(autouse=True, params=[False, True], ids=["mail goes out", "and comes in"])
def _mail_in(request: pytest.FixtureRequest, settings: LazySettings) -> None:
    settings.MAIL_IN = request.param


def shown(letter: outbox.Letter) -> str:
    """Everything that whoever sees the mail can read: words, HTML, and what stands on the envelope."""
    return "\n".join(
        [letter.subject, letter.body, letter.html, letter.sender, letter.address, *letter.headers.values()]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_example_shows_a_word_or_a_name_at_quiet_or_at_plain(kind: str):
    for level in (Shows.QUIET, Shows.PLAIN):
        if kind not in ALONE:
            assert "CANARY" not in shown(stage.drawn(kind, level, PLANTED))


def test_a_quiet_mail_about_what_is_said_is_the_same_whatever_it_is_about():
    """The foot too: where it ended told once that somebody waits."""

    def alike(kind: str) -> tuple[str, set[str]]:
        letter = stage.drawn(kind, Shows.QUIET, PLANTED)
        said = re.sub(r"/g/\w+/|/stop/\S+", "", letter.body)
        return said, {*letter.headers}

    kinds = [kind for kind in KINDS if kind.startswith("notifications.")]
    assert len({str((said, sorted(names))) for said, names in map(alike, kinds)}) == 1
    assert alike("notifications.waits")[0].startswith("There is something new in your group.\n\nGo and see: ")


def test_the_words_stand_in_the_whole_mail():
    for kind in ("notifications.notice", "notifications.letter", "notifications.waits"):
        letter = stage.drawn(kind, Shows.WHOLE, PLANTED)
        assert "CANARYWORDS" in letter.body
        assert "CANARYWORDS" in letter.html
        assert "CANARY" not in letter.subject


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_of_every_mail_say_the_same(kind: str):
    for level in Shows.values:
        letter = stage.drawn(kind, level)
        page = Shown(letter.html)
        words = "".join(page.words).replace("Open the page", "")
        assert bare(words, page.links) == bare(letter.body, page.links)
        ours = re.compile(r"http://localhost:8000/|mailto:[a-z]-[a-z0-9]{24}@localhost(\?|$)")
        outside = [link for link in page.links if not ours.match(link)]
        assert outside == []
        assert page.tags & {"img", "script", "style", "link", "table", "form", "iframe"} == set()
        assert letter.html.count('lang="en-gb"') == 2


def test_a_scene_that_gives_no_mail_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(stage.SCENES, "groups.let_in", lambda stage: {"membership_id": 0})
    with pytest.raises(LookupError, match="gives no mail"):
        stage.drawn("groups.let_in", Shows.QUIET)


def test_an_example_leaves_no_row_and_no_mail(world: World):
    def rows() -> dict[str, int]:
        with everywhere("a test looks"):
            return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    before = rows()
    for kind in KINDS:
        stage.drawn(kind, Shows.WHOLE)
    assert rows() == before
    assert mail.outbox == []


def test_the_page_shows_each_mail_at_the_level_of_the_reader_and_a_steward_all_of_them(
    world: World, as_, django_assert_max_num_queries
):
    page = "/g/tuesday/me/mail/examples/"
    amina = as_(world.amina)
    with django_assert_max_num_queries(8):
        quiet = amina.get(page).text
    assert "They are long just now." not in quiet
    assert "So your mails look now." in quiet
    assert "They are long just now." in amina.get(page, {"level": "whole"}).text
    assert "So your mails look now." in amina.get(page, {"level": "loud"}).text
    assert "An invitation" not in quiet
    assert "An invitation" in as_(world.celia).get(page).text
    assert as_(world.erin).get(page).status_code == 403
    assert page in amina.get("/g/tuesday/me/mail/").text
    assert page in as_(world.celia).get("/g/tuesday/people/looking-after/").text
