"""The quotient: a rational function as a polynomial above a product of polynomials.

Whether it is zero is seen from the polynomial above, so nothing has to be cancelled.  A sum is
brought over the factors that its terms have below, each to the highest power in which it stands
there; the same factor is the same polynomial, up to a number.  The work is counted in products of
two terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST_PRODUCTS = 150_000  # of two terms, for one expression
HIGHEST = 10_000  # power of a polynomial; of a single term any power is one product


class TooManyTerms(Exception):
    """An expression has too many terms over one denominator."""


@dataclass(frozen=True)
class Quotient:
    """A polynomial above, and polynomials below with their powers."""

    above: Any
    below: dict[Any, int]


@dataclass
class Quotients:
    """Reads expressions as quotients of polynomials of a ring, and counts the work.

    Raises `TooManyTerms` beyond ``MOST_PRODUCTS`` products, and `ValueError` for what is no
    rational function with rational numbers, or is divided by zero.
    """

    ring: Any
    products: int = 0

    def of(self, expression: Any) -> Quotient:
        """Return an expression as a quotient."""
        if expression.is_Rational:
            return Quotient(self.ring.ground_new(self.ring.domain(expression.p, expression.q)), {})
        if expression.is_Symbol:
            return Quotient(self.ring(expression), {})
        if expression.is_Add:
            return self.sum([self.of(part) for part in expression.args])
        if expression.is_Mul:
            return self.product([self.of(part) for part in expression.args])
        if expression.is_Pow and expression.exp.is_Integer:
            return self.power(self.of(expression.base), int(expression.exp))
        raise ValueError(f"{expression} is no rational function")

    def sum(self, parts: list[Quotient]) -> Quotient:
        """Return a sum over what its terms have below."""
        below: dict[Any, int] = {}
        for part in parts:
            for factor, power in part.below.items():
                below[factor] = max(below.get(factor, 0), power)
        above = self.ring.zero
        for part in parts:
            term = part.above
            for factor, power in below.items():
                term = self.times(term, self.powered(factor, power - part.below.get(factor, 0)))
            above = above + term
        return Quotient(above, below if above else {})

    def product(self, parts: list[Quotient]) -> Quotient:
        """Return a product."""
        above, below = self.ring.one, dict[Any, int]()
        for part in parts:
            above = self.times(above, part.above)
            for factor, power in part.below.items():
                below[factor] = below.get(factor, 0) + power
        return Quotient(above, below if above else {})

    def power(self, base: Quotient, exponent: int) -> Quotient:
        """Return a whole power."""
        if exponent >= 0:
            below = {factor: power * exponent for factor, power in base.below.items() if exponent}
            return Quotient(self.powered(base.above, exponent), below)
        if not base.above:
            raise ValueError("a division by zero")
        first = base.above.LC
        if first != 1 and -exponent > HIGHEST:
            raise TooManyTerms
        above = self.ring.ground_new(1 / first) ** -exponent
        for factor, power in base.below.items():
            above = self.times(above, self.powered(factor, power * -exponent))
        below = {factor: power * -exponent for factor, power in self.factors(base.above / first)}
        return Quotient(above, below)

    def factors(self, whole: Any) -> list[tuple[Any, int]]:
        """Return what a polynomial with first coefficient 1 is made of, as far as is plain."""
        if len(whole) > 1:
            return [(whole, 1)]
        (powers,) = whole.keys()
        return [
            (letter, power) for letter, power in zip(self.ring.gens, powers, strict=True) if power
        ]

    def times(self, left: Any, right: Any) -> Any:
        """Return a product of polynomials."""
        self.products += len(left) * len(right)
        if self.products > MOST_PRODUCTS:
            raise TooManyTerms
        return left * right

    def powered(self, base: Any, exponent: int) -> Any:
        """Return a power of a polynomial."""
        if len(base) <= 1 and (not base or abs(base.LC) == 1 or exponent <= HIGHEST):
            return base**exponent
        if exponent > HIGHEST:
            raise TooManyTerms
        whole = self.ring.one
        for _ in range(exponent):
            whole = self.times(whole, base)
        return whole
