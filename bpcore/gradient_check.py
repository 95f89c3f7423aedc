"""Gradient checking: a gradient of your own against differences of the function itself.

Knows NumPy and the errors, and nothing else of the library; must not know any network or page.
Every entry of every array is moved a little, and what the function does is set beside what the
gradient says.  The error is relative to the largest derivative of the array, and to nothing else:
there is no absolute tolerance behind which a small gradient of the wrong sign could pass.

>>> import numpy as np
>>> from bpcore.gradient_check import check_gradient
>>> X, y = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 4.0]]), np.array([1.0, -2.0, 3.0])
>>> def cost(w):
...     return ((X @ w - y) ** 2).mean()
>>> def gradient(w):
...     return X.T @ (X @ w - y)
>>> check_gradient(cost, gradient, at=np.array([0.3, -0.7]), examples=3)
Traceback (most recent call last):
bpcore.gradient_check.GradientIsWrong: the gradient is wrong at x[1]: it says -30.4, and \
differences of the function say -20.2667; 2 of 2 entries differ. Likely cause: every entry is 1.5 \
times what it should be
>>> check_gradient(cost, lambda w: 2 / 3 * gradient(w), at=np.array([0.3, -0.7]), examples=3)
<gradient right: 2 entries of x, none further off than 1e-06>
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bpcore.errors import Refusal, ShapesDiffer

Array = NDArray[Any]
Arrays = Mapping[str, Array]
Place = tuple[int, ...]

FIVE_POINT = {1: 2 / 3, 2: -1 / 12}  # of what is n steps above less what is n steps below
ROUNDING = float(np.finfo(np.float64).eps)
TINY = 1e-30
TOLERABLE = 1e-6  # a matrix nearer than this to one without an inverse is not solved with
SHORTER = 64  # times shorter is the step where differences have not settled
ALIKE = 1e-4  # how well a guess at the cause must fit


class GradientIsWrong(Refusal):
    """A gradient differs from the differences of its function; `result` holds every number."""

    def __init__(self, message: str, result: GradientCheck) -> None:
        """Keep the numbers beside the message."""
        super().__init__(message)
        self.result = result


class GradientUndecided(Refusal):
    """The derivatives drown in rounding, so that nothing can be said; that is never a pass."""


class CannotBeChecked(Refusal):
    """The function, the gradient or an option is not what `check_gradient` takes."""


@dataclass(frozen=True, eq=False)
class ArrayCheck:
    """One array: where its gradient is furthest off, and what was compared.

    * `given` and `measured`: the gradient and the differences, in the shape of the array; NaN
      where a sample left an entry out
    * `place`: the entry that is furthest off; `error`: how far, relative to the largest derivative
    """

    name: str
    given: Array
    measured: Array
    place: Place
    error: float

    @property
    def compared(self) -> NDArray[np.bool_]:
        """Where both numbers are known."""
        return ~np.isnan(self.measured)

    @property
    def largest(self) -> float:
        """The largest derivative measured, as a size."""
        return float(np.abs(self.measured[self.compared]).max())

    @property
    def at_worst(self) -> float:
        """What the gradient says at the entry furthest off."""
        return float(self.given[self.place])

    @property
    def label(self) -> str:
        """The entry furthest off, as it is written in Python."""
        return self.name + (f"[{', '.join(map(str, self.place))}]" if self.place else "")


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """What was compared: `arrays` by name, `tolerance`, and `warnings` about a weak test."""

    arrays: dict[str, ArrayCheck]
    tolerance: float
    warnings: list[str] = field(default_factory=list)

    @property
    def worst(self) -> ArrayCheck:
        """The array with the entry that is furthest off."""
        return max(self.arrays.values(), key=lambda array: array.error)

    @property
    def passed(self) -> bool:
        """Whether no entry is further off than the tolerance."""
        return self.worst.error <= self.tolerance

    def __repr__(self) -> str:
        counts = (f"{int(each.compared.sum())} entries of {name}" for name, each in self.each)
        word = "right" if self.passed else "WRONG"
        verdict = "none further off than" if self.passed else "some further off than"
        about = "".join(f"; weak: {warning}" for warning in self.warnings)
        return f"<gradient {word}: {', '.join(counts)}, {verdict} {self.tolerance:g}{about}>"

    @property
    def each(self) -> Iterator[tuple[str, ArrayCheck]]:
        """Names and checks, in the order in which the arrays were given."""
        return iter(self.arrays.items())


def check_gradient(
    function: Callable[..., Any],
    gradient: Callable[..., Any] | ArrayLike | Mapping[str, ArrayLike],
    at: ArrayLike | Mapping[str, ArrayLike],
    *,
    upstream: ArrayLike | None = None,
    method: str = "differences",
    step: float = 1e-3,
    tolerance: float = 1e-6,
    sample: int | None = None,
    seed: int = 0,
    examples: int | None = None,
) -> GradientCheck:
    """Compare a gradient with five-point differences of its function, entry by entry.

    * `at`: an array of any shape, and then `function(x)` takes it; or arrays by name, and then
      `function(W=..., b=...)` takes them by these names
    * `function`: returns a number, the cost; or an array F with `upstream` of the shape of F, and
      then the cost is the sum of upstream ⊙ F
    * `gradient`: the derivative of that cost in the shape of `at`, an array or arrays by name; or
      a function that takes what `function` takes and returns them
    * `method`: "differences", or "complex step" for a function that takes complex arrays and
      treats them as its formulas say (no `abs`, `max` or comparison)
    * `step`: how far an entry x is moved, times the larger of 1 and its size
    * `tolerance`: the largest error that passes, relative to the largest derivative of the array
    * `sample`: compare so many entries of each array, drawn with `seed`; None compares all
    * `examples`: the size of the batch, if there is one; it lets a failure be explained by it

    Returns a `GradientCheck`, whose `warnings` say what the numbers chosen could not have shown.

    Raises `GradientIsWrong` with the likely cause; `GradientUndecided` if rounding leaves too few
    digits; `ShapesDiffer` if gradient or upstream have another shape than they need;
    `CannotBeChecked` for names that do not fit, NaN or infinity, a function that answers
    differently when asked twice, and options that make no sense.

    >>> import numpy as np
    >>> from bpcore.gradient_check import check_gradient
    >>> W, b = np.array([[1.0, -2.0, 0.5], [3.0, 0.1, -1.0]]), np.array([0.2, -0.3])
    >>> x, u = np.array([0.5, -1.5, 2.0]), np.array([1.0, -2.0])
    >>> check_gradient(lambda W, b: np.tanh(W @ x + b),
    ...                lambda W, b: {"W": np.outer(u * (1 - np.tanh(W @ x + b) ** 2), x),
    ...                              "b": u * (1 - np.tanh(W @ x + b) ** 2)},
    ...                at={"W": W, "b": b}, upstream=u)
    <gradient right: 6 entries of W, 2 entries of b, none further off than 1e-06>
    """
    check_options(method, step, tolerance, sample, examples, seed)
    named = isinstance(at, Mapping)
    arrays = finite_arrays(at if isinstance(at, Mapping) else {"x": at}, "at")
    check_function(function, arrays, named)
    cost = Cost(function, arrays, named, upstream)
    asked = gradient
    if callable(gradient):
        copies = {name: array.copy() for name, array in arrays.items()}
        asked = gradient(**copies) if named else gradient(copies["x"])
    given = shaped_gradient(asked, arrays, named)
    measure = cost.by_complex_step if method == "complex step" else cost.by_differences
    checks: dict[str, ArrayCheck] = {}
    for number, (name, array) in enumerate(arrays.items()):
        looked_at = places(array, sample, seed + number)
        for shorter in (step, step / SHORTER):
            measured = np.full(array.shape, np.nan)
            for place in looked_at:
                measured[place] = measure(name, place, shorter)
            checks[name] = compared(name, given[name], measured)
            if method == "differences":
                check_rounding(cost, checks[name], array, shorter, tolerance)
            settled = method != "differences" or not cost.runs_into(checks[name], shorter)
            if checks[name].error <= tolerance or settled:
                break
        else:
            raise GradientUndecided(
                f"the gradient says {checks[name].at_worst:.6g} at {checks[name].label}, and the "
                "differences run into that as their steps get shorter, but never near it beside a "
                f"largest derivative of {checks[name].largest:.2g}: choose other numbers"
            )
    result = GradientCheck(checks, tolerance, weaknesses(arrays, checks, cost.upstream, examples))
    if not result.passed:
        raise GradientIsWrong(explained(result, arrays, cost, step, method, examples), result)
    return result


class Cost:
    """A function of arrays as one number, at the arrays or beside them."""

    def __init__(
        self, function: Callable[..., Any], at: Arrays, named: bool, upstream: ArrayLike | None
    ) -> None:
        """Ask the function twice, and check that it answers alike with finite numbers."""
        self.function, self.at, self.named = function, at, named
        first, second = self._numbers(), self._numbers()
        if not np.isfinite(first).all():
            raise CannotBeChecked(f"the function returns {first} at the arrays given")
        if first.shape != second.shape or (first != second).any():
            raise CannotBeChecked(
                "the function answers differently when asked twice: fix its random numbers"
            )
        self.upstream = None if upstream is None else finite_array("upstream", upstream)
        if self.upstream is None and first.size != 1:
            raise ShapesDiffer(
                f"the function returns an array of shape {first.shape}: "
                f"upstream of that shape is needed to make it one number"
            )
        if self.upstream is not None and self.upstream.shape != first.shape:
            raise ShapesDiffer(
                f"upstream has shape {self.upstream.shape}, "
                f"and the function returns shape {first.shape}"
            )
        self.value = float(self({}).real)

    def _answer(self, moved: Arrays) -> Any:
        arrays = {name: moved.get(name, array).copy() for name, array in self.at.items()}
        return self.function(**arrays) if self.named else self.function(arrays["x"])

    def _numbers(self) -> Array:
        try:
            answer = np.asarray(self._answer({}))
        except Refusal:
            raise
        except Exception as error:
            raise CannotBeChecked(f"the function raised {error!r} at the arrays given") from error
        if answer.dtype.kind not in "biufc" or not answer.size:
            raise CannotBeChecked(f"the function returns {in_short(answer)}: no numbers")
        return answer

    def __call__(self, moved: Arrays) -> complex:
        """Return the cost with some arrays replaced."""
        answer = np.asarray(self._answer(moved))
        weighted = answer if self.upstream is None else self.upstream * answer
        return complex(weighted.sum())

    def beside(self, name: str, place: Place, by: complex) -> complex:
        """Return the cost with one entry moved."""
        kind = np.complex128 if isinstance(by, complex) else np.float64
        array = self.at[name].astype(kind)
        array[place] += by
        cost = self({name: array})
        if not np.isfinite(cost):
            raise CannotBeChecked(
                f"the function returns {cost.real:g} with {name}{list(place)} moved by "
                f"{abs(by):g}: choose a smaller step"
            )
        return cost

    def length(self, name: str, place: Place, step: float) -> float:
        """Return how far an entry is moved."""
        return step * max(1.0, abs(float(self.at[name][place])))

    def by_differences(self, name: str, place: Place, step: float) -> float:
        """Return the five-point difference of the cost by one entry."""
        h = self.length(name, place, step)
        return (
            sum(
                weight
                * (self.beside(name, place, n * h).real - self.beside(name, place, -n * h).real)
                for n, weight in FIVE_POINT.items()
            )
            / h
        )

    def by_complex_step(self, name: str, place: Place, step: float) -> float:
        """Return the derivative by one entry from a step along the imaginary axis."""
        array = self.at[name].astype(np.complex128)
        array[place] += TINY * 1j
        if not np.iscomplexobj(self._answer({name: array})):
            raise CannotBeChecked(
                "the function answers a complex array with real numbers: use differences"
            )
        return self.beside(name, place, TINY * 1j).imag / TINY

    def noise(self, name: str, place: Place, step: float) -> float:
        """Return how much of a difference may be rounding."""
        return 3 * ROUNDING * abs(self.value) / self.length(name, place, step)

    def runs_into(self, check: ArrayCheck, step: float) -> bool:
        """Return whether what is left at the worst entry falls with shorter steps as it has to.

        The difference of a smooth function is off by a multiple of the fourth power of the step:
        to the right derivative a sixteenth is left at half of it, or less, to another one all.
        """
        steps = [step, step / 2, step / 4]
        gaps = [
            abs(self.by_differences(check.name, check.place, h) - check.at_worst) for h in steps
        ]
        return all(0 < later <= earlier / 8 for earlier, later in pairwise(gaps))

    def kink(self, check: ArrayCheck, step: float) -> bool:
        """Return whether the slopes to the left and to the right differ however small the step."""
        gaps = []
        for shorter in (step, step / 16):
            h = self.length(check.name, check.place, shorter)
            left, right = (self.beside(check.name, check.place, by).real for by in (-h, h))
            gaps.append(abs(left - 2 * self.value + right) / h)
        return gaps[1] > max(1e-3 * check.largest, gaps[0] / 4)


def check_options(
    method: str,
    step: float,
    tolerance: float,
    sample: int | None,
    examples: int | None,
    seed: int,
) -> None:
    """Refuse options that make no sense."""
    if not isinstance(method, str) or method not in {"differences", "complex step"}:
        raise CannotBeChecked(
            f"no method {in_short(method)}: there are differences and complex step"
        )
    if not is_number(step) or not 0 < step < 1:
        raise CannotBeChecked(f"step is {in_short(step)}: it lies between 0 and 1")
    if not is_number(tolerance) or not 0 < tolerance <= 0.01:
        raise CannotBeChecked(f"tolerance is {in_short(tolerance)}: above 0, and 0.01 at most")
    for name, count in (("sample", sample), ("examples", examples)):
        if count is not None and (not is_whole(count) or count < 1):
            raise CannotBeChecked(f"{name} is {in_short(count)}: at least 1 is needed")
    if not is_whole(seed) or seed < 0:
        raise CannotBeChecked(f"seed is {in_short(seed)}: a whole number from 0 up is needed")


def is_number(value: object) -> bool:
    """Tell whether an option is a number."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def is_whole(value: object) -> bool:
    """Tell whether an option is a whole number."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def in_short(value: object) -> str:
    """Return what was handed over, however long it is."""
    try:
        said = repr(value)
    except Exception:  # its own words failed
        said = type(value).__name__
    return said if len(said) < 60 else f"{said[:60]}..."


def check_function(function: object, arrays: Arrays, named: bool) -> None:
    """Refuse a function that is none, or that does not take the arrays."""
    if not callable(function):
        raise CannotBeChecked(f"the function is {in_short(function)}: it cannot be called")
    try:
        taken = inspect.signature(function)
    except (TypeError, ValueError):
        return
    try:
        taken.bind(**arrays) if named else taken.bind(arrays["x"])
    except TypeError as error:
        names = ", ".join(arrays) if named else "one array"
        raise CannotBeChecked(f"the function does not take {names}: {error}") from None


def finite_array(name: str, numbers: ArrayLike) -> Array:
    """Return numbers as a new float64 array, all finite."""
    try:
        if np.iscomplexobj(numbers):
            raise CannotBeChecked(f"{name} is complex: derivatives by real numbers are checked")
        array = np.array(numbers, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise CannotBeChecked(f"{name} is not an array of numbers: {error}") from error
    if array.size == 0:
        raise CannotBeChecked(f"{name} is empty, of shape {array.shape}")
    if not np.isfinite(array).all():
        place = np.argwhere(~np.isfinite(array))[0]
        raise CannotBeChecked(f"{name}{place.tolist()} is {array[tuple(place)]}")
    return array


def finite_arrays(numbers: Mapping[str, ArrayLike], what: str) -> dict[str, Array]:
    """Return arrays by name, all finite."""
    if not numbers:
        raise CannotBeChecked(f"{what} names no array")
    if not all(isinstance(name, str) and name.isidentifier() for name in numbers):
        raise CannotBeChecked(f"{what} names arrays {in_short(list(numbers))}: texts are needed")
    return {name: finite_array(name, array) for name, array in numbers.items()}


def shaped_gradient(gradient: Any, at: Arrays, named: bool) -> dict[str, Array]:
    """Return a gradient by name, checked against the arrays it belongs to."""
    if isinstance(gradient, Mapping) is not named:
        wanted = f"arrays by the names {', '.join(at)}" if named else "one array"
        raise CannotBeChecked(f"the gradient is a {type(gradient).__name__}: {wanted} is needed")
    parts = gradient if named else {"x": gradient}
    if set(parts) != set(at):
        raise CannotBeChecked(
            f"the gradient has {sorted(map(str, parts))}, the function takes {sorted(at)}"
        )
    for name, array in at.items():
        shape = np.shape(parts[name])
        if shape != array.shape:
            turned = ": it is that of the transpose" if shape == array.shape[::-1] else ""
            raise ShapesDiffer(
                f"the gradient of {name} has shape {shape}, and {name} has {array.shape}{turned}"
            )
    return {name: finite_array(f"the gradient of {name}", parts[name]) for name in at}


def places(array: Array, sample: int | None, seed: int) -> list[Place]:
    """Return the entries to compare: all, or so many drawn without repetition."""
    everywhere = [place for place, _ in np.ndenumerate(array)]
    if sample is None or sample >= len(everywhere):
        return everywhere
    drawn = np.random.default_rng(seed).choice(len(everywhere), size=sample, replace=False)
    return [everywhere[number] for number in sorted(drawn)]


def compared(name: str, given: Array, measured: Array) -> ArrayCheck:
    """Return one array's check: the worst entry, relative to the largest derivative."""
    off = np.where(np.isnan(measured), -1.0, np.abs(given - measured))
    place = tuple(int(axis) for axis in np.unravel_index(np.argmax(off), off.shape))
    largest = float(np.nanmax(np.abs(measured)))
    far = float(off[place])
    error = 0.0 if far == 0 else far / largest if largest > 0 else math.inf
    return ArrayCheck(name, given, measured, place, error)


