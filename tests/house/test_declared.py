"""The house tests itself: what every app must declare, it has declared."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from byturns.config import describe, env
from byturns.core import events, outbox
from byturns.groups import policy, stage
from byturns.groups.access import every_group_page_declares_its_rule
from byturns.groups.scoping import GroupOwned

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "byturns"
OURS = [
    "core",
    "people",
    "groups",
    "conversations",
    "reciprocity",
    "knowledge",
    "safety",
    "mail",
    "notifications",
    "search",
    "portability",
]


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_every_page_of_a_group_declares_a_known_rule():
    assert every_group_page_declares_its_rule(None) == []


@pytest.mark.parametrize("name", sorted(describe.PAGES))
def test_the_generated_pages_are_up_to_date(name: str):
    """Renew with `make docs`; a change of rights is reviewed as a change of a table."""
    assert (describe.folder() / name).read_text(encoding="utf-8") == describe.PAGES[name]()


def test_every_setting_says_what_it_is():
    assert [name for name, setting in env.KNOWN.items() if not setting.says] == []


def test_every_rule_says_what_it_is_about():
    assert [rule.name for rule in policy.RULES.values() if not rule.says] == []


def test_every_mail_has_a_scene_for_its_example():
    """In letters_examples.py of its app; the page of examples and the tests of all mails draw it."""
    kinds = {kind for kind in outbox.LETTERS if not kind.startswith("test")}
    assert set(stage.SCENES) == kinds


def test_every_fact_is_known_by_its_name():
    declared = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            marks = {getattr(one, "id", "") for one in getattr(node, "decorator_list", [])}
            if isinstance(node, ast.ClassDef) and "fact" in marks:
                declared.add(f"{path.relative_to(SOURCE).parts[0]}.{node.name}")
    describe.pages()  # loads every app's facts
    assert declared == {name for name, kind in events.KINDS.items() if kind.__module__.startswith("byturns.")}


def test_a_fact_holds_ids_and_marks_but_never_words():
    """Words taken down must not live on in the diary."""
    allowed = re.compile(
        r"(_id|_ids|^words|^kind_of_ack|^version|^status|^choice|^how|^count|_version|^role|^batch|^needed)"
    )
    odd = [
        f"{name}.{field}"
        for name, kind in events.KINDS.items()
        if kind.__module__.startswith("byturns.")
        for field in getattr(kind, "__annotations__", {})
        if field not in {"log_line"} and not allowed.search(field)
    ]
    assert odd == []


def test_every_model_of_a_group_uses_the_fence_also_for_foreign_keys():
    unfenced = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, GroupOwned) and model._meta.base_manager_name != "objects"
    ]
    assert unfenced == []


def test_models_that_are_not_fenced_are_listed_here():
    """A new model belongs to a group unless it is in this list, which is reviewed by hand."""
    unfenced = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("byturns.") and not issubclass(model, GroupOwned)
    }
    assert unfenced == {
        "core.Delivery",
        "core.EventRecord",
        "core.OutgoingMail",
        "core.Tick",
        "groups.Group",
        "groups.SetupLink",
        "mail.Inbound",  # there before anybody knows for which group it is
        "mail.CameBack",  # a mailbox is of no group
        "people.Account",
        "people.Person",
    }


def calls(node: ast.AST) -> set[str]:
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            found.add(getattr(inner.func, "attr", getattr(inner.func, "id", "")))
    return found


def public_actions() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for app in OURS:
        for path in [*SOURCE.glob(f"{app}/actions.py"), *SOURCE.glob(f"{app}/actions/*.py")]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    found.append((f"{path.relative_to(SOURCE)}:{node.name}", node))
    return found


# Actions on somebody who can no longer be asked.
WITHOUT_A_MEMBER = {
    # The writer has left by then; `groups.actions.leaving` asked the rule.
    "conversations/actions/leaving.py:settle_words_of_leaver",
    "knowledge/actions/leaving.py:settle_experiences_of_leaver",
    "reciprocity/actions/keeping.py:settle_leaver",
    # She may keep away from anybody; `groups.actions.distance` asked the rule.
    "reciprocity/actions/keeping.py:keep_apart",
    # She may always rest; `groups.actions.breaks` asked the rule.
    "reciprocity/actions/asking_around.py:pass_on",
}


def test_every_action_of_a_member_asks_a_rule_first():
    """An action takes `member` (or `steward`) and asks a rule before it changes anything."""
    silent = [
        where
        for where, node in public_actions()
        if {arg.arg for arg in node.args.kwonlyargs} & {"member", "steward"}
        and not calls(node) & {"require", "check", "_require"}
        and where not in WITHOUT_A_MEMBER
    ]
    assert silent == []


def test_actions_are_called_by_name_only():
    assert [
        where
        for where, node in public_actions()
        if node.args.args and "member" in {arg.arg for arg in node.args.args}
    ] == []


def test_the_fence_is_lifted_only_for_these_reasons():
    """`everywhere("...")` is for the gate, the front door and work on the whole installation."""
    found = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "everywhere"
            ):
                [reason] = node.args
                assert isinstance(reason, ast.Constant), f"{path}: the reason is not written out"
                found.add((str(path.relative_to(SOURCE)), reason.value))
    assert found == REASONS


REASONS = {
    ("mail/places.py", "an address of ours leads to its group"),
    ("mail/moving.py", "a mailbox that somebody has left acts for her in no group"),
    (
        "notifications/telling.py",
        "a mailbox that mail reaches again is of all the groups of who opens it",
    ),
    ("mail/commands.py", "a link in a mail names what it does, from outside any group"),
    ("config/management/commands/verify.py", "verify compares the groups of joined rows"),
    ("groups/access.py", "the gate looks for the membership that opens the fence"),
    ("groups/actions/applications.py", "whether somebody who asked to join is in a group, or asks elsewhere"),
    ("groups/actions/leaving.py", "whether somebody who goes is in another group, or asks to join one"),
    ("groups/actions/recovery.py", "whether a member whose mailbox moves is in another group"),
    ("groups/jobs.py", "what was asked at the door of any group is kept no longer than promised"),
    ("groups/letters_members.py", "a link in a mail names a membership, from outside any group"),
    ("groups/queries/__init__.py", "a link in a mail names its reader"),
    ("groups/queries/__init__.py", "a person's own list of groups"),
    ("groups/queries/door.py", "a person's own list of what they asked"),
    ("groups/queries/door.py", "a removed member may come back under another name"),
    ("groups/queries/door.py", "whether a mailbox is a steward's, in whichever group"),
    ("groups/sharing.py", "a steward's mailbox is hers alone, whichever group she looks after"),
    ("groups/queries/door.py", "an invitation link names its group; nobody is in it yet"),
    ("groups/queries/door.py", "somebody at the door may have asked before"),
    ("groups/queries/door.py", "somebody at the door may have been a member before"),
    ("groups/queries/door.py", "somebody reads what became of their own asking"),
    (
        "notifications/pushing.py",
        "a browser that signs out is told nothing more, whichever group it was told of",
    ),
    ("portability/jobs.py", "histories of any group open when their time has come"),
    ("portability/jobs.py", "what was brought to any group is kept no longer than promised"),
    ("portability/queries/own.py", "a link without an account finds its group"),
}


def test_files_stay_small():
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_module_is_named_for_nothing_in_particular():
    junk = {"utils", "helpers", "common", "misc", "lib", "tools"}
    assert [str(path) for path in SOURCE.rglob("*") if path.stem in junk] == []


def test_migrations_are_named_for_what_they_do():
    named = [
        path.name
        for path in SOURCE.glob("*/migrations/0*.py")
        if "_auto_" in path.name or "_alter_" in path.name
    ]
    assert named == []


def test_nothing_names_a_machine_or_a_host_of_registries():
    """What is in the project speaks of the product alone."""
    pattern = re.compile(r"/(?:work|home|root)/[a-z]|localhost:\d+/simple|index-url", re.IGNORECASE)
    files = [*python_files(), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), *ROOT.glob("requirements*.txt")]
    assert [str(path) for path in files if pattern.search(path.read_text(encoding="utf-8"))] == []


def test_the_words_we_do_not_use_are_not_in_what_members_read():
    """docs/words.md names them; templates and sentences are read here."""
    banned = re.compile(
        r"\b(users?|topics?|posts?|threads?|content|admins?|moderators?|engagement)\b", re.IGNORECASE
    )
    found = []
    for path in SOURCE.rglob("*.html"):
        for says in re.findall(r'{% translate "([^"]+)"', path.read_text(encoding="utf-8")):
            if banned.search(says.replace("by post", "").replace("Postal", "").replace("Content note", "")):
                found.append(f"{path.name}: {says}")
    assert found == []
