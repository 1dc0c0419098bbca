"""The GPU step on Modal: `modal run scripts/modal_app.py::NAME`, or `modal deploy scripts/modal_app.py`.

Inputs and outputs lie in one Volume: corpus/ as the convert step writes it, records/ and sets/ for retraining, tables/,
runs/NAME/ as `spacy_pii.training.runs.run_folder` describes it. Environment variables: see .env.example.
"""

import json
import os
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import modal

from spacy_pii.cloud.account import CloudSettings
from spacy_pii.training.runs.run_folder import REVISION, git_revision

SETTINGS = CloudSettings.from_environment(os.environ)
DATA = Path("/data")
PROJECT = Path(__file__).parents[1] if modal.is_local() else Path("/project")
PARTS = ("spacy_pii", "scripts", "configs", "assets/templates", "assets/prompts")
FILES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE")
# It needs another torch and another transformers, so it gets an environment of its own.
VLLM = ("python -m venv /vllm", "/vllm/bin/pip install vllm==0.33.0")
SERVER = "/vllm/bin/vllm serve {model} --host 127.0.0.1 --port {port} --max-model-len 16384"


def pins(*extras: str) -> list[str]:
    """The project's requirements with those of some extras, as setup.cfg pins them."""
    setup = ConfigParser()
    setup.read(PROJECT / "setup.cfg")
    texts = [setup["options"]["install_requires"], *(setup["options.extras_require"][extra] for extra in extras)]
    lines = [line for text in texts for line in text.splitlines() if line]
    # An extra may name others of ours, which no package index knows.
    own = [line for line in lines if line.startswith("spacy-pii[")]
    more = [name for line in own for name in line.removeprefix("spacy-pii[").rstrip("]").split(",")]
    return [line for line in lines if line not in own] + (pins(*more) if more else [])


def image(*requirements: str, commands: tuple[str, ...] = (), models: bool = False) -> modal.Image:
    """Python with these requirements, and this project installed: its components are found through entry points.

    models: with the released ones.
    """
    built = modal.Image.debian_slim(python_version="3.11").apt_install("build-essential").run_commands(*commands)
    built = built.uv_pip_install(*requirements)
    for folder in PARTS:
        built = built.add_local_dir(PROJECT / folder, f"/project/{folder}", copy=True, ignore=["**/__pycache__"])
    for file in FILES:
        built = built.add_local_file(PROJECT / file, f"/project/{file}", copy=True)
    built = built.run_commands("python -m pip install --no-deps --editable /project").workdir("/project")
    if models and modal.is_local():
        built = built.add_local_dir(PROJECT / "packages", "/packages", copy=True)
        built = built.run_commands("python -m pip install --no-deps /packages/*.whl")
    cache = {"HF_HOME": str(DATA / "cache/huggingface"), "HF_HUB_DISABLE_TELEMETRY": "1"}
    return built.env({REVISION: git_revision(PROJECT), **cache, **SETTINGS.to_environment()})


app = modal.App(SETTINGS.app)
volume = modal.Volume.from_name(SETTINGS.volume, create_if_missing=True)
training_image = image(*pins("train", "modal", "cuda"))
student_image = image(*pins("train", "llm", "modal"))
serving_image = image(*pins("modal", "service"))
masking_image = image(*pins("modal", "arrow"), models=True)
faker = [pin for pin in pins("train") if pin.startswith("Faker")]
teacher_image = image(*pins("teachers", "modal"), *faker, commands=VLLM)
common: dict[str, Any] = {
    "volumes": {str(DATA): volume},
    "secrets": [modal.Secret.from_name(SETTINGS.secret)] if SETTINGS.secret else [],
    "timeout": SETTINGS.hours * 3600,
}
# A run that is preempted or out of time goes on from its checkpoint.
resumed: dict[str, Any] = {**common, "gpu": SETTINGS.gpu, "retries": modal.Retries(max_retries=5, initial_delay=10.0)}


