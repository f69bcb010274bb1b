"""The tree that every syntax is parsed to: an XML element as lxml gives it, or a node of our own.

The engine asks both the same questions through the functions below, so that reading and writing
are said once for all syntaxes. Names never carry namespaces: real files come with the right ones,
with others and with none.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

#: Stands for an element of any name.
ANY = "*"
#: An lxml element or a ``Node``; lxml has no types of its own.
Tree = Any


class Node:
    """A node of a syntax that lxml does not parse, and of everything that is written.

    It answers as an lxml element does, as far as reading needs: ``tag``, ``text``, ``attrib``, its children
    in order, ``getparent()`` and ``sourceline``. ``listed`` says that brothers of the same name make a list;
    ``promised`` names children that writing will add; ``place`` is how the file itself names the place, where
    line and path do not.
    """

    __slots__ = ("_children", "_parent", "attrib", "listed", "place", "promised", "sourceline", "tag", "tail", "text")

    def __init__(self, tag: str, text: str = "", sourceline: int = 0) -> None:
        self.tag = tag
        self.text = text
        self.sourceline = sourceline
        self.tail = ""
        self.place = ""
        self.listed = False
        self.attrib: dict[str, str] = {}
        self.promised: set[str] = set()
        self._children: list[Node] = []
        self._parent: Node | None = None

    def add(self, tag: str, text: str = "", sourceline: int = 0) -> "Node":
        """Add a child at the end, and give it."""
        child = Node(tag, text, sourceline)
        child._parent = self
        self._children.append(child)
        return child

    def remove(self, child: "Node") -> None:
        """Take *child* away; what stands beside it stays."""
        self._children = [one for one in self._children if one is not child]

    def order(self, ranks: dict[str, int]) -> None:
        """Put the children in the order of *ranks* by name; those without a rank come last, as they were added."""
        self._children.sort(key=lambda child: ranks.get(child.tag, len(ranks)))

    def getparent(self) -> "Node | None":
        """The node around this one."""
        return self._parent

    def __iter__(self) -> Iterator["Node"]:
        return iter(self._children)

    def __len__(self) -> int:
        return len(self._children)

    def __bool__(self) -> bool:
        return True


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """Give the local part of a name, without its namespace."""
    return name.rpartition("}")[2]


def tag(node: Tree) -> str:
    """The local name of *node*."""
    return local(node.tag)


def children(node: Tree) -> list[Tree]:
    """The elements directly under *node*; comments and instructions are none."""
    return [child for child in node if isinstance(child.tag, str)]


def named(node: Tree, name: str) -> list[Tree]:
    """The elements directly under *node* with the local name *name*, or with any where that is ``*``."""
    if not isinstance(node, Node):  # lxml looks for a name by itself, without a Python object for each child
        return list(node.iterchildren(name if name == ANY else f"{{*}}{name}"))
    return [child for child in node if name in {ANY, local(child.tag)}]


def attribute(node: Tree, name: str) -> str:
    """The attribute *name* of *node*, without blanks around it; empty where there is none."""
    return next((value.strip() for key, value in node.attrib.items() if local(key) == name), "")


def text(node: Tree) -> str:
    """The text of *node* itself: comments between its pieces do not belong to the value."""
    if not len(node):
        return (node.text or "").strip()
    return "".join([node.text or "", *(child.tail or "" for child in node)]).strip()


def walk(node: Tree) -> Iterator[Tree]:
    """Yield *node* and everything below it, in the order of the file."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))


def way(node: Tree) -> list[Tree]:
    """List the nodes from the top of the file down to *node*."""
    nodes = []
    one = node
    while one is not None:
        nodes.append(one)
        one = one.getparent()
    return nodes[::-1]
