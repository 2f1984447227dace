"""Citation styles: citeproc-py, corrected.  It takes a while to load, and is loaded when something is cited."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from glossator.references.style import style, variables

__all__ = ["style", "variables"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`", name=name)
    return import_module(f"{__name__}.{name}")
