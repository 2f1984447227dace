"""The scripts that set up and check the project, which run before anything is installed."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import _chromium
import _environment
from _environment import INSTALLER, LOCKS, OLDEST_PYTHON, ROOT, Kind, Refusal, dotted, outdated, read_stamp, stamp_of

SCRIPTS = [path for path in sorted((ROOT / "scripts").rglob("*")) if path.is_file() and path.suffix in ("", ".py")]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

WANTED = {"python": "3.13", "pyproject.toml": "p1", INSTALLER: "i1", LOCKS["site"]: "s1", LOCKS["test"]: "t1"}
SITE = {name: WANTED[name] for name in ("python", "pyproject.toml", INSTALLER, LOCKS["site"])}
EVERYTHING = ["venv", "packages", "project"]


def test_an_old_python_is_told_what_is_needed() -> None:
    """The message names the Python that is needed and the one that was used."""
    with pytest.raises(Refusal, match=r"Python 3\.11\.5 or newer is needed, but this is 3\.9\.6"):
        _environment.require_python((3, 9, 6))


def test_the_oldest_supported_python_is_accepted() -> None:
    """The floor itself is no refusal."""
    _environment.require_python(OLDEST_PYTHON)


def test_the_oldest_python_is_the_one_of_the_package() -> None:
    """The scripts refuse what pip would refuse."""
    assert PYPROJECT["project"]["requires-python"] == f">={dotted(OLDEST_PYTHON)}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_an_old_python_can_read_the_scripts(path: Path) -> None:
    """Python 3.8 parses them, or it could not say that it is too old."""
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize(
    ("stamps", "kind", "parts"),
    [
        pytest.param({}, "site", EVERYTHING, id="nothing is there, or it was never finished"),
        pytest.param(SITE, "site", [], id="up to date"),
        pytest.param(WANTED, "test", [], id="up to date for tests"),
        pytest.param(WANTED, "site", [], id="made for tests, used for the site"),
        pytest.param(SITE, "test", ["packages"], id="made for the site, used for tests"),
        pytest.param({**SITE, "python": "3.12"}, "site", EVERYTHING, id="another Python"),
        pytest.param({**SITE, INSTALLER: "i0"}, "site", EVERYTHING, id="another pip"),
        pytest.param({**SITE, LOCKS["site"]: "s0"}, "site", EVERYTHING, id="changed requirements"),
        pytest.param({**WANTED, LOCKS["test"]: "t0"}, "site", EVERYTHING, id="changed requirements of tests"),
        pytest.param({**SITE, "pyproject.toml": "p0"}, "site", ["project"], id="changed project"),
        pytest.param({**SITE, "pyproject.toml": "p0"}, "test", ["packages", "project"], id="both"),
    ],
)
def test_only_what_is_outdated_is_made_anew(stamps: dict[str, str], kind: Kind, parts: list[str]) -> None:
    """A changed foundation takes everything with it; what can be added is added."""
    assert outdated(stamps, WANTED, kind) == parts


def test_the_stamp_changes_with_each_file_and_with_the_place(tmp_path: Path) -> None:
    """A stamp holds for one project folder and the files it was made from."""
    for root in (tmp_path / "a", tmp_path / "b"):
        (root / "requirements").mkdir(parents=True)
        for name in WANTED.keys() - {"python"}:
            (root / name).write_text("one")
    before, elsewhere = stamp_of(tmp_path / "a"), stamp_of(tmp_path / "b")
    (tmp_path / "a" / LOCKS["test"]).write_text("two")
    after = stamp_of(tmp_path / "a")
    assert {name for name in before if before[name] != elsewhere[name]} == {"python"}
    assert {name for name in before if before[name] != after[name]} == {LOCKS["test"]}


@pytest.mark.parametrize("content", ["", "{", "[]", "\udcff"], ids=["empty", "cut off", "no mapping", "no text"])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, content: str) -> None:
    """Whatever stands in the file, the environment is then made anew."""
    stamp = tmp_path / "stamp.json"
    stamp.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert read_stamp(stamp) == {}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What an environment in an empty folder is made of, recorded instead of done."""
    done: list[str] = []

    def make_venv() -> None:
        done.append("venv")
        python = Path(_environment.executable("python"))
        python.parent.mkdir(parents=True)
        python.touch()

    def install(*arguments: str) -> None:
        done.append(arguments[-1])

    monkeypatch.setattr(_environment, "VENV", tmp_path)
    monkeypatch.setattr(_environment, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(_environment, "make_venv", make_venv)
    monkeypatch.setattr(_environment, "install", install)
    return done


def test_the_second_start_does_nothing(work: list[str]) -> None:
    """What is up to date is left alone."""
    _environment.prepare("site")
    _environment.prepare("site")
    assert work == ["venv", INSTALLER, LOCKS["site"], "."]


def test_what_tests_need_is_added(work: list[str]) -> None:
    """An environment for the site becomes one for tests, and stays one for the site."""
    for kind in ("site", "test", "site", "test"):
        _environment.prepare(kind)
    assert work == ["venv", INSTALLER, LOCKS["site"], ".", LOCKS["test"]]


def test_a_half_made_environment_is_remade(work: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """When pip fails, the next start begins at the beginning."""

    def fail(*_arguments: str) -> None:
        raise Refusal

    with monkeypatch.context() as patch:
        patch.setattr(_environment, "install", fail)
        with pytest.raises(Refusal):
            _environment.prepare("site")
    monkeypatch.setattr(_environment, "make_venv", lambda: work.append("venv"))
    _environment.prepare("site")
    assert work == ["venv", "venv", INSTALLER, LOCKS["site"], "."]


def test_a_vanished_python_is_replaced(work: list[str]) -> None:
    """An environment whose Python was uninstalled is made anew, whatever its stamp says."""
    _environment.prepare("site")
    python = Path(_environment.executable("python"))
    python.unlink()
    python.parent.rmdir()
    _environment.prepare("site")
    assert work == ["venv", INSTALLER, LOCKS["site"], "."] * 2


def test_a_missing_ensurepip_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's Python without its venv package tells which package that is."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Refusal, match=r"apt install python3\.\d+-venv"):
        _environment.make_venv()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        pytest.param(
            "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution",
            "Connect to the network",
            id="no network",
        ),
        pytest.param("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES", id="wrong hash"),
    ],
)
def test_a_failed_installation_says_why(monkeypatch: pytest.MonkeyPatch, output: str, message: str) -> None:
    """Without a network that is said; else pip's own words are shown."""
    failed = subprocess.CompletedProcess([], 1, stdout=output)
    monkeypatch.setattr(_environment, "quietly", lambda _command: failed)
    with pytest.raises(Refusal, match=message):
        _environment.install("anything")


