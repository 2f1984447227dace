"""What editors need so that the files of a project complete and are checked as they are typed.

JSON Schemas serve every editor with the YAML language server.  No such server looks into the front matter of Markdown
(redhat-developer/vscode-yaml#207), so for notes there are snippets, which Visual Studio Code completes by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from glossator.records import schema
from glossator.records.vocabulary import Certainty, Checked, Kinds, Nature, Relation, Status

SCHEMAS = ".schemas"
"""The folder of the schemas, in that of the notes.  Nothing else in a hidden folder is read."""
VSCODE = ".vscode"


def schemas(kinds: Iterable[str]) -> dict[str, str]:
    """The JSON Schema of each document as a file, by its name."""
    return {f"{name}.json": _json(schema.json_schema(name, kinds=kinds)) for name in schema.DOCUMENTS}


def snippets(kinds: Kinds) -> str:
    """Snippets for Visual Studio Code: a whole note, a piece of evidence, and every word of the vocabularies."""
    words: dict[str, Mapping[str, str]] = {
        "kind": {kind.id: kind.meaning for kind in kinds.values()},
        "status": _meanings(Status),
        "certainty": _meanings(Certainty),
        "relation": _meanings(Relation),
        "checked": _meanings(Checked),
        "nature": _meanings(Nature),
    }
    note = ["---", "quote: $1", f"kind: {_choice(2, words['kind'])}", "title: $3", "---", "$0"]
    evidence = ["evidence:", "  - cite: $1", f"    relation: {_choice(2, words['relation'])}", "    locator: $0"]
    entries: dict[str, Any] = {
        "Glossator: note": _snippet("note", note, "A whole note."),
        "Glossator: evidence": _snippet("evidence", evidence, "What the note rests on."),
    }
    for field, terms in words.items():
        for word, meaning in terms.items():
            entries[f"Glossator: {field} {word}"] = _snippet(f"{field}: {word}", [f"{field}: {word}"], meaning)
    return _json(entries)


def settings(annotations: str, bibliography: Iterable[str]) -> dict[str, str]:
    """The other files of Visual Studio Code's folder, by their names.

    Args:
        annotations: the folder of the notes, from the project's.
        bibliography: the files of the bibliography in YAML or JSON, from the project's folder.
    """
    mapped = {
        **{
            f"./{annotations}/{SCHEMAS}/{name}.json": [f"{annotations}/**/{name}.yml"]
            for name in ("sourcing", "entities", "charts")
        },
        f"./{annotations}/{SCHEMAS}/references.json": list(bibliography),
    }
    return {
        "settings.json": _json(
            {
                "yaml.schemas": {name: files for name, files in mapped.items() if files},
                # Off in Markdown unless it is asked for, and then snippets would show only after Ctrl+Space.
                "[markdown]": {"editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "on"}},
            }
        ),
        "extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        "tasks.json": _json({"version": "2.0.0", "tasks": [_TASK]}),
    }


_TASK = {
    "label": "glossator check",
    "type": "shell",
    "command": "glossator check",
    "group": {"kind": "test", "isDefault": True},
    "presentation": {"reveal": "silent", "clear": True},
    "problemMatcher": {
        "owner": "glossator",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": r"^(\S.*?):(\d+):(\d+): ([a-z0-9-]+) (?:(warning): )?(.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "code": 4,
            "severity": 5,
            "message": 6,
        },
        "severity": "error",
    },
}
"""Lists the problems beside the text; its pattern is that of `Problem.__str__`."""


def _meanings(vocabulary: type[StrEnum]) -> dict[str, str]:
    return {str(term): str(getattr(term, "meaning", "")) for term in vocabulary}


def _choice(number: int, words: Iterable[str]) -> str:
    return "${" + f"{number}|{','.join(words)}|" + "}"


def _snippet(prefix: str, lines: list[str], description: str) -> dict[str, Any]:
    return {"scope": "markdown,yaml", "prefix": prefix, "body": lines, "description": description}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