def check_rounding(
    cost: Cost, check: ArrayCheck, array: Array, step: float, tolerance: float
) -> None:
    """Refuse to compare where rounding alone could exceed the tolerance."""
    noise = cost.noise(check.name, check.place, step)
    silent = check.largest == 0 and not check.given[check.compared].any()
    small = np.abs(check.given[check.compared]).max() <= noise / tolerance
    if not silent and small and check.largest < noise / tolerance:
        raise GradientUndecided(
            f"the derivatives by {check.name} are at most {check.largest:.2g}, and rounding in a "
            f"cost of {cost.value:.3g} already makes {noise:.2g}: too few digits are left. "
            f"Take a longer step, other numbers, or method='complex step'"
        )


def weaknesses(
    at: Arrays, checks: Mapping[str, ArrayCheck], upstream: Array | None, examples: int | None
) -> list[str]:
    """Return what the numbers chosen could not have shown."""
    found = [f"{name} {why}" for name, array in at.items() if (why := weakness(array))]
    found += [
        f"the function does not depend on {name}: nothing was compared"
        for name, check in checks.items()
        if check.largest == 0
    ]
    if examples == 1:
        found.append("one example: a sum and a mean over the batch are the same")
    if upstream is not None and not upstream.all():
        found.append("upstream has zeros: those outputs were not looked at")
    elif upstream is not None and upstream.size > 1 and (upstream == upstream.flat[0]).all():
        found.append("upstream has equal entries: outputs that are exchanged go unseen")
    return found


