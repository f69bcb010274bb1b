"""The site: pages made from the specification, so that they cannot be out of step with it."""

from cbec.publish.pages import pages

__all__ = ["pages"]
