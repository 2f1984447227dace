"""What the fields of a record mean: the strings that stand below them in its source.

Pydantic reads these, too, but whenever a record is loaded, which took as long as all else about it; here they are read
when a schema, a table or an editor asks for them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel


def meanings(record: type[BaseModel]) -> Mapping[str, str]:
    """What the fields of a record mean, its own and those it inherits, by their names in files; empty for some."""
    described: dict[str, str] = {}
    for part in reversed(record.__mro__):
        described |= _of_module(part.__module__).get(part.__name__, {}) if issubclass(part, BaseModel) else {}
    return {field.alias or name: described.get(name, "") for name, field in record.model_fields.items()}


def describe(schema: dict[str, Any], record: type[BaseModel]) -> None:
    """Write the meanings of a record's fields into its JSON Schema; Pydantic calls this whenever it makes one."""
    for name, meaning in meanings(record).items():
        if meaning:
            schema["properties"][name]["description"] = meaning


@cache
def _of_module(name: str) -> dict[str, dict[str, str]]:
    """For each class of a module the strings below its fields."""
    if name.partition(".")[0] == "pydantic":
        return {}
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {part.name: dict(_of_class(part)) for part in tree.body if isinstance(part, ast.ClassDef)}


def _of_class(tree: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for pair in zip(tree.body, tree.body[1:], strict=False):
        match pair:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                yield name, inspect.cleandoc(text)