def weakness(array: Array) -> str:
    """Return what is weak about the values of an array, if anything."""
    if not array.any():
        return "is all zeros: whatever is multiplied by it goes unseen"
    if (array == array.flat[0]).all() and (array.size > 1 or abs(array.flat[0]) == 1):
        return f"has equal entries {array.flat[0]:g}: mixed-up or missing factors go unseen"
    if np.abs(array).max() < 1e-3:
        return "is tiny: what is of second order in it goes unseen"
    if array.ndim == 2 and array.shape[0] == array.shape[1] and (array == array.T).all():
        return "is symmetric: a missing transpose goes unseen"
    return ""


def explained(
    result: GradientCheck,
    at: Arrays,
    cost: Cost,
    step: float,
    method: str,
    examples: int | None,
) -> str:
    """Return the message of a failure: the entry, both numbers, and the likely cause."""
    worst = result.worst
    wrong, told = wrong_entries(worst, result.tolerance), float(worst.given[worst.place])
    measured = float(worst.measured[worst.place])
    source = "a complex step" if method == "complex step" else "differences of the function"
    others = sorted(
        name for name, each in result.each if each.error > result.tolerance and each is not worst
    )
    message = (
        f"the gradient is wrong at {worst.label}: it says {told:.6g}, and {source} say"
        f"{'s' if method == 'complex step' else ''} {measured:.6g}; "
        f"{int(wrong.sum())} of {int(worst.compared.sum())} entries differ"
    )
    message += f", and {', '.join(others)} too" if others else ""
    cause = (
        misled(worst, cost, step, method)
        or likely_cause(worst, at[worst.name], wrong, examples)
        or neighbours_cause(worst, at)
    )
    return f"{message}. Likely cause: {cause}" if cause else f"{message}. No usual cause fits"


