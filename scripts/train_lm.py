"""Fine-tune a causal language model for `pii_llm` with LoRA; see `spacy_pii.training.student`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
from wasabi import msg, table

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.evaluation.table import scores_table
from spacy_pii.records import read_records
from spacy_pii.training.student.config import read_student_config
from spacy_pii.training.student.finetune import train_student


@readable_errors
def main(
    records: Path = typer.Argument(..., help="file of labelled records to learn from"),
    out: Path = typer.Argument(..., help="folder of the student: model/ is what a server loads"),
    base: str = typer.Option(..., help="causal model: a folder that transformers saved, or a name of the hub"),
    config: Path = typer.Option(Path("configs/lm_lora.yml"), help="adapter, training and answer formats"),
    dev: Path | None = typer.Option(None, help="file of labelled records that the student is examined on"),
    max_steps: int = typer.Option(-1, help="of the optimizer; the config's own if -1"),
    seed: int = typer.Option(-1, help="the config's own if -1"),
) -> None:
    """Teach BASE to answer the questions of `pii_llm` about RECORDS, and examine it on --dev."""
    settings = read_student_config(config)
    changes: dict[str, Any] = {k: v for k, v in (("max_steps", max_steps), ("seed", seed)) if v >= 0}
    student = train_student(
        read_records(records),
        out,
        base,
        replace(settings, **changes),
        judged=read_records(dev) if dev else (),
    )
    loss = "" if student.loss is None else f", mean loss {student.loss:.3f}"
    msg.info(f"{student.steps} steps on {student.conversations} conversations{loss}")
    if student.left_out:
        msg.warn(f"{student.left_out} conversations were too long and left out")
    if student.examinations:
        rows = [
            (name, str(each.answers), f"{each.compliance:.1f}", str(each.not_found))
            for name, each in student.examinations.items()
        ]
        header = ("answers", "count", "of the schema %", "values not in the text")
        print(table(rows, header=header, divider=True, aligns=("l", "r", "r", "r")))
        print(scores_table({name: each.scores for name, each in student.examinations.items()}))
    msg.good(f"Student in {student.model}; serve it with: vllm serve {student.model}")


if __name__ == "__main__":
    run(main)