@pytest.mark.parametrize("status", [0, 3])
def test_a_commands_status_is_passed_on(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """What the command reports is what the script reports."""
    monkeypatch.setattr(_environment, "executable", lambda _name: sys.executable)
    assert _environment.run("python", "-c", f"raise SystemExit({status})") == status


def test_a_command_sees_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's settings and those of the call reach the command's environment."""
    monkeypatch.setattr(_environment, "executable", lambda _name: sys.executable)
    question = "import os; raise SystemExit(os.environ['NO_MKDOCS_2_WARNING'] + os.environ['GIVEN'] != '12')"
    assert _environment.run("python", "-c", question, GIVEN="2") == 0


def test_a_refusal_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A script that cannot do its work says so on standard error and exits with 1."""

    def refuse(_arguments: list[str]) -> int:
        raise Refusal("It is raining.")

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as exit_:
        _environment.main(refuse)
    signal.signal(signal.SIGTERM, before)
    assert (exit_.value.code, capsys.readouterr().err) == (1, "It is raining.\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a single process")
@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM], ids=lambda signal_: signal_.name)
def test_an_interrupted_script_ends_without_a_traceback(signal_: signal.Signals) -> None:
    """Ctrl-C and a plain kill end the script as they end any command, and not a word more is said."""
    # Whoever runs the tests in the background has Ctrl-C ignored in all that they start.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    script = "import time; from _environment import main; main(lambda _: print('ready', flush=True) or time.sleep(60))"
    process = subprocess.Popen(
        [sys.executable, "-c", heard + script],
        cwd=ROOT / "scripts",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal_)
        assert process.communicate() == ("", "")
    assert process.returncode == 128 + signal_