def wrong_entries(check: ArrayCheck, tolerance: float) -> NDArray[np.bool_]:
    """Return where an array's gradient is further off than the tolerance."""
    off = np.abs(check.given - check.measured) > tolerance * check.largest
    return np.asarray(off & check.compared)


def misled(check: ArrayCheck, cost: Cost, step: float, method: str) -> str:
    """Return why the measured number, not the gradient, may be at fault."""
    name, place, told = check.name, check.place, float(check.given[check.place])
    if method == "complex step":
        difference = cost.by_differences(name, place, step)
        if abs(difference - told) <= ALIKE * abs(told):
            return (
                "none in the gradient: differences agree with it; the function does something to "
                "complex numbers that its formulas do not, such as abs or max"
            )
        return ""
    if cost.kink(check, step):
        return "a kink: the slopes to the left and to the right of this entry differ"
    shorter = cost.by_differences(name, place, step / 100)
    if abs(shorter - told) <= ALIKE * abs(told) and told != 0:
        return (
            f"none in the gradient: with a step of {step / 100:g} they agree, so a kink lies "
            f"nearby or the function bends sharply"
        )
    return ""


def likely_cause(
    check: ArrayCheck, at: Array, wrong: NDArray[np.bool_], examples: int | None
) -> str:
    """Return the first usual mistake that turns the measured numbers into the gradient."""
    seen = check.compared
    told, true = check.given[seen], check.measured[seen]
    if not true.any():
        return "the function does not depend on this array at all"
    if not told.any():
        return "the gradient is zero everywhere: the array was left out, or a factor is zero"
    factor = float((told * true).sum() / (true * true).sum())
    if fits(told, factor * true):
        return factor_cause(factor, examples, sure=told.size > 1)
    if seen.all() and at.ndim == 2:
        if at.shape[0] == at.shape[1] and fits(check.given, check.measured.T):
            return "it is the transpose of the gradient"
        if fits(check.given.reshape(at.shape[::-1]).T, check.measured):
            return "it holds the numbers of the transpose: reshape was taken for a transpose"
    left_out = told - true
    strength = float((left_out * at[seen]).sum() / max((at[seen] ** 2).sum(), TINY))
    if fits(left_out, strength * at[seen]):
        return f"{-strength:.4g} times the array itself is missing, as the slope of a penalty is"
    if not check.given[wrong].any():
        return "the gradient is zero where it should not be: a path is cut off there"
    if wrong.sum() == 1 and told.size > 1:
        return "only this one entry is wrong"
    return rows_cause(check, at, wrong)


