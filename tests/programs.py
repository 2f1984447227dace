"""The scripts of this project as modules, so that tests can call what they are made of."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType

from _environment import ROOT


def loaded(name: str) -> ModuleType:
    """A script as a module, though its name has no extension, and nothing is written beside it."""
    spec = spec_from_loader(name, SourceFileLoader(name, str(ROOT / "scripts" / name)))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.modules[name] = module  # where its dataclasses look their types up
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
        del sys.modules[name]
    return module
