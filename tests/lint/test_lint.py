"""The specification's own rules: the shipped one is clean, and each fault is told with what to do."""

from pathlib import Path

import pytest

from cbec.compile import differences
from cbec.home import CHECKOUT, walk
from cbec.lint import lint
from cbec.model import Files, build
from cbec.vectors import publication


def spoiled(path: str, old: str, new: str) -> Files:
    """The specification with one text of one file replaced."""
    files = Files.read(afresh=True)
    text = files.sources[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return Files({**files.sources, path: text.replace(old, new, 1).encode()})


def test_the_shipped_specification_is_clean() -> None:
    """A specification that breaks its own rules teaches others to; lint finds nothing."""
    assert [] == lint(Files.read(afresh=True))


def test_what_is_published_is_what_is_compiled() -> None:
    """Who downloads a schema trusts that it is the specification's: compiled again, byte for byte the same."""
    files = Files.read(afresh=True)
    published = {f"published/{path}": file.read_text("utf-8") for path, file in walk(CHECKOUT / "spec" / "published")}

    assert [] == differences(publication(build(files), files), published)


def test_the_compiled_copy_is_the_specification() -> None:
    """The copy is read for speed alone: it gives the very records that the sources give."""
    assert build(Files.read(afresh=True)) == build(Files.read())


def test_an_edited_source_is_read_itself() -> None:
    """A standards writer who changes one file sees the change at once, not the compiled past."""
    files = Files.read()
    path = "rules/core/CBEC-R-004.yaml"
    changed = {**files.sources, path: files.sources[path].replace(b"without a gap", b"without gaps")}

    assert "Items are numbered from one without gaps" == build(Files(changed, files.bundle)).rules["CBEC-R-004"].title


SPOILED = {
    "an element that nobody carries": (
        "elements/item.yaml", "  value: {", '  colour: {name: Colour, means: "The colour.", type: text, format: "an..9", source: kit, status: kit}\n  value: {',
        "item.colour is defined and never carried; add a line to a message, or delete it.",
    ),
    "a code list that is not there": ("elements/item.yaml", "codes: currency", "codes: money", "names the list 'money', which spec/codes does not have; add it."),
    "a definition that is its name": ("elements/item.yaml", 'means: "What the goods are, in plain words precise enough to recognise and classify them."', 'means: "Goods description"', "is its name; say what it means"),
    "an element without a source": ("elements/envelope.yaml", "source: kit\nstatus: kit\n", "", "has no source; say where it was read"),
    "a source that is not listed": ("rules/core/CBEC-R-003.yaml", "source: hmrc-cds", "source: hearsay", "cites 'hearsay', which spec/sources does not list; add it there or mend the key."),
    "a code without a known source": ("codes/additional-procedure.yaml", 'source: "samper-h7-2026"', 'source: "nobody"', "code C07 cites 'nobody'"),
    "a choice of ours that claims to be verified": ("rules/core/CBEC-R-001.yaml", "status: kit\n", "", "is a choice of ours and says it is verified"),
    "a key said twice": ("rules/core/CBEC-R-001.yaml", "title:", "title: x\ntitle:", "the key 'title' is said twice"),
    "a rule of another grammar": ("rules/core/CBEC-R-001.yaml", "governs:", "goverms:", "see spec/grammar/rule.schema.json"),
    "a predicate that is not in the vocabulary": ("rules/core/CBEC-R-001.yaml", "  sum:", "  total:", "the predicate 'total' is not in the vocabulary"),
    "an argument too many": ("rules/core/CBEC-R-001.yaml", "    of: item.value", "    of: item.value\n    about: item.value", "sum takes no 'about'; it takes is, of."),
    "an argument too few": ("rules/core/CBEC-R-001.yaml", "    of: item.value\n", "", "sum needs 'of'; state it."),
    "a rule about nothing": ("rules/core/CBEC-R-001.yaml", "of: item.value", "of: item.worth", "it names the element 'item.worth', which spec/elements does not define; mend the name."),
    "a rule about what its message does not carry": ("rules/core/CBEC-R-001.yaml", "of: item.value", "of: response.text", "which no message that it governs carries"),
    "a rule for a group that does not repeat": ("rules/core/CBEC-R-008.yaml", "each: item", "each: importer", "no repeated group of that role"),
    "a rule of a profile that is not there": ("rules/eu-h7/EU-H7-01.yaml", "profile: eu-h7", "profile: zz", "the profile 'zz' does not exist"),
    "a rule of a threshold that is not there": ("rules/eu-h7/EU-H7-01.yaml", "threshold: eu.low-value", "threshold: eu.worth", "it names the threshold 'eu.worth', which spec/thresholds does not have; add it there or mend the name."),
    "a rule of a threshold that does not hold then": ("rules/eu-h7/EU-H7-01.yaml", "threshold: eu.low-value", "threshold: eu.duty-relief", "its threshold 'eu.duty-relief' does not hold on 2026-07-01; name another, or date the rule."),
    "a rule of a threshold without a profile": ("rules/eu-h7/EU-H7-01.yaml", "profile: eu-h7\n", "", "but no profile; say whose rule it is."),
    "a threshold without a known source": ("thresholds/no.yaml", "source: nat-no", "source: hearsay", "no.voec cites 'hearsay', which spec/sources does not list"),
    "a threshold of another grammar": ("thresholds/no.yaml", 'amount: "3000"', "amount: 3000", "see spec/grammar/thresholds.schema.json"),
    "a message that carries nothing known": ("messages/receipt.yaml", "element: response.status", "element: response.mood", "which spec/elements does not define"),
    "a requirement without a method": ("requirements/02-receipt.yaml", "    method: test\n", "", "see spec/grammar/requirements.schema.json"),
    "a state that is not described": ("flows/low-value-clearance.yaml", "to: rejected", "to: lost", "the state 'lost', which the flow does not describe"),
    "a profile that narrows nothing": ("profiles/eu-h7.yaml", "at: /exporter/name", "at: /exporter/mood", "there is no such place; mend the element or the path."),
    "a profile that relaxes a format": ("profiles/eu-h7.yaml", 'format: "an..22"', 'format: "an..99"', "lets in more than the core's an..60; a profile only narrows."),
    "a profile that forbids what the core requires": ("profiles/eu-h7.yaml", "at: /value, use: forbidden", "at: /type, use: forbidden", "the core requires it, so a profile cannot forbid it"),
    "a sentence that does not end": ("requirements/02-receipt.yaml", "answers 202 with a receipt.", "answers 202 with a receipt", "does not end with a full stop"),
    "a reason that names no rule": ("requirements/16-data-quality.yaml", "The rule CBEC-R-022 judges", "The rule CBEC-R-922 judges", "the reason of CBEC-DQY-01 names 'CBEC-R-922', which is neither rule nor requirement; mend the id."),
    "a test of a declarant that nothing judges": ("requirements/16-data-quality.yaml", "The rule CBEC-R-022 judges", "Some rule judges", "its reason must name the rule or the message that judges."),
    "a requirement of a standard that is not there": ("requirements/16-data-quality.yaml", "standard: data-quality", "standard: data-qualities", "names the standard 'data-qualities', which spec/framework does not have; mend the slug."),
    "a standard that no requirement serves": ("requirements/13-facilitation.yaml", "standard: innovation", "standard: de-minimis", "the standard 'innovation' is served by no requirement"),
    "a number taken by two standards": ("framework/standards.yaml", '{"2018": 15}', '{"2018": 14}', "'innovation' and 'measurement' have the same number in edition 2018"),
    "a standard of an edition that is not there": ("framework/standards.yaml", 'editions: ["2022"]', 'editions: ["2026"]', "names the edition '2026', which is not described; add it to editions."),
    "a standard of a principle that is not there": ("framework/standards.yaml", "principle: facilitation", "principle: kindness", "names the principle 'kindness', which does not exist; mend the slug."),
    "a list of principles with a gap": ("framework/principles.yaml", "{framework: 8}", "{framework: 9}", "number them 1, 2, 3 without a gap."),
    "a role that sends as nobody": ("framework/roles.yaml", "sends-as: broker", "sends-as: middleman", "sends as 'middleman', which sender-role lacks."),
    "an id said twice in the framework": ("framework/roles.yaml", "  seller:", "  measurement:", "'measurement' twice; give one of the two another id."),
    "a part of the framework without a known source": ("framework/scope.yaml", "source: wco-ecommerce-page", "source: hearsay", "crosses-a-border cites 'hearsay'"),
    "a source that nobody cites": ("sources/framework.yaml", "sources:\n", "sources:\n  lonely: {title: x, publisher: y, read-in: z}\n", "the source 'lonely' is listed and never cited; cite it, or delete it."),
}  # fmt: skip


@pytest.mark.parametrize("fault", SPOILED)
def test_a_fault_is_told_with_what_to_do(fault: str) -> None:
    """A writer who breaks the specification learns it at once: which file, what is wrong, what to do."""
    path, old, new, says = SPOILED[fault]
    told = [str(problem) for problem in lint(spoiled(path, old, new))]

    assert [] != [line for line in told if says in line], told


def test_a_rule_that_is_not_shown_is_told() -> None:
    """A rule without cases may never fire: lint names the file where its cases belong."""
    files = Files.read(afresh=True)
    rule = files.sources["rules/core/CBEC-R-001.yaml"]
    told = [str(problem) for problem in lint(Files({**files.sources, "rules/core/CBEC-R-999.yaml": rule}))]

    assert [
        f"spec/rules/core/CBEC-R-999.yaml: CBEC-R-999 is not shown {way}; add a case to fixtures/rules/core/CBEC-R-999.yaml."
        for way in ("broken", "kept")
    ] == told


def test_an_artefact_out_of_date_is_named(tmp_path: Path) -> None:
    """A stale schema is worse than none: what differs is named, missing, old or left over."""
    made = {"published/a": "1", "published/b": "2"}

    assert [
        "spec/published/a is out of date.",
        "spec/published/b is missing.",
        "spec/published/c is no longer made from anything; delete it.",
    ] == differences(made, {"published/a": "0", "published/c": "3"})
