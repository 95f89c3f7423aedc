"""Statements of sessions: what they print, define and ask for, and what must be installed."""

from __future__ import annotations

from bpcore.statement import alive, modules, needs, statements

SESSION = """>>> # the sum
>>> def f(x):
...     return x + shift
>>> shift = 2
>>> f(1)
3
>>> print("a\\n\\nb")
a
<BLANKLINE>
b"""


def test_a_session_is_taken_apart_and_nothing_is_lost() -> None:
    """Remarks stay above their statement, blank lines come back."""
    found = statements(SESSION)
    assert ["# the sum\ndef f(x):\n    return x + shift", "shift = 2", "f(1)"] == [
        one.source for one in found[:3]
    ]
    assert ["", "", "3", "a\n\nb"] == [one.output for one in found]


def test_what_a_statement_defines_and_asks_for() -> None:
    """Arguments and comprehensions are nobody else's names; what a function asks for is."""
    function, _, call, _ = statements(SESSION)
    assert {"f"} == function.stores
    assert {"shift"} == function.loads
    assert not call.stores
    assert {"f"} == call.loads
    comprehension, counting, importing = statements(
        ">>> a = [k for k in b]\n>>> n += 1\n>>> import numpy as np"
    )
    assert {"a"} == comprehension.stores
    assert {"b"} == comprehension.loads
    assert {"n"} == counting.stores == counting.loads
    assert {"np"} == importing.stores


def test_what_a_function_asks_for_stays_alive_with_it() -> None:
    """And what is given a new value before it is asked for does not."""
    found = statements(SESSION)
    assert {"f", "shift"} == alive(found[:2], found[2:])
    assert {"f"} == alive(found[:1], found[1:])
    again = statements(">>> a = 1\n>>> a = 2\n>>> a\n2")
    assert set() == alive(again[:1], again[1:])


def test_what_must_be_installed_is_handed_on() -> None:
    """From an import to all that is made with it; modules that can be taken along need nothing."""
    found = statements(
        ">>> import numpy as np\n>>> from bpcore.iris import flower"
        "\n>>> from bpcore import let, iris\n>>> from mpmath import mpf\n>>> def f(x):"
        "\n...     return mpf(x)\n>>> f(1) + let\n1"
        "\n>>> f = 1\n>>> f\n1"
    )
    assert [(), (), ("bpcore",), ("mpmath",), ("mpmath",), ("bpcore", "mpmath"), (), ()] == needs(
        found, ["let"]
    )
    assert {"bpcore.iris"} == modules(found, ["let"])