def commit() -> None:
    """Make what was written durable; outside Modal it already is."""
    if not modal.is_local():
        volume.commit()


def run_path(name: str) -> Path:
    """Where a run lies in the Volume."""
    return DATA / "runs" / name


@app.function(image=training_image, **resumed)
def train(
    run: str = "gpu", config: str = "gpu", encoder: str = "", max_steps: int = 0, seed: int = 0, dry_run: bool = False
) -> str:
    """Train on corpus/ in runs/RUN, or go on there."""
    from spacy_pii.training.runs.train_run import train_run

    config_path = PROJECT / "configs" / f"{config}.cfg"
    trained = train_run(
        run_path(run),
        DATA / "corpus",
        config_path,
        encoder=encoder,
        max_steps=max_steps,
        seed=seed,
        gpu_id=gpu(),
        dry_run=dry_run,
        templates=PROJECT / "assets/templates",
        on_checkpoint=commit,
    )
    return str(trained.model)


@app.function(image=training_image, gpu=SETTINGS.gpu, **common)
def evaluate(run: str = "gpu", records: str = "corpus/test.jsonl") -> dict[str, Any]:
    """Score a run on labelled records of the Volume."""
    from spacy_pii.training.runs.steps import evaluate_run

    figures = evaluate_run(run_path(run), DATA / records, gpu_id=gpu())
    commit()
    return figures


@app.function(image=training_image, gpu=SETTINGS.gpu, **common)
def predict(records: str, out: str, run: str = "gpu") -> int:
    """Write records of the Volume with a run's predictions."""
    from spacy_pii.training.runs.steps import predict_run

    count = predict_run(run_path(run), DATA / records, DATA / out, gpu_id=gpu())
    commit()
    return count


@app.function(image=training_image, cpu=4.0, memory=16384, **common)
def export(run: str = "gpu", int8: bool = True) -> str:
    """Export a run to ONNX."""
    from spacy_pii.training.runs.steps import export_run

    exported = export_run(run_path(run), int8=int8)
    commit()
    return str(exported)


@app.function(image=serving_image, cpu=4.0, **common)
def latency(run: str = "gpu", records: str = "corpus/test.jsonl", calls: int = 25) -> dict[str, Any]:
    """Measure an exported run on a CPU."""
    from spacy_pii.cloud.latency_run import latency_run

    figures = latency_run(run_path(run), DATA / records, calls=calls)
    commit()
    return figures


@app.function(image=teacher_image, **{**resumed, "gpu": SETTINGS.teacher_gpu})
def generate(
    out: str = "records/taught.jsonl", requests: int = 200, seed: int = 0, server: str = SERVER, port: int = 8000
) -> str:
    """Have a teacher write records into the Volume."""
    from spacy_pii.cloud.teaching import teach

    model = SETTINGS.teacher
    taught = teach(DATA / out, model, requests=requests, seed=seed, project=PROJECT, server=server, port=port)
    commit()
    return str(taught)


@app.function(image=student_image, **resumed)
def train_lm(
    base: str, records: str = "corpus/train.jsonl", dev: str = "corpus/dev.jsonl", run: str = "student"
) -> str:
    """Fine-tune a causal model for `pii_llm` in runs/RUN, or go on there; without records at DEV it is not examined."""
    from spacy_pii.training.student.finetune import train_student_files

    config = PROJECT / "configs/lm_lora.yml"
    student = train_student_files(run_path(run), DATA / records, DATA / dev, base, config, on_checkpoint=commit)
    commit()
    return str(student.model)


@app.function(image=training_image, schedule=modal.Cron(SETTINGS.schedule) if SETTINGS.schedule else None, **resumed)
def retrain(dry_run: bool = False) -> dict[str, Any]:
    """Generate, train, compare with the champion, and promote the winner."""
    from spacy_pii.training.runs.retrain import retrain as run_retraining

    return run_retraining(
        DATA,
        PROJECT,
        config=SETTINGS.config,
        records=SETTINGS.records,
        encoder=SETTINGS.encoder,
        max_steps=SETTINGS.max_steps,
        gpu_id=gpu(),
        dry_run=dry_run,
        commit=commit,
    ).to_dict()


