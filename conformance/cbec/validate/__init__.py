"""One message in, findings out; no file is read here and nothing is spoken."""

from cbec.terms import pointer
from cbec.validate.document import Judged, judge, unreadable
from cbec.validate.message import Validator, validator
from cbec.validate.places import steps_of_pointer
from cbec.validate.readiness import Readiness, readiness
from cbec.validate.refusal import explain

__all__ = [
    "Judged",
    "Readiness",
    "Validator",
    "explain",
    "judge",
    "pointer",
    "readiness",
    "steps_of_pointer",
    "unreadable",
    "validator",
]
