"""Executors with one planted fault each: copies of modules with a line rewritten."""

import importlib.util
import sys
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True)
class Fault:
    """A text of a module that occurs once, and what stands in its place."""

    what: str
    module: str
    old: str
    new: str


def rewritten(fault: Fault) -> ModuleType:
    """The module with the fault, as a module of its own beside the sound one."""
    spec = importlib.util.find_spec(fault.module)
    assert spec
    assert spec.origin
    with open(spec.origin) as file:
        source = file.read()
    assert source.count(fault.old) == 1, f"{fault.what}: {fault.old!r} occurs {source.count(fault.old)} times"
    module = ModuleType(f"{fault.module}_with_fault")
    module.__package__ = fault.module.rpartition(".")[0]
    module.__file__ = spec.origin
    sys.modules[module.__name__] = module
    exec(compile(source.replace(fault.old, fault.new), spec.origin, "exec"), module.__dict__)
    return module
