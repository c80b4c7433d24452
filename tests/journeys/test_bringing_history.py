"""A chat and a mailing list come in: read, decided, told, waited for, opened to those who were there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from byturns.core import clock
from byturns.groups.scoping import everywhere
from byturns.portability import jobs as portability_jobs
from byturns.portability.models import Batch
from tests import world as scene
from tests.browser.site import Site, faults
from tests.portability import histories

pytestmark = pytest.mark.browser


def bring(site: Site, celia: Page, world: scene.World, kind: str, file: Path, script: bool) -> None:
    """A steward gives the file, lets it be read, and looks at what was understood."""
    celia.goto(f"/g/{world.slug}/people/looking-after/")
    celia.get_by_role("link", name="Bring our history in").click()
    if celia.get_by_role("link", name="Bring in a file").count():
        celia.get_by_role("link", name="Bring in a file").click()
    celia.locator(f"input[name=kind][value={kind}]").check()
    celia.locator("input[type=file]").set_input_files(file)
    celia.get_by_role("button", name="Read this file").click()
    expect(celia.get_by_role("heading", name="The file is being read")).to_be_visible()
    site.jobs()
    celia.reload()
    expect(celia.get_by_role("heading", name="What was understood")).to_be_visible()
    # A dry run: what was understood, and none of the words.
    expect(celia.get_by_text("apricot-canary")).to_have_count(0)
    if script:
        assert faults(celia) == []


def decide(celia: Page) -> None:
    """She reads who will be told, and says yes."""
    celia.get_by_role("button", name="Go on: who will be told?").click()
    expect(celia.get_by_role("heading", name="Who gets a letter")).to_be_visible()
    celia.get_by_role("button", name="Yes, bring it in and tell them").click()


def fourteen_days_later(site: Site) -> None:
    with everywhere("14 days pass"):
        Batch.objects.update(opens_at=clock.now() - timedelta(minutes=1))
    portability_jobs.open_what_is_due()
    site.jobs()


@pytest.mark.parametrize("script", [True, False])
def test_a_chat_opens_after_14_days_to_those_who_were_there(
    site: Site, world: scene.World, tmp_path: Path, script: bool
) -> None:
    celia = site.as_(world.celia, script=script)
    bring(site, celia, world, "whatsapp", histories.written(tmp_path, histories.CHAT), script)
    expect(celia.get_by_text("Someone, number not shown")).to_be_visible()
    expect(celia.get_by_text("900123")).to_have_count(0)
    row = celia.locator("li.row").filter(has_text="Brian").filter(has=celia.locator("select"))
    row.first.locator("select").first.select_option(label="Brian")
    decide(celia)

    [letter] = site.letters_to("brian@example.org")
    assert "sitting" not in letter
    brian = site.as_(world.brian, script=script)
    brian.goto(f"/g/{world.slug}/talk/")
    expect(brian.get_by_text("sitting service")).to_have_count(0)

    fourteen_days_later(site)
    brian.goto(f"/g/{world.slug}/talk/")
    brian.locator("main .row__title a").last.click()
    expect(brian.get_by_text("From the old group", exact=True)).to_be_visible()
    expect(brian.get_by_text("Has anyone used the sitting service?")).to_be_visible()
    expect(brian.get_by_text("apricot-canary")).to_be_visible()
    if script:
        assert faults(brian) == []
    # Amina came later: for her it is not there, and for nobody does it wait.
    amina = site.as_(world.amina, script=script)
    answer = amina.goto(brian.url)
    assert answer is not None
    assert answer.status == 404
    brian.goto("/")
    expect(brian.get_by_role("region", name="Waiting for someone")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_somebody_outside_says_what_becomes_of_her_words(
    site: Site, world: scene.World, tmp_path: Path, script: bool
) -> None:
    celia = site.as_(world.celia, script=script)
    bring(site, celia, world, "mbox", histories.written(tmp_path, histories.MBOX, "list.mbox"), script)
    decide(celia)
    [letter] = site.letters_to("sheila@old.example")
    assert "sitting" not in letter
    sheila = site.window(script=script)
    sheila.goto(site.link_in(letter))
    expect(sheila.get_by_text("apricot-canary")).to_have_count(0)
    sheila.get_by_role("button", name="Show me the words").click()
    expect(sheila.get_by_text("apricot-canary")).to_be_visible()
    if script:
        assert faults(sheila) == []
    sheila.get_by_text("Take all of it down", exact=True).click()
    sheila.get_by_role("button", name="Take all of it down for good").click()
    expect(sheila.get_by_text("All of it is taken down.").first).to_be_visible()

    fourteen_days_later(site)
    brian = site.as_(world.brian, script=script)
    brian.goto(f"/g/{world.slug}/talk/")
    for link in brian.locator("main .row__title a").all():
        assert "apricot" not in link.inner_text()
    brian.goto(f"/g/{world.slug}/talk/")
    brian.locator("main .row__title a").last.click()
    expect(brian.get_by_text("Has anyone used it?").first).to_be_visible()
    expect(brian.get_by_text("apricot-canary")).to_have_count(0)
