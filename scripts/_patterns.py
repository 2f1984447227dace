"""Judges every regular expression of the package: none may take more than linear time, whatever a stranger writes.

The judge is recheck (npm), which knows JavaScript’s expressions; so each of ours is printed as one of these, from the
tree that Python’s own parser makes of it.  An expression that is only matched at the start of a text is judged so;
one that is searched for also has to give up quickly at each place where it could begin.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]  # its public name is deprecated
from types import ModuleType
from typing import Any

import _npm
from _environment import ROOT, executable, has_project, main, prepare

RECHECK = (
    "recheck",
    "4.5.0",
    "sha512-kPnbOV6Zfx9a25AZ++28fI1q78L/UVRQmmuazwVRPfiiqpMs+WbOU69Shx820XgfKWfak0JH75PUvZMFtRGSsw==",
)
PACKAGE = ROOT / "plugins" / "glossator"
FUNCTIONS = frozenset("compile search match fullmatch sub subn split findall finditer".split())
AT_THE_START = frozenset(("match", "fullmatch"))
TRUSTED = frozenset(("glossator.edition.assets", "glossator.edition.catalogues"))
"""They read scripts and words of this package and of the site’s owner."""
COUNT = 4_000
SOME = 0.1
JUDGE = """
const { checkSync } = require(process.argv[1]);
const verdicts = JSON.parse(require("fs").readFileSync(0, "utf8")).map(({ source, flags }) => {
  const { status, complexity, attack, error } = checkSync(source, flags, { timeout: 10000, randomSeed: 1 });
  return [status, complexity?.summary ?? error?.kind ?? "", attack?.pattern ?? ""];
});
process.stdout.write(JSON.stringify(verdicts));
"""


@dataclass(frozen=True)
class Pattern:
    """A regular expression of the package, and how it is used."""

    module: str
    line: int
    text: str
    flags: int = 0
    at_the_start: bool = False
    """Whether it is only matched at the start of a text."""

    @property
    def javascript(self) -> dict[str, str]:
        """The same in JavaScript."""
        tree = parser.parse(self.text, self.flags)
        flags = "".join(sign for flag, sign in _FLAGS.items() if tree.state.flags & flag)
        source = _Printer(tree.state.groupdict).written(tree)
        return {"source": f"^(?:{source})" if self.at_the_start else source, "flags": f"u{flags}"}

    @property
    def is_beyond_javascript(self) -> bool:
        """Whether it has parts that JavaScript can only imitate: of the imitation a judge says nothing of value."""
        return bool(re.search(r"[*+?}]\+|\(\?>|\(\?<[=!]", self.text))


_FLAGS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s"}


def judge(arguments: list[str]) -> int:
    """Print each expression that can take more than linear time, with a text that shows it."""
    if not has_project():
        prepare("site")
        return subprocess.run([executable("python"), __file__, *arguments], check=False).returncode
    bad = measured = 0
    expressions = list(patterns())
    for pattern, (status, complexity, attack) in zip(expressions, verdicts(expressions), strict=True):
        if status == "safe" or pattern.module in TRUSTED:
            continue
        if (status == "unknown" or pattern.is_beyond_javascript) and not is_slow(pattern):
            measured += 1
        else:
            bad += 1
            print(f"{pattern.module}:{pattern.line}: {complexity or status}: {pattern.text}\n    {attack}")
    print(
        f"{len(expressions)} regular expressions, {bad} not shown to be linear; {measured} measured, the others judged"
    )
    return 1 if bad else 0


def verdicts(expressions: Iterable[Pattern]) -> list[tuple[str, str, str]]:
    """What recheck says of each: `safe`, `vulnerable` or `unknown`, how the time grows, and a text that shows it."""
    script = _npm.package(*RECHECK) / "lib" / "browser.js"
    asked = json.dumps([pattern.javascript for pattern in expressions])
    command = [*_npm.node(), "-e", JUDGE, str(script)]
    answer = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=True).stdout
    return [(status, complexity, attack) for status, complexity, attack in json.loads(answer)]


def is_slow(pattern: Pattern) -> bool:
    """Whether twice as much of what the expression speaks of takes it much longer than twice as long.

    What recheck cannot judge in time is measured: each sign of the expression, each two of them and its own words,
    again and again, with and without a beginning that fits and an end that does not.
    """
    compiled = re.compile(pattern.text, pattern.flags)
    look = compiled.match if pattern.at_the_start else compiled.search
    signs = sorted(set(re.sub(r"\w{2,}", "", pattern.text)) | set("a0 \t<>'\"-_&[]\\"))
    words = re.findall(r"""[\w <>="'/:;-]{2,}""", pattern.text)
    for pump in [*signs, *map("".join, itertools.permutations(signs[:12], 2)), *words]:
        for start, end in itertools.product(("", *words[:3]), ("", "\0")):
            times = [_taken(look, start + pump * count + end) for count in (COUNT, 2 * COUNT)]
            if times[1] > SOME and times[1] > 3 * times[0]:
                return True
    return False


