"""What changed between two editions or two specifications: complete, in plain words, and whom it breaks."""

import json
import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from cbec.cli.app import app
from cbec.diff import Change, Difference, Effect, as_json, as_text, compare, statements
from cbec.diff.change import AUTHORITY, BREAKING, COMPATIBLE, DECLARANT
from cbec.home import CHECKOUT
from cbec.model import Files, View, build, load

OLD, NEW = "eu-h7@2021-07-01", "eu-h7@2026-07-01"


def changed(path: str, old: str, new: str) -> View:
    """The core of the specification with one text of one file replaced; *new* is the state of today."""
    files = Files.read(afresh=True)
    text = files.sources[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return build(Files({**files.sources, path: text.replace(old, new, 1).encode()})).view()


def without(*paths: str) -> View:
    """The core of the specification without some of its files."""
    files = Files.read(afresh=True)
    return build(Files({path: text for path, text in files.sources.items() if path not in paths})).view()


def only(difference: Difference, kind: str, path: str = "") -> Change:
    """The one change of its kind; of the declaration where it is of an element that many messages carry."""
    found = [one for one in difference.changes if one.kind == kind]
    if path.startswith("elements/"):
        found = [one for one in found if one.messages == ("low-value-declaration",)]
    assert len(found) == 1, [(one.kind, one.says) for one in difference.changes]
    return found[0]


def test_what_is_equal_has_no_difference() -> None:
    """A difference that is told where there is none makes nobody read the next one."""
    difference = compare(load().view(NEW), load().view(NEW))

    assert not difference
    assert [f"Nothing changes from {NEW} to {NEW}."] == list(as_text(difference))


def test_the_change_of_2026_is_told_in_plain_words() -> None:
    """The edition that ends the relief from duty: a declarant reads what to change, and from when."""
    difference = compare(load().view(OLD), load().view(NEW))
    told = " ".join(" ".join(as_text(difference)).split())

    for words in (
        "The code C07 (Consignment of negligible value)",
        "is not to be used any more",
        "The code F53 (Distance sale with import VAT collected in the ordinary way)",
        "EU-H7-06 ends: One relief for each item.",
        "EU-H7-07 begins: One tax scheme for each item.",
        "EU-H7-16 begins: No relief code after the relief ended.",
        "EU-H7-17 ends: No new tax scheme before its day.",
        "Product identifier of the seller may be stated now; it was forbidden.",
        "Product identifier of the manufacturer may be stated now; it was forbidden.",
        "Country of origin (063) may be stated now; it was forbidden.",
        "fixtures/rules/eu-h7/EU-H7-16.yaml",
    ):
        assert words in told


def test_each_change_is_classed_for_each_role() -> None:
    """What breaks the sender is what was right and is refused; what breaks the receiver is what newly arrives."""
    difference = compare(load().view(OLD), load().view(NEW))
    classes = {
        one.subject: tuple(one.told(role).effect for role in (DECLARANT, AUTHORITY)) for one in difference.changes
    }

    assert (BREAKING, COMPATIBLE) == classes["EU-H7-16"]
    assert (COMPATIBLE, BREAKING) == classes["EU-H7-17"]
    assert (COMPATIBLE, BREAKING) == classes["item.origin-country"]


def test_the_product_identifiers_become_required() -> None:
    """An optional element that must be stated breaks every declarant that leaves it out."""
    difference = compare(load().view(NEW), load().view("eu-h7@2026-11-01"))
    required = {one.at: one.told(DECLARANT).effect for one in difference.changes if one.kind == "place-required"}

    assert {
        "/items/*/sellerProductIdentifier": BREAKING,
        "/items/*/manufacturerProductIdentifier": BREAKING,
    } == required


def test_a_profile_is_told_against_the_core() -> None:
    """An implementer of the core who enters a country asks what is different there."""
    difference = compare(load().view(), load().view(NEW))
    kinds = {(one.kind, one.at) for one in difference.changes}

    assert ("place-required", "/importer") in kinds
    assert ("place-forbidden", "/items/*/netMass") in kinds
    assert ("format-narrower", "/items/*/value") in kinds
    assert any(one.kind == "rule-begins" and one.subject == "EU-H7-01" for one in difference.changes)


def test_a_change_of_an_included_message_is_told_once() -> None:
    """An amendment carries the whole declaration; what changed in it is said of the declaration."""
    difference = compare(load().view(), load().view(NEW))

    assert [] == [one.at for one in difference.changes if one.at.startswith("/declaration/") and "type" not in one.at]


CHANGES = {
    "a wider format": ("elements/item.yaml", 'format: "an..512"', 'format: "an..256"', "format-wider", (COMPATIBLE, BREAKING)),
    "a narrower format": ("elements/item.yaml", 'format: "an..512"', 'format: "an..600"', "format-narrower", (BREAKING, COMPATIBLE)),
    "another format": ("elements/item.yaml", 'format: "an..512"', 'format: "a600"', "format-other", (BREAKING, BREAKING)),
    "a longer list": ("messages/low-value-declaration.yaml", 'repeats: "1..9999"', 'repeats: "1..999"', "repeats-more", (COMPATIBLE, BREAKING)),
    "a new code of an open list": ("codes/change-reason.yaml", 'code: "5"', 'code: "x5"', "code-added", (COMPATIBLE, COMPATIBLE)),
    "an answer that states more": ("messages/response.yaml", "registrationNumber: {element: declaration.registration-number, use: optional}", "registrationNumber: {element: declaration.registration-number, use: required}", "place-optional", (BREAKING, COMPATIBLE)),
    "a place that is new": ("messages/cancellation.yaml", "  type: {element: declaration.type, use: optional}\n", "", "place-added", (COMPATIBLE, BREAKING)),
    "a rule in other words": ("rules/core/CBEC-R-004.yaml", "without a gap", "with no gap", "rule-reworded", (COMPATIBLE, COMPATIBLE)),
    "a rule of other substance": ("rules/core/CBEC-R-010.yaml", "above-zero", "unique", "rule-changes", (BREAKING, BREAKING)),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_specification_is_told(name: str) -> None:
    """Each case is the specification as it was before; the class depends on who sends the message."""
    path, today, before, kind, classes = CHANGES[name]
    told = only(compare(changed(path, today, before), load().view()), kind, path)

    assert classes == (told.told(DECLARANT).effect, told.told(AUTHORITY).effect)


def test_a_new_code_of_a_closed_list_breaks_who_receives_it() -> None:
    """An authority that does not know the code would refuse what is right."""
    before = changed("codes/representation-status.yaml", 'code: "2"', 'code: "7"')

    assert BREAKING == only(compare(before, load().view()), "code-added").told(AUTHORITY).effect
    assert BREAKING == only(compare(before, load().view()), "code-removed").told(DECLARANT).effect


def test_a_message_and_a_rule_that_are_new_are_told() -> None:
    """A new rule is met by whoever sends, a new message by whoever receives."""
    before = without("messages/receipt.yaml", "rules/core/CBEC-R-002.yaml")
    difference = compare(before, load().view(), "last year")

    assert (BREAKING, COMPATIBLE) == tuple(
        only(difference, "message-added").told(role).effect for role in (DECLARANT, AUTHORITY)
    )
    assert any(one.subject == "CBEC-R-002" and one.kind == "rule-begins" for one in difference.changes)
    assert "CBEC-R-002.yaml" in " ".join(difference.fixtures)
    assert difference.old == "last year"


def test_an_edition_that_is_new_is_told() -> None:
    """Who compares two releases learns first that there is another country or date to look at."""
    view = load().view()
    profile = next(iter(view.spec.profiles.values()))
    before = replace(
        view.spec, profiles={**view.spec.profiles, profile.id: replace(profile, editions=profile.editions[:-1])}
    )
    told = compare(View(before), view)

    assert f"{profile.id}@{profile.editions[-1].date}" == only(told, "edition-added").subject
    assert "Profiles" in list(as_text(told))


def test_a_threshold_that_falls_narrows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A threshold is read where the view gives it, whatever file it stands in."""
    monkeypatch.setattr(statements, "_threshold", lambda view, _name: ("150" if view.name == OLD else "100", "EUR"))
    told = [one for one in compare(load().view(OLD), load().view(NEW)).changes if one.kind == "threshold"]

    assert {(BREAKING, COMPATIBLE)} == {(one.told(DECLARANT).effect, one.told(AUTHORITY).effect) for one in told}
    assert all("is 100 EUR now; it was 150 EUR." in one.says for one in told)


def test_the_shipped_thresholds_are_read() -> None:
    """The accessor finds what the rules name."""
    view = load().view(NEW)
    found = [statements._threshold(view, name) for name in statements._named(view)]

    assert found
    assert all(one and re.fullmatch(r"[A-Z]{3}", one[1]) for one in found)


def test_a_requirement_that_changed_is_told() -> None:
    """A requirement says what a system must do: a new sentence is new work."""
    view = load().view()
    one = next(iter(view.spec.requirements.values()))
    before = replace(view.spec, requirements={**view.spec.requirements, one.id: replace(one, says="Something else.")})
    difference = compare(View(before), view)

    assert [f"{one.id} changed ({one.level}): {one.says}"] == list(difference.requirements)
    assert difference


def test_what_both_sides_send_breaks_both() -> None:
    """The envelope travels with every message, so its sender is everybody."""
    one = Change("place-required", "x", "X.", Effect.NARROWER, senders=frozenset({DECLARANT, AUTHORITY}))

    assert [BREAKING, BREAKING] == [one.told(role).effect for role in (DECLARANT, AUTHORITY)]


def test_the_text_fits_a_terminal() -> None:
    """A line that a terminal wraps itself is not read."""
    assert all(len(line) <= 100 for line in as_text(compare(load().view(), load().view(NEW))))


def test_the_verb_says_by_its_exit_whether_there_is_a_difference() -> None:
    """A script asks whether anything changed, and reads what as JSON."""
    same = CliRunner().invoke(app, ["diff", NEW, NEW])
    other = CliRunner().invoke(app, ["diff", OLD, NEW, "--format", "json"])

    assert (0, 1) == (same.exit_code, other.exit_code)
    assert json.loads(other.stdout) == json.loads(json.dumps(as_json(compare(load().view(OLD), load().view(NEW)))))


def test_the_verb_reads_the_older_specification_from_a_folder() -> None:
    """Two releases are compared by unpacking the older one."""
    same = CliRunner().invoke(app, ["diff", "--spec", str(CHECKOUT / "spec")])

    assert 0 == same.exit_code
    assert same.stdout.startswith("Nothing changes from core of ")


def test_the_verb_refuses_a_format_that_is_not_there() -> None:
    """A misspelt format is the caller's fault, and said so."""
    assert CliRunner().invoke(app, ["diff", "--format", "pdf"]).exit_code