@pytest.fixture
def no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """A machine without any browser; call it to put one with that name on the PATH."""

    def add(name: str) -> str:
        path = tmp_path / (f"{name}.exe" if os.name == "nt" else name)
        path.touch(mode=0o755)
        return str(path)

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(_chromium.VARIABLE, raising=False)
    monkeypatch.setattr(_chromium, "PLACES", ())
    monkeypatch.setattr(_chromium, "of_playwright", lambda: None)
    return add


def test_a_machine_without_a_browser_has_none(no_browser: Callable[[str], str]) -> None:
    """Nothing is found where nothing is."""
    assert _chromium.find() is None


def test_chromium_comes_before_chrome_and_chrome_before_edge(no_browser: Callable[[str], str]) -> None:
    """The first of the known names on the PATH is taken."""
    for name in ("msedge", "google-chrome", "chromium"):
        path = no_browser(name)
        assert _chromium.find() == path


def test_the_browser_that_was_named_comes_first(
    no_browser: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable wins over the PATH."""
    no_browser("chromium")
    monkeypatch.setenv(_chromium.VARIABLE, sys.executable)
    assert _chromium.find() == sys.executable


def test_a_named_browser_that_is_not_there_is_refused(
    no_browser: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped path is said, not passed over."""
    no_browser("chromium")
    monkeypatch.setenv(_chromium.VARIABLE, "/no/such/browser")
    with pytest.raises(Refusal, match="no such file"):
        _chromium.find()


def test_the_usual_places_come_before_playwright(
    no_browser: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A browser of the system is preferred to one that Playwright downloaded."""
    place = tmp_path / "Chromium.app"
    monkeypatch.setattr(_chromium, "PLACES", (str(place),))
    monkeypatch.setattr(_chromium, "of_playwright", lambda: "of playwright")
    assert _chromium.find() == "of playwright"
    place.touch()
    assert _chromium.find() == str(place)


def test_without_any_browser_the_message_says_what_to_do(
    no_browser: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When none can be installed either, the variable is named."""
    monkeypatch.setattr(_chromium, "install", lambda: None)
    with pytest.raises(Refusal, match=f"set {_chromium.VARIABLE} to its path"):
        _chromium.chromium()


def locked(kind: Kind) -> dict[str, str]:
    """The version of each package in a lock file."""
    text = (ROOT / LOCKS[kind]).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("kind", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(kind: Kind) -> None:
    """pip takes each package from where the person gets packages, and only the one that was locked."""
    text = (ROOT / LOCKS[kind]).read_text(encoding="utf-8")
    assert "://" not in text
    assert len(re.findall(r"^\S+==[^\\]+\\\n    --hash=sha256:", text, re.MULTILINE)) == len(locked(kind))


def test_the_locked_versions_are_what_the_project_asks_for() -> None:
    """A changed requirement was locked anew."""
    groups = PYPROJECT["dependency-groups"]
    site = [*PYPROJECT["project"]["dependencies"], *groups["build"]]
    site += [line for extra in PYPROJECT["project"]["optional-dependencies"].values() for line in extra]
    asked: dict[Kind, list[str]] = {"site": site, "test": [*site, *groups["test"], *groups["lint"]]}
    for kind, lines in asked.items():
        versions = locked(kind)
        for requirement in map(Requirement, lines):
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_tests_run_with_the_versions_of_the_site() -> None:
    """One environment serves for both."""
    assert locked("site").items() <= locked("test").items()