def _taken(look: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    look(text)
    return time.process_time() - start


def patterns(folder: Path = PACKAGE, package: str = "glossator") -> Iterator[Pattern]:
    """Every regular expression of a package, in the order of its files.

    Raises:
        ValueError: one is put together of what only a running function knows, and so could be a stranger’s.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    shared = _uses(trees.values())
    for path, tree in trees.items():
        if any(map(_is_expression, ast.walk(tree))):
            parts = path.relative_to(folder).with_suffix("").parts
            module = importlib.import_module(".".join([package, *(part for part in parts if part != "__init__")]))
            own = _uses([tree])
            uses = {name: own.get(name, set()) if name.startswith("_") else shared[name] for name in shared}
            yield from _in_module(module, tree, uses)


def _in_module(module: ModuleType, tree: ast.Module, uses: Mapping[str, set[str]]) -> Iterator[Pattern]:
    for statement in tree.body:
        calls = [call for call in ast.walk(statement) if _is_expression(call)]
        if isinstance(statement, ast.Assign | ast.AnnAssign) and calls:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            value, methods = vars(module)[ast.unparse(target)], uses.get(ast.unparse(target), set())
            at_the_start = bool(methods) and methods <= AT_THE_START
            several = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,)
            for pattern in filter(_is_pattern, several):
                yield Pattern(module.__name__, statement.lineno, pattern.pattern, pattern.flags, at_the_start)
        else:
            for call in calls:
                yield _called(call, module)


def _is_pattern(value: object) -> bool:
    return isinstance(value, re.Pattern)


def _called(call: Any, module: ModuleType) -> Pattern:
    text, at_the_start = _value(call.args[0], module), call.func.attr in AT_THE_START
    flags = [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    flags += call.args[_FLAGS_AT.get(call.func.attr, 2) :]
    return Pattern(module.__name__, call.lineno, text, sum(int(_value(flag, module)) for flag in flags), at_the_start)


_FLAGS_AT = {"compile": 1, "sub": 4, "subn": 4, "split": 3}
"""Which argument of a function of `re` its flags are."""


def _value(expression: ast.expr, module: ModuleType) -> Any:
    """What an expression of a module is, as long as it is made of the module’s own constants."""
    code = compile(ast.Expression(expression), module.__name__, "eval")
    try:
        return eval(code, dict(vars(module)))  # noqa: S307  # our own source
    except NameError as error:
        message = f"{module.__name__}:{expression.lineno}: a pattern is made while the program runs: {error}"
        raise ValueError(message) from error


def _is_expression(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in FUNCTIONS
    )


def _uses(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """The methods of names in capitals that are called or handed on, in any module; `?` where one stands for itself."""
    uses: dict[str, set[str]] = {}
    for tree in trees:
        calls = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id.isupper():
                method = calls.get(id(node), "?")
                if method not in ("pattern", "flags"):
                    uses.setdefault(node.id, set()).add(method)
    return uses


class _Printer:
    """Writes the tree of a regular expression as JavaScript has it."""

    def __init__(self, groups: Mapping[str, int]) -> None:
        self._names = {number: name for name, number in groups.items()}
        self._atoms = 0

    def written(self, tree: Any) -> str:
        return "".join(self._part(str(code), argument) for code, argument in tree)

    def _part(self, code: str, argument: Any) -> str:
        if code in _SIMPLE:
            return _SIMPLE[code](self, argument)
        if code in ("ASSERT", "ASSERT_NOT"):
            sign = ("=" if code == "ASSERT" else "!") if argument[0] > 0 else ("<=" if code == "ASSERT" else "<!")
            return f"(?{sign}{self.written(argument[1])})"
        if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, inside = argument
            times = f"(?:{self.written(inside)}){{{low},{'' if high is parser.MAXREPEAT else high}}}"
            return self._atomic(times) if code == "POSSESSIVE_REPEAT" else times + "?" * (code == "MIN_REPEAT")
        raise ValueError(f"{code} is not known")

    def _name(self, number: int) -> str:
        return self._names.get(number, f"group{number}")

    def _group(self, number: int | None, inside: str) -> str:
        return f"(?:{inside})" if number is None else f"(?<{self._name(number)}>{inside})"

    def _atomic(self, inside: str) -> str:
        # JavaScript has no such group: what a look-ahead has seen is taken as it is.
        self._atoms += 1
        return rf"(?=(?<atom{self._atoms}>{inside}))\k<atom{self._atoms}>"

    def _set(self, members: Any) -> str:
        negated = "^" if members and str(members[0][0]) == "NEGATE" else ""
        return f"[{negated}{''.join(map(self._member, members[1:] if negated else members))}]"

    @staticmethod
    def _member(member: Any) -> str:
        code, argument = str(member[0]), member[1]
        if code == "RANGE":
            return f"{_character(argument[0])}-{_character(argument[1])}"
        return _character(argument) if code == "LITERAL" else _CATEGORIES[str(argument)]


_SIMPLE: Mapping[str, Callable[[_Printer, Any], str]] = {
    "LITERAL": lambda _, sign: _character(sign),
    "NOT_LITERAL": lambda _, sign: f"[^{_character(sign)}]",
    "ANY": lambda _, __: ".",
    "AT": lambda _, place: _PLACES[str(place)],
    "IN": lambda printer, members: printer._set(members),
    "BRANCH": lambda printer, ways: f"(?:{'|'.join(map(printer.written, ways[1]))})",
    "SUBPATTERN": lambda printer, group: printer._group(group[0], printer.written(group[3])),
    "ATOMIC_GROUP": lambda printer, inside: printer._atomic(printer.written(inside)),
    "GROUPREF": lambda printer, number: rf"\k<{printer._name(number)}>",
}
_PLACES: Mapping[str, str] = {
    "AT_BEGINNING": "^", "AT_BEGINNING_STRING": "^", "AT_END": "$", "AT_END_STRING": "$",
    "AT_BOUNDARY": r"\b", "AT_NON_BOUNDARY": r"\B",
}  # fmt: skip
_CATEGORIES = {
    f"CATEGORY_{'NOT_' * (sign.isupper())}{name}": rf"\{sign}"
    for name, signs in (("DIGIT", "dD"), ("SPACE", "sS"), ("WORD", "wW"))
    for sign in signs
}


def _character(number: int) -> str:
    # JavaScript takes no halves of a pair apart.
    return chr(number) if chr(number).isascii() and chr(number).isalnum() else rf"\u{{{number:x}}}"


if __name__ == "__main__":
    main(judge)
