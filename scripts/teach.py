"""Have a language model write texts with placeholders and fill them; see `spacy_pii.synthesis.teachers`."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typer
from tqdm import tqdm
from wasabi import msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.corpora import read_corpus
from spacy_pii.errors import PiiError
from spacy_pii.files import atomic_text
from spacy_pii.records import write_records
from spacy_pii.synthesis.teachers import (
    BedrockTeacher,
    Harvest,
    Journal,
    OpenAITeacher,
    Teacher,
    Usage,
    collect,
    draw_examples,
    fill,
    harvest,
    journal_paths,
    load_prompts,
    pending,
    plan_requests,
)
from spacy_pii.synthesis.teachers.batch import read_batch, write_batch


@readable_errors
def main(
    out: Path = typer.Argument(..., help="records to write; answers and rejections go to journals/ beside it"),
    model: str = typer.Option(..., help="name of the model at the provider"),
    provider: Literal["openai", "bedrock"] = typer.Option("openai", help="openai: any compatible endpoint"),
    base_url: str | None = typer.Option(None, help="of the endpoint; by default the provider's"),
    key_variable: str = typer.Option("OPENAI_API_KEY", help="environment variable with the endpoint's key"),
    region: str | None = typer.Option(None, help="AWS region of Bedrock"),
    prompts: Path = typer.Option(Path("assets/prompts"), help="folder of prompt files"),
    prompt: list[str] = typer.Option([], help="use only this prompt; may be repeated"),
    requests: int = typer.Option(10, min=1, help="number of requests"),
    texts: int = typer.Option(5, min=1, help="texts per request"),
    examples: Path | None = typer.Option(None, help="records that give masked examples, in any format of `convert`"),
    shots: int = typer.Option(3, min=0, help="examples per request"),
    copies: int = typer.Option(3, min=1, help="how often each text is filled, with other values"),
    seed: int = typer.Option(0, help="of the requests, the examples and the values"),
    noise: float = typer.Option(0.15, min=0.0, max=1.0, help="share of records with typos, other case, and so on"),
    attempts: int = typer.Option(2, min=1, help="how often a request without a usable answer is sent"),
    workers: int = typer.Option(4, min=1, help="requests at a time"),
    max_tokens: int = typer.Option(4000, min=1, help="most tokens of an answer"),
    temperature: float = typer.Option(1.0, min=0.0),
    json_schema: bool = typer.Option(True, help="ask the server to hold answers to the schema"),
    extra: str = typer.Option("{}", help="JSON object merged into every request; null removes a field"),
    input_price: float = typer.Option(0.0, min=0.0, help="per million tokens sent"),
    output_price: float = typer.Option(0.0, min=0.0, help="per million tokens received"),
    dry_run: bool = typer.Option(False, "--dry-run", help="estimate only"),
    to_batch: Path | None = typer.Option(None, help="write the requests to this batch file and stop"),
    from_batch: Path | None = typer.Option(None, help="take the answers from this batch output, send nothing"),
) -> None:
    """Have MODEL write texts with placeholders, and write records with surrogate values to OUT.

    Run it again after a crash: answers that are there are not asked for again.
    """
    fields = _object(extra)
    teacher: Teacher = (
        OpenAITeacher(model, base_url=base_url, key_variable=key_variable, structured=json_schema, extra=fields)
        if provider == "openai"
        else BedrockTeacher(model, region=region, endpoint_url=base_url, structured=json_schema, extra=fields)
    )
    known = load_prompts(prompts)
    if unknown := [name for name in prompt if name not in known]:
        raise PiiError(f"unknown prompt {unknown[0]!r}.", remedy=f"choose among {', '.join(known)}.", path=prompts)
    planned = plan_requests(
        [known[name] for name in prompt or known],
        requests,
        seed=seed,
        model=model,
        texts=texts,
        examples=draw_examples(read_corpus(examples), seed=seed) if examples else (),
        shots=shots,
        max_tokens=max_tokens,
        temperature=temperature,
    )
    answers, rejected = journal_paths(out)
    journal = Journal(answers)
    if from_batch:
        for code, count in read_batch(from_batch, teacher, journal).items():
            msg.warn(f"{count} requests failed at the provider: {code}")
    todo = pending(planned, known, journal, attempts=attempts)
    expected = Usage.expected(todo)
    cost = expected.cost(input_price, output_price)
    msg.info(
        f"{len(todo)} of {len(planned)} requests to send: about {expected.input_tokens:,} tokens in, at most "
        f"{expected.output_tokens:,} out, costing at most about {cost:.2f}; up to {attempts} times that "
        "if answers are unusable"
    )
    if dry_run:
        return
    if to_batch:
        msg.good(f"{write_batch(to_batch, teacher, todo)} requests -> {to_batch}")
        return
    if not from_batch:
        replies = collect(teacher, planned, known, journal, attempts=attempts, workers=workers)
        used = Usage.of(tqdm(replies, total=len(todo), unit="answer", desc="teach"))
        msg.info(
            f"{used.requests} answers: {used.input_tokens:,} tokens in, {used.output_tokens:,} out, "
            f"{used.cost(input_price, output_price):.2f}"
        )
    result = harvest(planned, known, journal)
    _write_rejected(rejected, result)
    written = write_records(out, fill(result.taught, copies=copies, seed=seed, noise=noise))
    msg.good(f"{len(result.taught)} texts, {written} records -> {out}")


def _object(text: str) -> dict[str, Any]:
    try:
        fields = json.loads(text)
    except json.JSONDecodeError:
        fields = None
    if not isinstance(fields, dict):
        raise PiiError("--extra is not a JSON object.", remedy="such as '{\"max_tokens\": null}'.")
    return fields


def _write_rejected(path: Path, result: Harvest) -> None:
    with atomic_text(path) as out:
        for rejected in result.rejected:
            # In ASCII: a rejected text may be none that UTF-8 can hold.
            out.write(json.dumps(asdict(rejected)) + "\n")
    for reason, count in Counter(rejected.reason for rejected in result.rejected).most_common():
        msg.warn(f"{count} rejected: {reason}")


if __name__ == "__main__":
    run(main)
