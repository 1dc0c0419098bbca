import runpy
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from sample_benchmark import OURS, PEER, latency, make_benchmark
from typer.testing import CliRunner

from spacy_pii.benchmark.results import Drift, write_benchmark
from spacy_pii.errors import PiiError
from spacy_pii.report.families import leaks_by_family
from spacy_pii.report.html_report import draw, render, write_report

SCRIPT = Path(__file__).parents[2] / "scripts" / "report.py"
VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """The tags of a page; `unclosed` is what is open at its end, `stray` are ends of what is not open."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.unclosed: list[str] = []
        self.stray: list[str] = []
        self.text = ""
        self.feed(html)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.text += " " if tag in ("th", "td") else ""
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag):
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()
        else:
            self.stray.append(tag)

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> list[Path]:
    return write_report(make_benchmark(), tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture(scope="module")
def page(report) -> Page:
    return Page(report[0].read_text(encoding="utf8"))


def test_page_is_well_formed_and_its_links_lead_somewhere(page):
    assert not page.unclosed
    assert not page.stray
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = {a["href"] for a in page.all("a")}
    assert {f"#{target}" for target in targets} == {link for link in links if link.startswith("#")}
    assert len(targets) == 12


def test_page_loads_nothing_from_elsewhere(page):
    assert page.all("img")
    assert all(image["src"].startswith("data:image/png;base64,iVBOR") for image in page.all("img"))
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in page.tags}
    (policy,) = (meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'")


def test_every_plot_says_in_words_what_it_shows(page):
    texts = {image["alt"] for image in page.all("img")}
    assert len(texts) == len(page.all("img")) == 10
    assert any("ours leaks most of DATE 50.0 %" in text for text in texts)
    assert any("balanced: recall 96.0 %, over-redaction 2.0 %" in text for text in texts)
    assert any("th_TH 52 %" in text for text in texts)
    speeds = "ours 4.0 % at 7,504 words/s; Presidio, en_core_web_sm 23.2 % at 3,141 words/s"
    assert f"Leakage against speed: {speeds}." in texts


def test_tables_have_captions_and_scoped_headers(page):
    tags = [tag for tag, _ in page.tags]
    assert tags.count("caption") == tags.count("table")
    assert {th.get("scope") for th in page.all("th")} == {"col", "row", "rowgroup"}


def test_page_shows_where_and_what_was_measured(page):
    for expected in (
        "Benchmark of en_pii_sm 0.1.0",
        "2026-01-02T03:04:05+00:00",
        "0123456789ab-dirty",
        "2 processors, Linux-6.1, Python 3.11.7",
        "2 sets, 2,400 documents",
        "Sets left out because their corpora are missing: letters.",
        "4.0 (2.5–5.5)",
        "23.2 (21.8–24.8)",
        "not installed: get models/gliner",
        "labels without a mapping: NRP",
        "token F1 93.1 % on its own split https://example.org/card",
        "1.95 (1.75–2.21)",
        "9.5 (7.0–12.0) before 3.0",
        "ours: from th_TH to en_US, 46.5 points",
        "court leak 3.00 4.00 0.50",
        "scores promise too much. A half of these sets fitted it.",
        "Passages with personal data of the labelled sets (court 12, tweets 8)",
        "labelled sets clean 20",
        "made up names_thai 16 5.5 (1.0–9.0) before 0.0",
        "PERSON ORGANIZATION 7 7.8",
    ):
        assert expected in page.text


def test_figures_of_others_are_apart_from_those_measured_here(page):
    assert page.text.index("By set") < page.text.index("Not measured here") < page.text.index("93.1 %")


def test_examples_are_marked_by_displacy_with_their_label_and_escaped(page):
    assert len([mark for mark in page.all("mark") if mark["class"] == "entity"]) == 3
    assert "letter to Ann O'Neill & <Sons> ↵ Ltd PERSON of the" in page.text
    assert "0000 DATE xxx tweets, document 7: 4 characters masked, score 0.87, letters and digits masked" in page.text


def test_spans_of_a_family_add_up_over_sets_and_not_over_the_mean():
    leaks = leaks_by_family(make_benchmark())
    assert list(leaks) == ["DATE", "PERSON", "PHONE"]
    row = leaks["PERSON"][PEER]
    assert (row.gold, round(row.leaked, 2)) == (180, 5.56)
    assert row.low < row.leaked < row.high


def test_page_without_peers_and_optional_figures_leaves_their_sections_out():
    alone = {
        name: {OURS: getattr(make_benchmark(), name)[OURS]} for name in ("systems", "scores", "slices", "fairness")
    }
    benchmark = make_benchmark(
        **alone,
        latency=None,
        calibration=None,
        thresholds=[],
        operating_points={},
        confusion={},
        published=[],
        worst_leaks=[],
        drift=Drift("There is no champion."),
    )
    page = Page(render(benchmark, draw(benchmark)))
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert ids == {"peers", "labels", "speed", "slices", "fairness", "leaks", "alarms"}
    assert "There is no champion." in page.text
    assert "No latency figures" in page.text
    assert PEER not in page.text


def test_latency_figures_of_another_form_are_refused(tmp_path):
    broken = latency()
    del broken["threads"]["1"]["systems"]["presidio"]["words_per_second"]
    with pytest.raises(PiiError, match="2 fields are wrong, the first is threads.1.systems.presidio.words_per_second"):
        write_report(make_benchmark(latency=broken), tmp_path / "report.html")
    assert not list(tmp_path.iterdir())


def test_command_writes_the_same_files_for_the_same_figures(report, tmp_path):
    write_benchmark(tmp_path / "benchmark.json", make_benchmark())
    result = run(tmp_path / "benchmark.json", "--out", tmp_path / "report.html")
    assert result.exit_code == 0, result.output
    assert "with 10 plots" in " ".join(result.output.split())
    assert len(report) == 11
    assert [(tmp_path / path.name).read_bytes() for path in report] == [path.read_bytes() for path in report]
    assert (tmp_path / "report_labels.png").read_bytes().startswith(b"\x89PNG")


def test_command_without_a_benchmark_says_how_to_make_one(tmp_path):
    result = run(tmp_path / "benchmark.json", "--out", tmp_path / "report.html")
    assert result.exit_code == 1
    assert "make benchmark" in " ".join(result.stderr.split())


def test_command_without_matplotlib_says_how_to_get_it(tmp_path, monkeypatch):
    write_benchmark(tmp_path / "benchmark.json", make_benchmark())
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = run(tmp_path / "benchmark.json", "--out", tmp_path / "report.html")
    assert result.exit_code == 1
    assert "spacy-pii[report]" in result.stderr


def run(*arguments: object):
    app = typer.Typer()
    app.command()(runpy.run_path(str(SCRIPT))["main"])
    return CliRunner().invoke(app, [str(argument) for argument in arguments])
