"""What a proof costs as layers grow wider, and as networks grow deeper.

    .venv/bin/python -m tests.bench.proofs [--json FILE]

Wider: the slope of a cost by the weights of a layer, as a column times a row, at concrete widths n
by n and at a letter width.  Deeper: the errors of all layers of a network, in steps of one layer
each with any cost above it, as this book writes them; and the error of the first layer in a single
step, with the whole network written out.  Each proof is made in a process of its own, because what
was proved once is remembered.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.bench.measuring import ENVIRONMENT, ROOT, exponent, machine, written

WIDTHS = (2, 4, 8, 12, 16)
DEPTHS = (1, 2, 3, 4, 5, 6)
LETTER = "any"
ROUNDS = 3
WIDER = """
from bpcore import *
x, W, b = column("x", {n}), matrix("W", {n}, {n}), column("b", {n})
z = let("z", W @ x + b)
L = let("L", {half} * dot(z, z))
pairs = [(partial(L, W), outer(z, x.T))]
"""
STEPS = """
from bpcore import *
g, pairs = unspecified("g"), []
for l in range(1, {depth} + 1):
    a = column(f"a_{{l - 1}}", f"n_{{l - 1}}")
    z = let(f"z_{{l}}", matrix(f"W_{{l}}", f"n_{{l}}", f"n_{{l - 1}}") @ a)
    W = matrix(f"W_{{l + 1}}", f"n_{{l + 1}}", f"n_{{l}}")
    above = let(f"z_{{l + 1}}", W @ g(z))
    C = opaque("C", above)
    pairs.append((partial(C, z), odot(W.T @ partial(C, above), g.prime(z))))
"""
UNROLLED = """
from bpcore import *
a, z, W, g = [column("a_0", "n_0")], [None], [None], unspecified("g")
for l in range(1, {depth} + 1):
    W.append(matrix(f"W_{{l}}", f"n_{{l}}", f"n_{{l - 1}}"))
    z.append(let(f"z_{{l}}", W[l] @ a[l - 1]))
    a.append(let(f"a_{{l}}", g(z[l])))
C = opaque("C", a[{depth}])
error = odot(partial(C, a[{depth}]), g.prime(z[{depth}]))
for l in range({depth} - 1, 0, -1):
    error = odot(W[l + 1].T @ error, g.prime(z[l]))
pairs = [(partial(C, z[1]), error)]
"""
PROVE = """
from time import perf_counter
import bpcore.ladder, bpcore.indexed, sympy
start = perf_counter()
for left, right in pairs:
    verdict = prove(left, right)
print(perf_counter() - start, verdict, sep=";")
"""


def proof(statement: str) -> tuple[float, str]:
    """Return the seconds that a statement took in a process of its own, and its verdict."""
    done = subprocess.run(
        [sys.executable, "-c", statement + PROVE],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    seconds, verdict = done.stdout.strip().split(";")
    return float(seconds), verdict


def cost(statement: str) -> dict[str, object]:
    """Return the least seconds of some rounds, and the verdict."""
    rounds = [proof(statement) for _ in range(ROUNDS)]
    return {"seconds": min(rounds)[0], "verdict": rounds[0][1]}


def wider(n: int | str) -> dict[str, object]:
    """Return what the slope by the weights costs at one width."""
    width = "'n'" if n == LETTER else n
    return {"width": n, **cost(WIDER.format(n=width, half="N(1, 2)"))}


def deeper(depth: int) -> dict[str, object]:
    """Return what the error of the first layer costs at one depth, in steps and unrolled."""
    steps, whole = (cost(form.format(depth=depth)) for form in (STEPS, UNROLLED))
    assert steps["verdict"] == whole["verdict"]
    found = {"in steps": steps["seconds"], "in one step": whole["seconds"]}
    return {"depth": depth, **found, "verdict": steps["verdict"]}


@click.command()
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the numbers there.")
def main(out: Path | None) -> None:
    """Measure, and print how each cost grows."""
    at = machine()
    by_width = [wider(n) for n in (*WIDTHS, LETTER)]
    by_depth = [deeper(depth) for depth in DEPTHS]
    powers = {
        "width": exponent([*map(float, WIDTHS)], [float(row["seconds"]) for row in by_width[:-1]]),
        **{
            how: exponent([*map(float, DEPTHS)], [float(row[how]) for row in by_depth])
            for how in ("in steps", "in one step")
        },
    }
    for rows in (by_width, by_depth):
        table = Table(*rows[0])
        for row in rows:
            table.add_row(*(f"{v:.3g}" if isinstance(v, float) else str(v) for v in row.values()))
        Console().print(table)
    Console().print(at, {what: round(power, 2) for what, power in powers.items()})
    written({"machine": at, "widths": by_width, "depths": by_depth, "powers": powers}, out)


if __name__ == "__main__":
    main()
