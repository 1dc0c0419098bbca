"""The model's README, in Markdown: what it is for, what it finds, how well, and where it fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..labels import LABELS

if TYPE_CHECKING:
    from ..benchmark.results import Benchmark, SetScores
    from ..evaluation.calibration_error import Calibration

_FAILURES = 12


def model_card(
    meta: Mapping[str, Any], benchmark: Benchmark | None = None, label_counts: Mapping[str, int] | None = None
) -> str:
    """The card of a pipeline.

    meta: spaCy's meta.json, with `performance` as `scripts/evaluate.py` wrote it. benchmark: the model beside its
    peers. label_counts: spans per label in the training data.
    """
    package = f"{meta['lang']}_{meta['name']}"
    sections = [
        f"# {package} {meta['version']}",
        meta["description"],
        "## Use\n" + _use(package),
        "## Intended use\n" + _INTENDED,
        "## Labels\n" + "\n".join(_label_rows(meta, label_counts)),
        "## Scores\n" + "\n".join(_benchmark_lines(benchmark) if benchmark else _score_lines(meta["performance"])),
    ]
    if benchmark:
        sections += ["## Operating points\n" + "\n".join(_operating_points(benchmark))]
        if benchmark.calibration:
            sections += ["## Calibration\n" + "\n".join(_calibration(benchmark.calibration))]
        sections += ["## Where it fails\n" + "\n".join(_failures(benchmark))]
    sections += ["## Limits\n" + _LIMITS, "## Sources and licence\n" + "\n".join(_sources(meta))]
    sections += [_cite(package, meta)]
    return "\n\n".join(sections) + "\n"


def _use(package: str) -> str:
    return f"""```python
import spacy

nlp = spacy.load("{package}")

from spacy_pii.presidio import create_analyzer

analyzer = create_analyzer("{package}")
```"""


_INTENDED = """Masking personal data in text before it is stored, shared or shown: tickets, transcripts, logs,
documents, prompts. It runs on a CPU and makes no network call. It is not a proof of anonymity, it does not
decide what the law calls personal data, and it was not made to look for people."""

_LIMITS = """No detector finds everything. Measure the leakage on your own text before you rely on it, and have
a person look where a miss would do harm. Scores on text like the training data say little about
other text. English text only; names and addresses of many countries in it are expected."""


def _label_rows(meta: Mapping[str, Any], counts: Mapping[str, int] | None) -> Iterator[str]:
    yield f"| label | identifier | what |{' spans in training |' if counts else ''}"
    yield f"| --- | --- | --- |{' ---: |' if counts else ''}"
    for name in sorted({label for names in meta["labels"].values() for label in names if label in LABELS}):
        end = f" {counts.get(name, 0):,} |" if counts else ""
        yield f"| `{name}` | {LABELS[name].identifier} | {LABELS[name].description} |{end}"


_FIGURES = ("documents", "leakage", "over_redaction", "fully_redacted", "f1")
_EXPLAINED = (
    "Leakage: personal characters that no span covers. Over-redaction: other characters that a span covers. "
    "Fully redacted: documents in which nothing is left. Exact F1: same characters and kind."
)


def _score_lines(performance: Mapping[str, Any]) -> list[str]:
    if not performance:
        return ["Not evaluated."]
    rows = {"held-out test split": performance, **performance.get("sets", {})}
    lines = [
        "| set | documents | leakage % | over-redaction % | fully redacted % | exact F1 |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        figures = (f"{row[key]:.2f}" if isinstance(row[key], float) else str(row[key]) for key in _FIGURES)
        lines.append(f"| {name} | " + " | ".join(figures) + " |")
    return [*lines, "", _EXPLAINED, "The test split comes from the same sources as the training data, so it flatters."]


def _benchmark_lines(benchmark: Benchmark) -> Iterator[str]:
    yield "All systems ran on the same texts in one run; in brackets the 95 % interval over documents."
    yield ""
    yield "| set | system | leakage % | over-redaction % | fully redacted % | exact F1 |"
    yield "|---|---|---|---|---|---|"
    for name in [*benchmark.sets, "mean"]:
        for system, scores in benchmark.scores.items():
            if name in scores:
                yield f"| {name} | {system} | {_figures(scores[name])} |"
    yield ""
    yield _EXPLAINED
    yield "The development texts chose checkpoint, temperature and operating points, so they flatter a little."


def _figures(scores: SetScores) -> str:
    return " | ".join(
        f"{figure.value:.2f} [{figure.low:.1f}, {figure.high:.1f}]"
        for figure in (scores.leak, scores.over, scores.full, scores.f1)
    )


def _operating_points(benchmark: Benchmark) -> Iterator[str]:
    yield 'Chosen at load time: `spacy.load(..., config={"components.pii_onnx.operating_point": "high_recall"})`.'
    yield ""
    yield "| operating point | leakage % | over-redaction % | fully redacted % | exact F1 |"
    yield "|---|---|---|---|---|"
    for name, scores in benchmark.operating_points.items():
        yield f"| `{name}` | {_figures(scores)} |"
    if benchmark.thresholds:
        yield ""
        yield "| spans kept from score | leakage % | over-redaction % | exact F1 |"
        yield "|---|---|---|---|"
        for point in benchmark.thresholds:
            yield f"| {point.threshold:.2f} | {point.leak:.2f} | {point.over:.2f} | {point.f1:.2f} |"


def _calibration(calibration: Calibration) -> Iterator[str]:
    yield (
        f"Expected calibration error {calibration.ece:.3f}, where scores that are exactly right would show "
        f"{calibration.by_chance:.3f} on as many spans: scores beside how often spans are right."
    )
    yield ""
    yield "| score | right | spans | |"
    yield "|---|---|---|---|"
    for each in calibration.bins:
        bar = "█" * round(20 * each.accuracy)
        yield f"| {each.confidence:.2f} | {each.accuracy:.2f} | {each.count} | {bar} |"


def _failures(benchmark: Benchmark) -> Iterator[str]:
    slices = benchmark.slices.get(benchmark.ours, {})
    if slices:
        yield "Leakage on changed text, beside the same text unchanged:"
        yield ""
        yield "| change | leakage % | unchanged % |"
        yield "|---|---|---|"
        for name, row in sorted(slices.items(), key=lambda pair: -pair[1].leak):
            yield f"| {name} | {row.leak:.1f} [{row.low:.1f}, {row.high:.1f}] | {row.clean_leak:.1f} |"
        yield ""
    if gap := benchmark.gaps.get(benchmark.ours):
        yield f"Names: largest gap in recall {gap.points:.1f} points, between {gap.best} and {gap.worst}."
        yield ""
    for title, examples in (("Missed", benchmark.worst_leaks), ("False alarms", benchmark.false_alarms)):
        if examples:
            yield f"{title} (in brackets; letters and digits of other people's texts are masked):"
            yield ""
            yield "```"
            for each in examples[:_FAILURES]:
                line = " ".join(f"{each.before}[{each.value}]{each.after}".split())
                yield f"{each.set:20} {each.family:14} {line}"
            yield "```"
            yield ""


def _sources(meta: Mapping[str, Any]) -> Iterator[str]:
    for source in meta["sources"]:
        yield f"- {source['name']}, {source.get('author', '')} ({source['license']}) {source.get('url', '')}".rstrip()
    yield ""
    yield f"Licence of this model: {meta['license']}; the licences of its sources are in LICENSES_SOURCES."


def _cite(package: str, meta: Mapping[str, Any]) -> str:
    return f"""## Cite
```bibtex
@software{{{package},
  author = {{{meta["author"]}}},
  title = {{{package}: personal data in English text}},
  version = {{{meta["version"]}}},
}}
```"""