@app.function(image=serving_image, **common)
def promote(run: str) -> None:
    """Make an exported run the champion without asking the gate."""
    from spacy_pii.training.runs.champion import crown
    from spacy_pii.training.runs.run_folder import RunFolder

    crown(DATA, RunFolder(run_path(run)))
    commit()


@app.function(image=serving_image, cpu=2.0, **{**common, "timeout": 300})
@modal.concurrent(max_inputs=8)
@modal.asgi_app(requires_proxy_auth=True)
def serve() -> Any:
    """The champion behind HTTP; callers need a proxy token of the workspace."""
    from spacy_pii.service import create_app
    from spacy_pii.training.runs.champion import served_model

    return create_app(served_model(DATA))


@app.function(image=masking_image, **common)
def files_to_do(folder: str, out: str, recipe: dict[str, Any]) -> list[str]:
    """The Parquet files of a folder of the Volume that this recipe has not made yet."""
    from spacy_pii.distributed import AnonymizerSpec, files

    if not modal.is_local():
        # A warm container has the Volume as it was.
        volume.reload()
    return files.files_to_do(DATA / folder, DATA / out, AnonymizerSpec(**recipe))


@app.function(image=masking_image, cpu=1.0, memory=2048, retries=2, **common)
def anonymize_file(name: str, folder: str, out: str, recipe: dict[str, Any]) -> dict[str, Any]:
    """Anonymize one of them."""
    from spacy_pii.distributed import AnonymizerSpec, files

    report = files.anonymize_file(DATA / folder, DATA / out, name, AnonymizerSpec(**recipe))
    commit()
    return report


@app.local_entrypoint()
def anonymize_files(
    columns: str,
    folder: str = "tables",
    out: str = "masked",
    operators: str = "{}",
    operator: str = "replace",
    key: str = "",
    model: str = "en_pii_sm",
) -> None:
    """Anonymize the Parquet files of a folder of the Volume, as many at a time as Modal gives; run it again to go on.

    columns, operators: JSON, such as '{"note": null, "name": "PERSON"}'. key: "env:NAME", a variable of the secret.
    """
    recipe = {"columns": json.loads(columns), "operators": json.loads(operators), "operator": operator, "model": model}
    recipe["key"] = key or None
    names = files_to_do.remote(folder, out, recipe)
    where = {"folder": folder, "out": out, "recipe": recipe}
    failed = 0
    for name, report in zip(
        names,
        anonymize_file.map(names, kwargs=where, return_exceptions=True, wrap_returned_exceptions=False),
        strict=True,
    ):
        failed += isinstance(report, Exception)
        print(f"{name}: {report}" if isinstance(report, Exception) else json.dumps(report))
    if failed:
        raise SystemExit(f"{failed} of {len(names)} files failed; run it again when they are mended")


@app.function(image=serving_image, **common)
def archive(run: str, everything: bool = False) -> Iterator[bytes]:
    """Stream a run folder; its checkpoints only with `everything`."""
    from spacy_pii.cloud.archive import pack

    yield from pack(run_path(run), () if everything else ("checkpoints", "corpus"))


@app.local_entrypoint()
def download(run: str = "gpu", out: str = "training/runs", tar: bool = False, everything: bool = False) -> None:
    """Fetch a run folder, or the same as one archive."""
    from spacy_pii.cloud.archive import fetch

    print(fetch(archive.remote_gen(run, everything), run, Path(out), archive=tar))


@app.local_entrypoint()
def upload(folder: str = "corpus", to: str = "corpus") -> None:
    """Put a local folder into the Volume."""
    with volume.batch_upload(force=True) as batch:
        batch.put_directory(folder, to)


def gpu() -> int:
    """The number of the GPU, -1 where there is none."""
    import torch

    return 0 if torch.cuda.is_available() else -1
