"""What the specification says: its records, and the loader that is their only source."""

from cbec.model.files import Files
from cbec.model.format import Format
from cbec.model.framework import Framework, Instrument, Principle, Role, Standard, Statement
from cbec.model.load import build, load
from cbec.model.records import (
    DECIMAL_TYPES,
    FORBIDDEN,
    OPTIONAL,
    REQUIRED,
    TEXT_TYPES,
    Binding,
    Code,
    CodeList,
    Element,
    Fact,
    Flow,
    Message,
    Narrowing,
    Place,
    Profile,
    Requirement,
    Rule,
    Threshold,
    Transition,
    Trigger,
)
from cbec.model.spec import Spec, View

__all__ = [
    "DECIMAL_TYPES",
    "FORBIDDEN",
    "OPTIONAL",
    "REQUIRED",
    "TEXT_TYPES",
    "Binding",
    "Code",
    "CodeList",
    "Element",
    "Fact",
    "Files",
    "Flow",
    "Format",
    "Framework",
    "Instrument",
    "Message",
    "Narrowing",
    "Place",
    "Principle",
    "Profile",
    "Requirement",
    "Role",
    "Rule",
    "Spec",
    "Standard",
    "Statement",
    "Threshold",
    "Transition",
    "Trigger",
    "View",
    "build",
    "load",
]
