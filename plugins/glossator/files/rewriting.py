"""Changing single values of a YAML text and leaving every other character as it is.

A round trip through a YAML library keeps comments, but rewrites folds, indents, quotation marks and line ends of what
it was not asked about.  Here the marks of the parser say where a value stands, and only that stretch is exchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

import yaml

from glossator.files.marked_yaml import Marked

Edit = tuple[int, int, str]
"""Start and end in code points, and what stands there instead."""


def edits(marked: Marked, changes: Mapping[str, str | int | None], *, after: str) -> list[Edit] | None:
    """How keys at the top of a mapping get other values.

    Args:
        marked: the YAML.
        changes: the new value of each key; None takes the key out, and a comment behind its value stays.
        after: the key that new keys follow.

    Returns:
        the edits in order of their places, or None where the text is written in a way that this cannot change safely.
    """
    root, text = marked.tree.root, marked.tree.text
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not root.value:
        return None
    pairs = {key.value: (key, value) for key, value in root.value if isinstance(key, yaml.ScalarNode)}
    changed: list[Edit] = []
    added: list[str] = []
    for name, new in changes.items():
        if name not in pairs:
            added += [] if new is None else [f"{name}: {scalar(new)}"]
            continue
        key, value = pairs[name]
        if not isinstance(value, yaml.ScalarNode):
            return None
        start, end, comment = _stretch(text, key, value)
        if new is not None:
            changed.append((start, end, f" {scalar(new)}{comment}"))
        else:
            changed.append(_without(text, key.start_mark.index, end, comment))
    if added:
        key, value = pairs.get(after, root.value[-1])
        if not isinstance(value, yaml.ScalarNode):
            return None
        at = _line_end(text, _stretch(text, key, value)[1])
        indent = " " * key.start_mark.column
        changed.append((at, at, "".join(f"\n{indent}{line}" for line in added)))
    return sorted(changed)


def apply(raw: str, changes: Iterable[Edit]) -> str:
    """A file's text with edits made, its byte order mark and line ends kept.

    Args:
        raw: the text as its bytes say it.
        changes: edits of the same text without a byte order mark and with line feeds for line ends, as it is read.
    """
    head, text = ("\ufeff", raw[1:]) if raw.startswith("\ufeff") else ("", raw)
    first_end = re.search(r"\r\n|\r|\n", text)
    line_end = first_end[0] if first_end else "\n"
    # Where each pair of carriage return and line feed stands once it is one character.
    pairs = [match.start() - index for index, match in enumerate(re.finditer(r"\r\n", text))]
    for start, end, new in sorted(changes, reverse=True):
        low, high = start + bisect_left(pairs, start), end + bisect_left(pairs, end)
        text = text[:low] + new.replace("\n", line_end) + text[high:]
    return head + text


def with_block(marked: Marked, key: str, lines: str) -> Edit | None:
    """The edit by which a key at the top of a mapping gets lines of YAML as its value, be it there already or not.

    Args:
        marked: the YAML.
        key: the key.
        lines: a mapping in block style, each line with its line feed.

    Returns:
        the edit, or None where the text is written in a way that this cannot change safely.
    """
    root, text = marked.tree.root, marked.tree.text
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    block = f"{key}:\n" + "".join(f"  {line}\n" for line in lines.splitlines())
    for index, (name, value) in enumerate(root.value):
        if isinstance(name, yaml.ScalarNode) and name.value == key:
            after = root.value[index + 1][0] if index + 1 < len(root.value) else None
            if after is None and not isinstance(value, yaml.CollectionNode):
                return None
            return name.start_mark.index, after.start_mark.index if after else len(text), block
    return len(text), len(text), ("" if text.endswith("\n") or not text else "\n") + block


def scalar(value: str | int) -> str:
    """A value on one line, plain where YAML would read it back as the same text."""
    if isinstance(value, int):
        return str(value)
    written: str = yaml.safe_dump({"k": value}, allow_unicode=True, width=2**20, default_flow_style=False)
    return written.removeprefix("k:").removesuffix("\n").strip()


_BLOCK_COMMENT = re.compile(r"[|>][-+\d]*(?P<comment>[ \t]+#[^\n]*)")


def _stretch(text: str, key: yaml.Node, value: yaml.ScalarNode) -> tuple[int, int, str]:
    """From behind a key's colon to the end of its value, and the comment in the head of a block scalar."""
    colon = text.index(":", key.end_mark.index)
    start, end = value.start_mark.index, value.end_mark.index
    end = max(colon + 1, start + len(text[start:end].rstrip()))
    head = _BLOCK_COMMENT.match(text, start) if value.style in ("|", ">") else None
    return colon + 1, end, head["comment"] if head else ""


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _without(text: str, start: int, end: int, comment: str) -> Edit:
    """Take out the lines of a key and its value; a comment behind the value keeps the line."""
    last = _line_end(text, end)
    remark = (comment or text[end:last]).strip()
    if remark:
        return start, last, remark
    return text.rfind("\n", 0, start) + 1, min(last + 1, len(text)), ""
