"""The closed vocabulary in which every rule is said: one function a predicate.

If a rule cannot be said, a predicate is added here, never an expression language: rules stay data that
can be compiled to other engines. A predicate receives a scope and its terms, and yields what is broken.
Every module of this package is imported below, so that a predicate cannot be forgotten.
"""

from importlib import import_module
from pkgutil import iter_modules

from cbec.validate.predicates.kinds import PREDICATES, Broken, Predicate, predicate

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["PREDICATES", "Broken", "Predicate", "predicate"]
