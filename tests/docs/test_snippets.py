"""Every snippet of the README and of docs/ does what a reader expects: Python and our commands run, the rest exists.

What needs an account, a network or hours (`make`, `pip`, Modal, `spacy train`) is not run: its targets, steps, scripts
and options are looked up instead.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def snippets(language: str) -> list:
    """One parameter for each page with such snippets: the page and its snippets, in order."""
    fences = [(page, FENCE.findall(page.read_text("utf8"))) for page in PAGES]
    found = [(page, [code for kind, code in blocks if kind == language]) for page, blocks in fences]
    return [pytest.param(codes, id=page.name) for page, codes in found if codes]


def commands(code: str) -> list[str]:
    """The command lines of a shell snippet, without comments and variables before them."""
    lines = code.replace("\\\n", " ").splitlines()
    stripped = (re.sub(r"\s+#.*$", "", line).strip() for line in lines if not line.startswith("#"))
    return [re.sub(r"^(?:[A-Z_]+=\S+ )+", "", line) for line in stripped if line]


@pytest.mark.parametrize("codes", snippets("python"))
def test_python_runs_as_one_session(codes, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict = {"__name__": "__main__"}
    for code in codes:
        exec(compile(ast.parse(code), "<snippet>", "exec"), names)


@pytest.mark.parametrize("codes", snippets("bash"))
def test_our_commands_run_in_order(codes, tmp_path):
    program = f"{shlex.quote(str(Path(sys.executable).with_name('spacy-pii')))} "
    python = f"{shlex.quote(sys.executable)} -c "
    for line in (line for code in codes for line in commands(code)):
        if re.match(r"(spacy-pii (?!serve)|python -c|echo|printf)", line):
            line = re.sub(r"\bspacy-pii ", program, re.sub(r"^python -c ", python, line))
            done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True)
            assert done.returncode == 0, f"{line}\n{done.stderr}"


@pytest.mark.parametrize("codes", snippets("bash"))
def test_scripts_steps_and_targets_exist(codes):
    for line in (line for code in codes for line in commands(code)):
        for part in re.split(r"\s*(?:&&|\|)\s*", line):
            check(shlex.split(part))


def check(words: list[str]) -> None:
    if words[:2] == ["spacy", "project"] or words[:4] == ["python", "-m", "spacy", "project"]:
        rest = words[words.index("project") + 1 :]
        if rest[0] == "run":
            folder = next((word for word in rest[2:] if not word.startswith("-")), ".")
            project = yaml.safe_load((ROOT / folder / "project.yml").read_text("utf8"))
            assert rest[1] in {command["name"] for command in project["commands"]} | set(project["workflows"]), rest[1]
    elif words[0] == "make":
        targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf8"), re.M))
        assert set(words[1:]) - targets <= {word for word in words if "=" in word}, words
    elif words[0] == "python" and words[1].endswith(".py"):
        source = (ROOT / words[1]).read_text("utf8")
        for option in (word.partition("=")[0] for word in words if word.startswith("--")):
            name = option.removeprefix("--").removeprefix("no-").replace("-", "_")
            assert option in source or re.search(rf"^    {name}: ", source, re.M), f"{words[1]} has no {option}"
    elif words[:2] == ["modal", "run"] or words[:2] == ["modal", "deploy"]:
        path, _, function = words[2].partition("::")
        assert not function or f"def {function}(" in (ROOT / path).read_text("utf8"), words


@pytest.mark.parametrize("codes", snippets("json"))
def test_json_is_json(codes):
    for code in codes:
        for line in code.splitlines():
            json.loads(line)


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which does not exist"


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_modules_that_a_page_names_exist(page):
    """Paths in backticks, such as `components/windows.py`, are files of the repository or of the package."""
    for name in re.findall(r"`([\w./-]+\.(?:py|cfg|yml|md))`", page.read_text("utf8")):
        places = (ROOT / name, ROOT / "spacy_pii" / name, ROOT / "spacy_pii/corpora" / name)
        assert any(place.exists() for place in places) or name in ("my.cfg",), f"{page.name} names {name}"


def test_readme_stays_short():
    assert len((ROOT / "README.md").read_bytes()) < 6000
