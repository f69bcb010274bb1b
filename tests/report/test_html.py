"""The report as a page: inert, whole in one file, and readable by everybody."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from cbec.judge import Run
from cbec.report import Report, as_html, as_json

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """Collects what a page is made of, and makes sure that every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        assert [] == self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open.pop()

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


@pytest.fixture
def text(report: Report, kept: dict[str, str]) -> str:
    return as_html(report, kept)


@pytest.fixture
def page(text: str) -> Page:
    return Page(text)


def test_nothing_in_the_page_runs(text: str, page: Page) -> None:
    """A system under test writes into the report of a laboratory; what it wrote is shown and never run."""
    assert [] == page.all("script")
    assert [] == [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "<script" not in text
    assert "<script>alert(1)</script>⟨U+001B⟩[2J⟨U+0000⟩⟨U+202E⟩gnp.exe ]]> & \"quoted\" 'quoted'" in page.words


def test_the_page_asks_nothing_of_the_network(text: str, page: Page) -> None:
    """A page that loads a font tells the world who reads it; the policy forbids all, and nothing asks."""
    policy = next(one["content"] for one in page.all("meta") if "Content-Security-Policy" == one.get("http-equiv"))
    links = page.values("href")

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert [] == page.values("src") + page.values("style") + page.all("link")
    assert [] == [one for one in links if not re.fullmatch(r"#[\w-]+|evidence/\d{4,}\.json|report\.json", one)]
    assert re.search(r"url\(|@import|https?:", files("cbec.report").joinpath("report.css").read_text()) is None


def test_every_link_in_the_page_arrives(page: Page) -> None:
    """Logs without links in the page were complained of; here every link has its place, and every place one name."""
    ids = page.values("id")

    assert len(set(ids)) == len(ids)
    assert set() == {one[1:] for one in page.values("href") if one.startswith("#")} - set(ids)
    assert "CBEC-RCP-03" in ids
    assert set() == set(" ".join(page.values("aria-labelledby")).split()) - set(ids)


def test_the_page_can_be_read_aloud_and_by_keyboard(page: Page) -> None:
    """A regulator may be blind; language, landmarks, headings and tables are marked for those who hear the page."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]

    assert "en-GB" == page.all("html")[0]["lang"]
    assert {"header", "main", "nav", "footer"} <= {tag for tag, _ in page.tags}
    assert "#main" == page.all("a")[0]["href"]
    assert len(page.all("table")) == len(page.all("caption"))
    assert {"col", "row"} == {one.get("scope") for one in page.all("th")}
    assert 1 == levels.count(1)
    assert [] == [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]


def test_a_failure_shows_expected_beside_actual(page: Page, text: str) -> None:
    """Which of the two values is mine? Each stands under its own label, with the sentence that was broken."""
    assert "Expected" in page.words
    assert "Actual" in page.words
    assert "['CBEC-R-012']" in page.words
    assert "The authority refuses a declaration that breaks a rule, and names the rule." in page.words
    assert "--only CBEC-RCP-03" in page.words
    assert text.index("What failed") < text.index("Where the kit failed") < text.index("All requirements")


def test_a_verdict_is_a_word_and_never_a_colour_alone(page: Page) -> None:
    """One man in twelve does not see red from green; every verdict is written out."""
    badges = [attributes for tag, attributes in page.tags if tag == "span" and "badge" in attributes.get("class", "")]

    assert len(badges) >= 7
    assert all(
        word in page.words for word in ("passed", "failed", "error", "inconclusive", "untested", "not applicable")
    )


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_colours_are_far_enough_apart(scheme: int) -> None:
    """Grey on grey is read by nobody over fifty; every text is at least 4.5 times as light or dark as its ground."""
    style = files("cbec.report").joinpath("report.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[scheme]))
    verdicts = ("failed", "error", "inconclusive", "untested", "passed", "not-applicable")
    pairs = [(one, f"{one}-tint") for one in verdicts]
    pairs += [(one, ground) for one in (*verdicts, "ink", "soft", "link") for ground in ("paper", "sheet", "inset")]
    pairs += [(one, f"{verdict}-tint") for one in ("ink", "soft", "link") for verdict in verdicts]

    assert [] == [pair for pair in pairs if _contrast(colour[pair[0]], colour[pair[1]]) < 4.5]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_page_is_made_of_any_run(run: Run, conformant: Run) -> None:
    """The rarest run is the one that is shown to a minister; an empty one and a perfect one have their page as well."""
    for one, says in ((conformant, "Conforms"), (replace(run, judgements=(), exchanges=()), "Undecided")):
        page = Page(as_html(as_json(one), {}))

        assert says in page.words


def test_a_body_without_end_is_shown_in_part(run: Run, report: Report, kept: dict[str, str]) -> None:
    """A page of a hundred megabytes opens nowhere; long bodies are shown in part, and the whole is linked."""
    long = json.loads(kept["evidence/0002.json"])
    long["response"]["body"] = {"text": "y" * 1_000_000, "bytes": 1_000_000, "masked": False, "cut": False}

    text = as_html(report, kept | {"evidence/0002.json": json.dumps(long)})

    assert len(text) < 200_000
    assert "(994000 more characters)" in text
