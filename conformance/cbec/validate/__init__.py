"""One message in, findings out; no file is read here and nothing is spoken."""

from cbec.validate.document import Judged, judge, unreadable
from cbec.validate.message import Validator, validator
from cbec.validate.places import pointer, steps_of_pointer

__all__ = ["Judged", "Validator", "judge", "pointer", "steps_of_pointer", "unreadable", "validator"]
