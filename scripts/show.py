"""Mask a few invented texts with a packaged model, through Presidio's own analyzer and anonymizer."""

from pathlib import Path

import typer
from presidio_anonymizer import AnonymizerEngine
from spacy.util import is_package
from wasabi import color, msg

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.presidio import create_analyzer

TEXTS = (
    "Hi, this is Maria Lopez from Northwind Traders. My card 4111 1111 1111 1111 was charged twice on 3 March 2024; "
    "please call me back on +1 (415) 555-0134 or write to maria.lopez@example.com.",
    "2024-05-17T08:41:09Z WARN login failed user=jsmith82 ip=203.0.113.77 device=00:1B:44:11:3A:B7",
    '{"name": "Anna Schmidt", "street": "Hauptstraße 12", "city": "Berlin", "iban": "DE89370400440532013000"}',
    "Patient John Carter, born 12/04/1969, SSN 536-22-8721, lives at 221 Baker Street, Springfield, IL 62704.",
    "Release 4.2.1 fixes order export for part number 8841-22; no customer data was involved.",
)


@readable_errors
def main(
    model: str = typer.Argument(..., help="name of an installed model package, or a folder"),
    wheel: Path = typer.Option(None, help="where the model's wheel is"),
    beside: str = typer.Option("en_pii_sm", help="another model to show beside it, where it is installed"),
) -> None:
    """Print texts beside their masked versions."""
    models = [model, beside] if beside != model and is_package(beside) else [model]
    analyzers = {name: create_analyzer(name) for name in models}
    anonymizer = AnonymizerEngine()
    width = max(map(len, models))
    msg.divider(f"Presidio with {' and '.join(models)}")
    for text in TEXTS:
        print(f"{color('text'.ljust(width), fg='grey')}  {text}")
        for name, analyzer in analyzers.items():
            masked = anonymizer.anonymize(text, analyzer.analyze(text, language="en")).text
            print(f"{color(name.ljust(width), fg='green')}  {masked}")
        print()
    if len(models) > 1:
        msg.info(
            f"{model} learned for minutes, from made-up texts: it shows the chain and protects nobody. "
            f"{beside} is the released model."
        )
    if wheel is not None:
        msg.good(f"The model's wheel: {wheel}")
        print(f"  Use it:  pip install {wheel}\n           nlp = spacy.load({model!r})")


if __name__ == "__main__":
    run(main)
