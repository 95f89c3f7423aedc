"""The index calculus against numbers, on thousands of random pairs.

Whatever it calls equal must be equal at two assignments of distinct widths, for generic values of
both signs; it may leave undecided what it likes, but not too much of what is true.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import product
from multiprocessing import get_context
from typing import Any

import pytest

from bpcore import indexed, normal
from bpcore.domain import Domain, Floats, OutsideDomain, Precise, Scalar
from bpcore.evaluate import Evaluator, Setting, Value, as_value, entries
from bpcore.expr import Derivative, Expr, Index, Name, key
from bpcore.indexed import equal_at_any_width
from tests import random_index as stock
from tests.random_index import DEFINED, LEAVES, Maker, Rewriter, fresh, mutated
