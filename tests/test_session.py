"""Python sessions: what is shown is what was run, and a doctest finds the same."""

from __future__ import annotations

import doctest

import pytest

from bpcore.errors import ScriptFailed
from bpcore.session import run_session

LONG = '''
import functools

# a function with a decorator,
# told in two remarks
@functools.cache
def double(x):
    """Twice as much."""
    if x > 100:
        return 0

    return 2 * x

a, b = 1, 2; c = 3
double(
    a + b
) + c
for k in range(2): print(k)

class Box:
    size = 4

Box().size
print("one\\n\\ntwo")
'''


def test_statements_stand_behind_prompts() -> None:
    """With what they print, and only that."""
    assert ">>> a = 2\n>>> a * 3\n6" == run_session("a = 2\na * 3")


def test_names_live_on_in_the_space_that_is_given() -> None:
    """As on a page with several blocks."""
    space: dict[str, object] = {}
    run_session("a = 2", space)
    assert ">>> a + 1\n3" == run_session("a + 1", space)


def test_everything_that_was_written_is_shown() -> None:
    """Decorators, remarks, several statements on a line, blocks on one line."""
    shown = run_session(LONG)
    for line in LONG.strip().splitlines():
        assert line.strip() in shown
    assert 1 == shown.count("a, b = 1, 2; c = 3")


def test_a_session_is_a_doctest() -> None:
    """Python's own doctest runs it and finds what it says."""
    test = doctest.DocTestParser().get_doctest(run_session(LONG), {}, "session", None, 0)
    result = doctest.DocTestRunner(verbose=False).run(test)
    assert 0 == result.failed
    assert result.attempted >= 7


def test_a_wrong_answer_in_a_session_is_found_by_doctest() -> None:
    """The must-fail twin."""
    shown = run_session("2 + 2").replace("4", "5")
    test = doctest.DocTestParser().get_doctest(shown, {}, "session", None, 0)
    assert 1 == doctest.DocTestRunner(verbose=False).run(test, out=lambda text: None).failed


def test_a_statement_that_raises_is_named() -> None:
    """Nothing is shown then."""
    with pytest.raises(ScriptFailed, match=r"'1 / 0' raised ZeroDivisionError"):
        run_session("a = 1\n1 / 0")


def test_places_in_memory_are_refused() -> None:
    """They differ on every run, so the page would."""
    with pytest.raises(ScriptFailed, match="prints a place in memory"):
        run_session("object()")