def neighbours_cause(check: ArrayCheck, at: Arrays) -> str:
    """Return how another array explains a gradient: its transpose, or itself as a factor, lost."""
    if not check.compared.all():
        return ""
    for name, other in at.items():
        if name == check.name or other.size < 2:
            continue
        if np.ptp(other) > ALIKE * np.abs(other).max() and spreads(other, check.given):
            if fits(check.given * other, check.measured):
                return f"the factor {name} is missing"
            if fits(check.given, check.measured * other):
                return f"the factor {name} is there once too often"
        if lost_transpose(check, other):
            return f"a transpose of {name} is lost on the way back"
    return ""


def spreads(factor: Array, array: Array) -> bool:
    """Return whether a factor can be multiplied into an array without changing its shape."""
    try:
        return np.broadcast_shapes(factor.shape, array.shape) == array.shape
    except ValueError:
        return False


def lost_transpose(check: ArrayCheck, other: Array) -> bool:
    """Return whether a square matrix stands in the gradient where its transpose belongs.

    What was multiplied by the transpose is found by solving, so the matrix must be regular.
    """
    given, measured = check.given, check.measured
    long = other.shape[0] if other.ndim == 2 else 0
    if long < 2 or other.shape != (long, long) or given.ndim > 2 or fits(other, other.T):
        return False
    if np.linalg.cond(other) > 1 / TOLERABLE:
        return False
    ways = []
    if given.shape[0] == long:  # columns, or one column: other.T @ errors
        ways.append((given, other @ np.linalg.solve(other.T, measured)))
    if given.ndim == 2 and given.shape[1] == long:  # rows: errors @ other
        ways.append((given, np.linalg.solve(other.T, measured.T).T @ other.T))
    return any(fits(one, two) for one, two in ways)


