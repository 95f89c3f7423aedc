"""Arguments: what is handed to a word is what it takes, or it is refused where it was handed over.

Python finds a wrong argument later and elsewhere, in an error that names neither the word nor what
to write.  So the words of the library read their own annotations.  Knows nothing of expressions but
their types, which stand in the annotations.
"""

from __future__ import annotations

import builtins
import inspect
import types
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cache, wraps
from itertools import islice
from typing import Any, ParamSpec, TypeVar, Union, get_args, get_origin

from bpcore.errors import NotAnExpression

Given = ParamSpec("Given")
Returned = TypeVar("Returned")
Kind = TypeVar("Kind", bound=type)

LONG = 60  # characters of what was handed over
MANY = 1000  # things in a row that are looked at
CALLED = {
    "Expr": "an expression",
    "Fraction": "a fraction",
    "Function": "a function",
    "Index": "an index",
    "Name": "a name",
    "NoneType": "nothing",
    "Num": "a number",
    "bool": "True or False",
    "dict": "a dictionary",
    "float": "a float",
    "int": "a whole number",
    "list": "a list",
    "str": "a text",
    "tuple": "a tuple",
    "Claim": "a proved claim",
    "Derivative": "a derivative",
    "Path": "a path",
    "Reason": "a reason such as algebra('...')",
    "Callable": "a function of Python",
    "Iterable": "several in a row",
    "Mapping": "a dictionary",
    "Sequence": "a list",
}


def checked(word: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Return a word that refuses arguments of another type than it takes.

    >>> @checked
    ... def twice(text: str) -> str:
    ...     return text * 2
    >>> twice("ab")
    'abab'
    >>> twice(3)
    Traceback (most recent call last):
    bpcore.errors.NotAnExpression: twice(text=...) takes a text, not the whole number 3
    """
    signature = inspect.signature(word)

    @wraps(word)
    def refusing(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
        bound = signature.bind(*args, **kwargs)
        for name, value in bound.arguments.items():
            check(word, signature.parameters[name], value)
        return word(*args, **kwargs)

    return refusing


def with_checked_methods(kind: Kind) -> Kind:
    """Return a class whose public methods, and whose making, refuse arguments of other types."""
    for name, method in vars(kind).copy().items():
        if inspect.isfunction(method) and (name == "__init__" or not name.startswith("_")):
            setattr(kind, name, checked(method))
    return kind


def check(word: Callable[..., Any], parameter: inspect.Parameter, value: object) -> None:
    """Raise `NotAnExpression` if an argument is not what its parameter takes."""
    wanted = hints(word).get(parameter.name, Any)
    values = (value,)
    if parameter.kind is parameter.VAR_POSITIONAL:
        values = value  # type: ignore[assignment]
    elif parameter.kind is parameter.VAR_KEYWORD:
        values = tuple(value.values())  # type: ignore[attr-defined]
    for one in values:
        if not fits(one, wanted):
            called = word.__qualname__.removesuffix(".__init__").rpartition(".")[2]
            raise NotAnExpression(
                f"{called}({parameter.name}=...) takes {words_for(wanted)}, not {described(one)}"
            )


@cache
def hints(word: Callable[..., Any]) -> dict[str, Any]:
    """Return the annotations of a word; a type that is imported for annotations counts by name."""
    known = Known(getattr(inspect.unwrap(word), "__globals__", {}))
    return {
        name: eval(wanted, {}, known) if isinstance(wanted, str) else wanted
        for name, wanted in word.__annotations__.items()
        if name != "return"
    }


class Known(dict[str, Any]):
    """The names that an annotation may hold: those of its module, and else types by their names."""

    def __missing__(self, name: str) -> Any:
        """Return a built-in type, or a type of which only the name is known."""
        return getattr(builtins, name, None) or Named(name, (), {})


class Named(type):
    """A type of which only the name is known."""

    def __instancecheck__(cls, value: object) -> bool:
        """Tell whether a value's type, or one that it is made from, is called so."""
        return any(kind.__name__ == cls.__name__ for kind in type(value).__mro__)

    def __getattr__(cls, name: str) -> Named:
        """Return a type out of a module of which only the name is known."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Named(name, (), {})

    def __getitem__(cls, inner: object) -> Named:
        """Return the type itself, whatever it holds."""
        return cls


def fits(value: object, wanted: Any) -> bool:
    """Tell whether a value is of a type, as deep as it can be looked into without using it up.

    What may be an expression or a number, one or several, or a pair, is left to the word, which
    knows more to say.
    """
    origin, inner = get_origin(wanted), get_args(wanted)
    if wanted is Any or isinstance(wanted, TypeVar):
        return True
    if origin in (Union, types.UnionType):
        operands = {"Expr", "int"} <= {getattr(one, "__name__", "") for one in inner}
        several = any(get_origin(one) is tuple for one in inner)
        return operands or several or any(fits(value, one) for one in inner)
    if wanted is None:
        return value is None
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is None:
        return not isinstance(wanted, type) or isinstance(value, wanted)
    if origin is Callable:
        return callable(value)
    if origin is tuple and Ellipsis not in inner:
        return True
    if getattr(value, "ndim", 0):  # an array of NumPy is looked into by the word
        rows = (Sequence, Iterable)
        return origin in rows and (inner[0] in (int, float) or get_origin(inner[0]) in rows)
    if not isinstance(value, origin):
        return False
    if isinstance(value, Mapping) and len(inner) == 2:
        return all(fits(k, inner[0]) and fits(v, inner[1]) for k, v in value.items())
    if isinstance(value, (str, bytes)) and issubclass(origin, Iterable):
        return False  # letters are not meant
    if isinstance(value, (Sequence, Set)) and inner:
        return all(fits(one, inner[0]) for one in islice(value, MANY))
    return True


def words_for(wanted: Any) -> str:
    """Return a type in words.

    >>> words_for(int | str), words_for(Sequence[int])
    ('a whole number or a text', 'a list, each a whole number')
    """
    if get_origin(wanted) in (Union, types.UnionType):
        found = dict.fromkeys(words_for(one) for one in get_args(wanted))
        *others, last = found
        return f"{', '.join(others)} or {last}" if others else last
    name = getattr(get_origin(wanted) or wanted, "__name__", str(wanted))
    called = CALLED.get(name, f"a {name}")
    inner = [one for one in get_args(wanted) if one is not ...]
    if name in ("Sequence", "Iterable", "tuple") and len(inner) == 1:
        return f"{called}, each {words_for(inner[0])}"
    return called


def described(value: object) -> str:
    """Return what was handed over in words: its kind, and what it is in short."""
    if value is None or isinstance(value, bool):
        return shown(value)
    kind = words_for(type(value)).removeprefix("a ").removeprefix("an ")
    return f"the {kind} {shown(value)}"


def shown(value: object) -> str:
    """Return what was handed over, in short."""
    try:
        said = " ".join(repr(value).split())
    except Exception:  # whatever its own words are: it is refused
        said = "..."
    return said if len(said) <= LONG else f"{said[:LONG]}..."
