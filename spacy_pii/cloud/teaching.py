"""A teacher on this machine's GPU: a server with the OpenAI protocol, up while the synthesis asks it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..errors import PiiError


def teach(
    out: Path,
    model: str,
    *,
    requests: int = 200,
    seed: int = 0,
    project: Path = Path(),
    server: str,
    port: int = 8000,
    patience: float = 1800,
) -> Path:
    """Serve `model`, have `scripts/teach.py` write records to `out`, and stop the server.

    project: folder of the scripts and prompts. server: command with {model} and {port}. patience: seconds until the
    server must answer. Raises PiiError if the server or the script fails; what was answered is kept in `journals`
    beside `out`.
    """
    command = [part.format(model=model, port=port) for part in shlex.split(server)]
    script = [sys.executable, "scripts/teach.py", str(out.absolute()), "--model", model, "--seed", str(seed)]
    script += ["--requests", str(requests), "--base-url", f"http://127.0.0.1:{port}/v1", "--workers", "16"]
    with serving(command, f"http://127.0.0.1:{port}/v1/models", patience):
        # The client insists on a key, though the server asks for none.
        environment = {**os.environ, "OPENAI_API_KEY": "none", "NO_PROXY": "127.0.0.1"}
        result = subprocess.run(script, cwd=project, env=environment)
    if result.returncode:
        raise PiiError("the teacher's answers could not be used.", remedy="see its output; run it again to go on.")
    return out


@contextmanager
def serving(command: Sequence[str], url: str, patience: float) -> Iterator[None]:
    """A server that answers at `url`, stopped at the end. Raises PiiError if it exits or is not up in time."""
    try:
        server = subprocess.Popen(command)
    except FileNotFoundError:
        raise PiiError(f"{command[0]} is not installed.", remedy="pip install vllm, or name another server.") from None
    try:
        deadline = time.monotonic() + patience
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                raise PiiError(
                    f"{command[0]} did not start (exit code {server.poll()}).",
                    remedy="see its output above: a model too large for the GPU, or a gated one without HF_TOKEN.",
                )
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait()


def _answers(url: str) -> bool:
    # A proxy of the environment would not know this machine.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