def factor_cause(factor: float, examples: int | None, *, sure: bool) -> str:
    """Return what one factor between all entries means; of a single entry, if it is a usual one."""
    if math.isclose(factor, -1, rel_tol=ALIKE):
        return "the sign is flipped everywhere"
    m = examples or 1
    known = {m: "the sum over the examples in place of the mean", 1 / m: "divided by m once more"}
    for value, words in known.items() if m > 1 else ():
        for sign in (1, -1):
            if math.isclose(factor, sign * value, rel_tol=ALIKE):
                flipped = ", with the sign flipped" if sign < 0 else ""
                return f"every entry is {factor:.6g} times what it should be: {words}{flipped}"
    hint = {2.0: ": a half is missing, or counted twice", 0.5: ": the two of a square is missing"}
    tail = next((hint[key] for key in hint if math.isclose(abs(factor), key, rel_tol=ALIKE)), "")
    if not tail and not sure:
        return ""
    return f"every entry is {factor:.6g} times what it should be{tail}"


def rows_cause(check: ArrayCheck, at: Array, wrong: NDArray[np.bool_]) -> str:
    """Return what is wrong with whole rows or columns, if that is so."""
    if at.ndim != 2 or not check.compared.all():
        return ""
    for axis, word in ((0, "row"), (1, "column")):
        lines = np.flatnonzero(wrong.any(axis=1 - axis))
        if len(lines) == 1 < at.shape[axis]:
            return f"only {word} {lines[0]} is wrong"
        given, true = (np.moveaxis(each, axis, 0) for each in (check.given, check.measured))
        factors = (given * true).sum(axis=1) / np.maximum((true * true).sum(axis=1), TINY)
        if true.shape[1] > 1 and fits(given, factors[:, None] * true):
            return f"each {word} is off by a factor of its own, such as the slope of an activation"
    return ""


def fits(left: Array, right: Array) -> bool:
    """Return whether two arrays are alike, relative to the larger entries of the two."""
    scale = max(float(np.abs(left).max()), float(np.abs(right).max()))
    return scale > 0 and float(np.abs(left - right).max()) <= ALIKE * scale
