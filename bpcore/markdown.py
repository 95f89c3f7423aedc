"""Markdown: a page as text that GitHub shows as it stands and the site shows beautifully.

Displayed equations are ```` ```math ```` fences and inline ones ``$`…`$``, the two forms that
survive Markdown everywhere.  This module knows blocks; it knows no files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import singledispatch
from html import escape
from textwrap import fill

from bpcore.anchor import DIGEST
from bpcore.blocks import (
    Block,
    CallOut,
    Code,
    Compared,
    Definition,
    Derivation,
    Explorer,
    Given,
    Heading,
    Instances,
    Misfit,
    Picture,
    Prose,
    Result,
    Reveal,
    Ruled,
    RuledPage,
    RulesUsed,
    Symbols,
    Tab,
    Table,
    Tabs,
    Worked,
    Wrong,
    every,
)
from bpcore.choice import shown as shown_value
from bpcore.citation import bibtex, reference
from bpcore.claim import Claim, Step
from bpcore.condition import EVERYWHERE, Condition, union
from bpcore.dependence import reversed_in
from bpcore.edition import NO_BOOK, Edition
from bpcore.explorer import Part
from bpcore.expr import Derivative, Expr, Index, Name, Num
from bpcore.inline import Quoted, resolve
from bpcore.page import Page
from bpcore.record import Record, records
from bpcore.rules import DIFFERENTIATES, IN_SHORT, MEANS, Rule
from bpcore.tabs import TAB, TABS_END
from bpcore.tex import for_every, latex, number_text, width_tex
from bpcore.tree import walk
from bpcore.verdict import Verdict, in_short
from bpcore.worked import Line, Refutation

NUMBER = '<a class="bp-number" href="#{anchor}" title="Link to this result">({number})</a>'
EVIDENCE = "evidence-"  # before the anchor of a line: that of its evidence
LINK = re.compile(r"(?:for|where|wherever|if|when|whenever|while|as long as|provided|only)\b")
CLAUSE = re.compile(r"\$`[^`]*`\$(?:,? (?:and|or) \$`[^`]*`\$)* (?:is|are|has|have|lies?)\b")
CLAIM = re.compile(rf'<a id="(?:said|cell)-{DIGEST}"></a>')


def markdown(page: Page, edition: Edition = NO_BOOK) -> str:
    """Return a page of a book as Markdown, from its title to what can be taken along."""
    parts = [
        f"# {prose(page.title)}",
        edition.notice(edition.script(page.name)),
        chosen(page),
        *(with_anchors(block, page) for block in page.blocks),
        to_choose(page, edition),
        checked(page, edition),
        taken(page, edition),
    ]
    return once("\n\n".join(part for part in parts if part)) + "\n"


def once(text: str) -> str:
    """Return a page on which the anchor of a claim stands where the claim is met first only."""
    seen: set[str] = set()

    def first(anchor: re.Match[str]) -> str:
        new = anchor[0] not in seen
        seen.add(anchor[0])
        return anchor[0] if new else ""

    return CLAIM.sub(first, text)


def with_anchors(block: Block, page: Page) -> str:
    """Return a block behind the anchors that lead to it."""
    anchors = [block.anchor] if block.anchor else []
    anchors += [*block.covers, *block.formerly]
    marks = "".join(f'<a id="{anchor}"></a>' for anchor in anchors)
    body = shown(block, page)
    if marks and isinstance(block, Tab):  # a tab begins with its title, so its marks come after
        title, _, rest = body.partition("\n\n")
        return f"{title}\n\n{marks}\n\n{rest}"
    return f"{marks}\n\n{body}" if marks else body


# -- mathematics in text ---------------------------------------------------------------------


def inline(tex: str) -> str:
    """Return LaTeX inside a line of text."""
    return f"$`{tex}`$"


def tall(tex: str) -> str:
    """Return LaTeX inside a line of text, with fractions as large as on lines of their own."""
    return inline(rf"\displaystyle {tex}" if r"\frac" in tex else tex)


def fence(tex: str) -> str:
    """Return LaTeX as an equation of its own."""
    return f"```math\n{tex}\n```"


def prose(text: str, page: Page | None = None) -> str:
    """Return prose with its tokens replaced by mathematics; on a page, claims with their marks."""
    return resolve(text, lambda found: thing(found, page))


def thing(found: object, page: Page | None = None) -> str:
    """Return what stands in prose for an expression, an index or a claim."""
    if isinstance(found, Claim):
        return marked(inline(equation(found)), found, page)
    if isinstance(found, Index):
        return inline(found.letter)
    if isinstance(found, Quoted):
        return f"`{found.line}` <small>(quoted from {found.of})</small>"
    assert isinstance(found, Expr)
    return inline(latex(found))


def marked(shown: str, claim: Claim, page: Page | None) -> str:
    """Return a claim in a line of text behind its anchor, with a mark that leads to its evidence.

    A result of this or another page has its evidence there.
    """
    if page is None:
        return shown
    record = records(page).of(claim)
    if record is not None and not claim.name:
        where = f" ({said})" if (said := only_where(claim.verdict.condition)) else ""
        return f'<a id="{record.id}"></a>{shown}{mark(record)}{where}'
    if claim.page:
        here = "" if claim.page == page.name else f"{claim.page}.md"
        return f'{shown}<sup>[✓]({here}#{claim.name} "{sentence(str(claim.verdict))}.")</sup>'
    return shown


def mark(record: Record) -> str:
    """Return the small sign behind a claim in a line of text."""
    return f'<sup>[✓](#{EVIDENCE}{record.id} "{in_words(record)}")</sup>'


def sentence(text: str) -> str:
    """Return a text with a capital letter at its beginning, and all others as they are."""
    return text[:1].upper() + text[1:]


def only_where(condition: Condition) -> str:
    """Return where an equality is claimed, in words; nothing where there is no condition."""
    return f"where {condition.said(lambda node: inline(latex(node)))}" if condition else ""


def with_condition(verdict: Verdict) -> str:
    """Return a verdict in words, with its condition."""
    return f"{verdict.unconditional} {only_where(verdict.condition)}".rstrip()


def verdict_link(record: Record) -> str:
    """Return the verdict of a statement without its condition, which leads to the evidence."""
    said = record.verdict.unconditional
    if record.kind == "result":
        said = said.capitalize()
    return f'[{said}](#{EVIDENCE}{record.id} "{in_words(record)}")'


def in_words(record: Record) -> str:
    """Return the evidence for an equality as a remark in plain words."""
    sweep = record.sweep
    said = [
        f"{sentence(str(record.verdict))}.",
        f"Both sides also agree at {record.verdict.points} random points.",
    ]
    if record.exponent is not None:
        said.append(f"At iris flowers they differ by less than 1e{record.exponent}, relatively.")
    true = len(sweep.survivors)
    besides = f"; {true} more {'is' if true == 1 else 'are'} true as well" if true else ""
    many = "versions were" if sweep.refused != 1 else "version was"
    said.append(f"{sweep.refused} wrong {many} tried and refused{besides}.")
    return " ".join(said)


def indented(text: str, by: str) -> str:
    """Return a text with every line behind a prefix."""
    return "\n".join(f"{by}{line}".rstrip() for line in text.splitlines())


def link(claim: Claim, page: str) -> str:
    """Return a link to a result, from a page."""
    target = f"#{claim.name}" if claim.page == page else f"{claim.page}.md#{claim.name}"
    return f"[{inline(equation(claim))}]({target})"


def interval(name: Name) -> str:
    """Return where the values of a name lie, in LaTeX."""
    low, high = name.between
    signs = [r"\le" if closed else "<" for closed in name.closed]
    left = f"{number_text(low, None)} {signs[0]} " if low is not None else ""
    right = f" {signs[1]} {number_text(high, None)}" if high is not None else ""
    return f"{left}{latex(name)}{right}" if left or right else ""


# -- blocks ----------------------------------------------------------------------------------


@singledispatch
def shown(block: Block, page: Page) -> str:
    """Return one block as Markdown."""
    raise AssertionError(f"no Markdown for {type(block).__name__}")


@shown.register
def _(block: Heading, page: Page) -> str:
    return f"{'#' * block.level} {prose(block.text)}"


@shown.register
def _(block: Prose, page: Page) -> str:
    return prose(block.text, page)


@shown.register
def _(block: Symbols, page: Page) -> str:
    rows = [(inline(latex(n)), prose(n.meaning, page), values(n)) for n in block.names]
    return table(("symbol", "meaning", "values"), rows)


def values(name: Name) -> str:
    """Return which values a name takes, in words."""
    if name.of:
        return f"any number that depends on {' and '.join(inline(latex(n)) for n in name.of)}"
    bounds = interval(name)
    size = " by ".join(inline(width_tex(width)) for width in name.shape)
    kind = f"{size} array of numbers" if size else "any real number"
    return f"{size}, {inline(bounds)}".lstrip(", ") if bounds else kind


@shown.register
def _(block: Definition, page: Page) -> str:
    name = block.name
    assert name.definition is not None
    short = ", an abbreviation: it moves along" if name.abbreviation else ""
    limits = f"; that {inline(interval(name))} is assumed, not proved" if name.assumed else ""
    said = small(f"definition of {inline(latex(name))}{short}{limits}")
    means = f"{prose(name.meaning, page)}<br>{said}" if name.meaning else said
    equals = fence(f"{latex(name)} = {latex(name.definition)}")
    return f'<div class="bp-definition" markdown="1">\n\n{equals}\n\n{means}\n\n</div>'


def small(text: str) -> str:
    """Return a remark in small type."""
    return f"<small>{text}</small>"


@shown.register
def _(block: Derivation, page: Page) -> str:
    chain = block.chain
    named = any(
        claim.left is chain.claim.left and claim.right is chain.claim.right
        for claim in page.results.values()
    )
    told = chain.claim.verdict.condition.kinks if named else EVERYWHERE
    steps = []
    for number, step in enumerate(chain.steps, 1):
        steps.append(step_text(number, step, page, step.verdict.condition.but(told)))
        told = union([told, step.verdict.condition])
    return "\n\n".join(
        ['<div class="bp-chain" markdown="1">', fence(latex(chain.start)), *steps, "</div>"]
    )


def step_text(number: int, step: Step, page: Page, condition: Condition) -> str:
    """Return one step of a chain: its number and reason, then the line it leads to.

    The condition is what of its own has not been said before, and is not said of all steps together
    with their result, as kinks are.
    """
    reason = step.reason
    cited = " and ".join(link(claim, page.name) for claim in reason.cites)
    said = prose(reason.text, page)
    why = ", ".join(part for part in (said, cited and f"by {cited}") if part)
    anchors = "".join(f'<a id="{row}"></a>' for row in reason.covers)
    record = records(page).of(step)
    assert record is not None
    anchors += f'<a id="{record.id}"></a>'
    where = f" {said}" if (said := only_where(condition)) else ""
    tags = small(f"{reason.rule} · {verdict_link(record)}{where}")
    line = indented(fence(f"= {latex(step.right)}{for_every(step.every)}"), "    ")
    return f"{number}. {anchors}{why} {tags}\n\n{line}"


@shown.register
def _(block: Result, page: Page) -> str:
    claim = block.claim
    title = prose(block.title) or "Result"
    conditions = [inline(bounds) for bounds in map(interval, conditioned(claim)) if bounds]
    words = [prose(claim.when, page)] if claim.when else []
    only = only_where(claim.verdict.condition)
    only = "" if only in words else f" {only}".rstrip()
    where = holds(conditions, words)
    record = records(page).of(claim)
    assert record is not None
    verdict = small(f"{verdict_link(record)}{only}.{where}")
    number = NUMBER.format(anchor=claim.name, number=block.number)
    inner = f"**{title}** {number}\n\n{fence(equation(claim))}\n\n{verdict}"
    return indented(inner, "> ")


def holds(bounds: list[str], words: list[str]) -> str:
    """Return under which conditions a result holds, as a sentence; nothing where there are none.

    Words that begin with a link of their own, or are a clause, stand without "for".

    >>> holds(["b"], ["any targets"]), holds([], ["for two numbers only"])
    (' Holds for b, any targets.', ' Holds for two numbers only.')
    >>> holds(["b"], ["$`c`$ is small"]), holds([], [])
    (' Holds for b, where $`c`$ is small.', '')
    """
    linked = [
        one if LINK.match(one) else f"where {one}"
        for one in words
        if LINK.match(one) or CLAUSE.match(one)
    ]
    plain = [one for one in words if not LINK.match(one) and not CLAUSE.match(one)]
    listed = ", ".join([*bounds, *plain])
    said = [f"for {listed}"] * bool(listed) + linked
    return f" Holds {', '.join(said)}." if said else ""


def conditioned(claim: Claim) -> list[Name]:
    """Return the displayed names of a claim that are bounded, in order of appearance."""
    seen: dict[int, Name] = {}
    for side in (claim.left, claim.right):
        for node in walk(side):
            if isinstance(node, Name):
                seen.setdefault(id(node), node)
    return [name for name in seen.values() if name.definition is None or is_variable(claim, name)]


def is_variable(claim: Claim, name: Name) -> bool:
    """Tell whether a claim differentiates by a name."""
    return any(
        isinstance(node, Derivative) and node.variable is name
        for side in (claim.left, claim.right)
        for node in walk(side)
    )


def equation(claim: Claim) -> str:
    """Return a claim as one equation."""
    return f"{latex(claim.left)} = {latex(claim.right)}{for_every(claim.every)}"


@shown.register
def _(block: CallOut, page: Page) -> str:
    inner = f"**{prose(block.title)}**\n\n{inside(block.blocks, page)}"
    return f"> [!{block.kind.upper()}]\n{indented(inner, '> ')}"


@shown.register
def _(block: Reveal, page: Page) -> str:
    return (
        f'<details class="bp-try" markdown="1">\n<summary>{prose(block.summary)}</summary>\n\n'
        f"{inside(block.blocks, page)}\n\n</details>"
    )


@shown.register
def _(block: Tabs, page: Page) -> str:
    return f"{inside(block.blocks, page)}\n\n{TABS_END}"


@shown.register
def _(block: Tab, page: Page) -> str:
    return f"{TAB.format(title=block.title)}\n\n**{block.title}**\n\n{inside(block.blocks, page)}"


def inside(blocks: Iterable[Block], page: Page) -> str:
    """Return blocks one below another."""
    return "\n\n".join(with_anchors(block, page) for block in blocks)


@shown.register
def _(block: Wrong, page: Page) -> str:
    wrong = block.refutation
    point = ", ".join(inline(f"{latex(name)} = {latex(value)}") for name, value in wrong.point)
    differ = rf"{latex(wrong.left)} \neq {latex(wrong.right)}"
    return (
        f"{fence(differ)}\n\n"
        f"At {point}\n\n"
        f"- the left side is {side_text(wrong, 0)},\n"
        f"- the right side is {side_text(wrong, 1)}."
        f"{''.join(map(zero_text, reversed_slopes(wrong)))}"
    )


def reversed_slopes(wrong: Refutation) -> list[Derivative]:
    """Return the derivatives in a mistake by what is computed from the quantity itself."""
    nodes = (node for side in (wrong.left, wrong.right) for node in walk(side))
    found = [node for node in nodes if isinstance(node, Derivative) and reversed_in(node)]
    return list({latex(node): node for node in found}.values())


def zero_text(node: Derivative) -> str:
    """Return that such a derivative is zero, and why, as a paragraph."""
    by = latex(node.variable)
    return (
        f"\n\nHere {tall(latex(node))} is zero: {inline(latex(node.of))} does not depend on "
        f"{inline(by)}; {inline(by)} is computed from it."
    )


@shown.register
def _(block: Misfit, page: Page) -> str:
    return (
        "Such a line cannot even be written. The checker says:\n\n"
        f"```text\n{fill(block.said, 72, break_long_words=False)}\n```"
    )


def side_text(wrong: Refutation, side: int) -> str:
    """Return one side of a refuted equality with its numbers; what is rounded is said to be."""
    numbers, value = wrong.numbers[side], latex(wrong.values[side])
    put_in = "" if numbers is None else latex(numbers)
    shown = tall(f"{put_in} = {value}" if put_in not in ("", value) else value)
    return shown if wrong.exact[side] else f"about {shown}"


@shown.register
def _(block: Given, page: Page) -> str:
    rows = [(inline(latex(name)), inline(latex(value))) for name, value in block.values]
    return table(("given", "number"), rows)


@shown.register
def _(block: Worked, page: Page) -> str:
    return "\n\n".join(line_text(line, page) for line in block.lines)


def line_text(line: Line, page: Page) -> str:
    """Return a claim, then the same with numbers and the result."""
    put_in, gives = (r"\approx" if flag else "=" for flag in (line.rounded, line.inexact))
    numbers = f"{put_in} {latex(line.numbers)}"
    if not isinstance(line.numbers, Num):
        numbers += f" {gives} {latex(line.result)}"
    body = f"{fence(equation(line.claim))}\n\n{fence(numbers)}"
    record = records(page).of(line)
    assert record is not None
    only = "" if line.claim.name else f" {only_where(line.claim.verdict.condition)}".rstrip()
    tag = f'<a id="{record.id}"></a>{small(verdict_link(record) + only)}'
    return f'<div class="bp-worked" markdown="1">\n\n{body}\n\n{tag}\n\n</div>'


@shown.register
def _(block: Compared, page: Page) -> str:
    rows = [
        (
            tall(latex(check.derivative)),
            inline(latex(check.formula)),
            inline(latex(check.difference)),
            inline(power_of_ten(check.apart)),
        )
        for check in block.checks
    ]
    return table(("derivative", "by the formula", "by differences", "relative difference"), rows)


@shown.register
def _(block: Instances, page: Page) -> str:
    opened = [name for name, _ in block.cases[0]]
    heads = [inline(name.tex) for name in opened]
    rows = [
        (
            *(inline(dict(case)[name].tex) for name in opened),
            tall(latex(check.derivative)),
            inline(latex(check.formula)),
            inline(latex(check.difference)),
            inline(power_of_ten(check.apart)),
        )
        for check, case in zip(block.checks, block.cases, strict=True)
    ]
    said = ("derivative", "by the formula", "by differences", "relative difference")
    return table((*heads, *said), rows)


def power_of_ten(text: str) -> str:
    """Return a number such as ``3.1e-13`` as LaTeX."""
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


@shown.register
def _(block: Picture, page: Page) -> str:
    caption = f"\n\n{small(prose(block.caption, page))}" if block.caption else ""
    shown_there = f"![{block.alt}]({picture_path(page.name, block.name)})"
    return f'<div class="bp-figure" markdown="1">\n\n{shown_there}{caption}\n\n</div>'


def picture_path(page: str, name: str) -> str:
    """Return where a picture of a page stands, from the page."""
    return f"pictures/{page}-{name}.svg"


def pictures(page: Page, edition: Edition = NO_BOOK) -> dict[str, str]:
    """Return the files of a page's pictures by their path from the page."""
    notice = edition.notice(edition.script(page.name))
    return {
        picture_path(page.name, block.name): f"{notice}\n{block.svg}\n"
        for block in every(page.blocks)
        if isinstance(block, Picture)
    }


@shown.register
def _(block: Explorer, page: Page) -> str:
    parts = "\n\n".join(explored(part) for part in block.shown.parts)
    return (
        f'<div class="bp-explorer" data-explorer="{escape(block.shown.data)}" markdown="1">\n\n'
        f"{parts}\n\n</div>"
    )


def explored(part: Part) -> str:
    """Return a part of an explorer: its symbols, and what they are; a script adds the numbers."""
    opened = " open" if part.opened else ""
    rows = [
        f'<div class="bp-quantity" data-show="{one.key}" markdown="1">\n\n'
        f"{f'{tall(latex(one.symbol))} ' if one.symbol is not None else ''}{small(one.words)}"
        "\n\n</div>"
        for one in part.quantities
    ]
    return (
        f'<details class="bp-part"{opened} markdown="1">\n<summary>{part.title}</summary>\n\n'
        + "\n\n".join(rows)
        + "\n\n</details>"
    )


@shown.register
def _(block: Table, page: Page) -> str:
    rows = [tuple(cell_text(cell, page) for cell in row) for row in block.rows]
    return table(map(prose, block.headings), rows)


def cell_text(cell: str | Expr | Claim, page: Page) -> str:
    """Return the content of a cell; of a claim, both sides."""
    if isinstance(cell, str):
        return prose(cell, page)
    if isinstance(cell, Claim):
        return marked(tall(equation(cell)), cell, page)
    return tall(latex(cell))


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table, in which a bar inside a cell is no border."""
    heads = [unbarred(head) for head in headings]
    lines = [heads, ["---"] * len(heads), *([unbarred(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def unbarred(cell: str) -> str:
    """Return the content of a cell without bars; in mathematics they are a command.

    >>> unbarred("$`|z|`$ or a|b")
    '$`\\\\vert z\\\\vert `$ or a&#124;b'
    """
    parts = re.split(r"(\$`.*?`\$)", cell)
    parts[1::2] = [part.replace(r"\|", r"\Vert ").replace("|", r"\vert ") for part in parts[1::2]]
    parts[::2] = [part.replace("|", "&#124;") for part in parts[::2]]
    return "".join(parts)


@shown.register
def _(block: Code, page: Page) -> str:
    ticks = ticks_around(block.session)
    return f"{ticks}pycon\n{block.session}\n\n{ticks}"  # a blank line ends the last example


def ticks_around(text: str) -> str:
    """Return a fence that nothing in a text can close: more backticks than it has in a row.

    >>> ticks_around("a"), ticks_around("````")
    ('```', '`````')
    """
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(3, longest + 1)


@shown.register
def _(block: RulesUsed, page: Page) -> str:
    return "\n\n".join(
        [
            rules_counted(block),
            rules_by_page(block),
            *(part for rule in LOOKED_UP if (part := rule_folded(block, rule))),
        ]
    )


LOOKED_UP = tuple(rule for rule in Rule if rule in DIFFERENTIATES and rule is not Rule.ELEMENTARY)


def rules_counted(block: RulesUsed) -> str:
    """Return a table of the rules: what each says, and how often it is used."""
    counts = Counter(rule for page in block.pages for row in page.derivations for rule in row.rules)
    return table(
        ("rule", "what it says", "steps"),
        (
            (f"**{rule}**" if rule in DIFFERENTIATES else str(rule), MEANS[rule], str(counts[rule]))
            for rule in sorted(Rule, key=lambda rule: rule not in DIFFERENTIATES)
        ),
    )


def rules_by_page(block: RulesUsed) -> str:
    """Return a table of the steps of each page, by the rules that differentiate."""
    rules = [rule for rule in Rule if rule in DIFFERENTIATES]
    lines = []
    for page in block.pages:
        counts = Counter(rule for row in page.derivations for rule in row.rules)
        if any(counts[rule] for rule in rules):
            steps = (str(counts[rule] or "") for rule in rules)
            lines.append((f"[{short(page)}]({page.name}.md)", *steps))
    return table(("page", *(IN_SHORT[rule] for rule in rules)), lines)


def short(page: RuledPage) -> str:
    """Return the title of a page without what follows a colon."""
    return page.title.partition(": ")[0]


def rule_folded(block: RulesUsed, rule: Rule) -> str:
    """Return the derivations that use a rule, page by page, folded away; nothing for none."""
    lines = []
    for page in block.pages:
        found = [row for row in page.derivations if rule in row.rules]
        if found:
            where = (
                f"[{row.title}]({page.name}.md#{row.anchor})" if row.anchor else row.title
                for row in found
            )
            lines.append(f"- {short(page)}: {', '.join(where)}")
    if not lines:
        return ""
    summary = f"<summary>{rule}: where it is used</summary>"
    inner = "\n".join(lines)
    return f'<details class="bp-try" markdown="1">\n{summary}\n\n{inner}\n\n</details>'


def ruled(page: Page) -> Iterator[Ruled]:
    """Yield the derivations of a page with the rules of their steps, in reading order."""
    blocks = list(every(page.blocks))
    results = {b.chain: b for b in blocks if isinstance(b, Result) and b.chain is not None}
    for block in blocks:
        if isinstance(block, Derivation):
            rules = tuple(step.reason.rule for step in block.chain.steps)
            result = results.get(block.chain)
            if result is None:
                yield Ruled("", f"from {inline(latex(block.chain.start))} on", rules)
            else:
                yield Ruled(result.anchor, prose(result.title), rules)


# -- what can be chosen ----------------------------------------------------------------------


def chosen(page: Page) -> str:
    """Return what was chosen for this copy of a page; nothing if nothing was."""
    found = [choice.words for choice in page.choices.values() if choice.chosen]
    return f"*Chosen for this copy: {', '.join(found)}.*" if found else ""


def to_choose(page: Page, edition: Edition) -> str:
    """Return what can be chosen on a page, and the command that makes a copy."""
    if not page.choices:
        return ""
    found = page.choices.values()
    said = " ".join(f"--choose {choice.name}={shown_value(choice.value)}" for choice in found)
    rows = [(f"`{one.name}`", prose(one.meaning), f"`{shown_value(one.value)}`") for one in found]
    command = f"bpcore regenerate {edition.folder} --only {page.name} {said} --docs build/copy"
    return (
        "## Make a copy of your own\n\n"
        "What stands in this table can be chosen anew. The same proofs run, and every number "
        "follows.\n\n"
        f"{table(('name', 'what it is', 'here'), rows)}\n\n"
        f"```sh\n{command}\n```"
    )


# -- how the page was checked ----------------------------------------------------------------


def checked(page: Page, edition: Edition) -> str:
    """Return what was proved on a page: counted, then the evidence line by line."""
    found = records(page).all
    verdicts = Counter(in_short(record.verdict.unconditional) for record in found)
    rows = [(verdict, str(count)) for verdict, count in sorted(verdicts.items())]
    rests = sorted({link(claim, page.name) for claim in page.cited})
    leans = f"\n\nThis page rests on {', '.join(rests)}." if rests else ""
    tried = sum(record.sweep.tried for record in found)
    true = sum(len(record.survivors) for record in found)
    how = f"[How](../{edition.explained}) is told elsewhere; the" if edition.explained else "The"
    besides = f" {edition.page_checked}" if edition.page_checked else ""
    used = functions_used(page)
    return (
        "## How this page was checked\n\n"
        "Every equality above was proved while the page was written, and then spoilt on purpose: "
        f"of {tried} versions with one slip in them, {tried - true} were refused, and {true} were "
        f"proved to be true as well. {how} "
        f"[verification report](../verification.md#{page.name}) does the same for the whole book."
        f"\n\n{table(('verdict', 'equalities'), rows)}{leans}\n\n{used}{evidence(found)}\n\n"
        f"`bpcore check {edition.folder} --only {page.name}` does all of this again on your "
        f"machine.{besides}"
    )


def functions_used(page: Page) -> str:
    """Return what every function on a page means; nothing for a page without one."""
    from bpcore.symbols import ARGUMENT, met  # symbols knows pages, and is known by none

    rows = [
        (
            inline(latex(function(ARGUMENT))),
            tall(latex(function.meaning(ARGUMENT)))
            if function.meaning is not None
            else "any function that has a derivative",
        )
        for function in met(page).functions
    ]
    return f"{table(('function', 'what it stands for'), rows)}\n\n" if rows else ""


def evidence(found: list[Record]) -> str:
    """Return the evidence for every equality of a page, folded away."""
    rows = [
        (
            f'<a id="{EVIDENCE}{record.id}"></a>[{record.id}](#{record.id})',
            with_condition(record.verdict),
            str(record.verdict.points),
            "no value" if record.exponent is None else f"1e{record.exponent}",
            str(record.sweep.refused),
            str(len(record.survivors)),
        )
        for record in found
    ]
    heads = ("line", "verdict", "random points", "apart at iris, below", "slips refused", "true")
    return (
        '<details class="bp-try" markdown="1">\n<summary>The evidence, line by line</summary>\n\n'
        "Both sides of each line were compared at so many random points before a proof was "
        "sought, and at iris flowers in double precision; then one place of the line was changed "
        "at a time, and every changed line that is not true as well was refused.\n\n"
        f"{table(heads, rows)}\n\n</details>"
    )


# -- what a reader takes along ---------------------------------------------------------------


def taken(page: Page, edition: Edition) -> str:
    """Return how to cite a page, and the files that go with it."""
    return (
        "## Take this page with you\n\n"
        f"To cite it: {reference(page.title, edition)}. Add where and when you read it, which the "
        "page cannot know. For BibTeX:\n\n"
        f"```bibtex\n{bibtex(page.name, page.title, edition)}\n```\n\n"
        "To keep it:\n\n"
        f"- the [notebook]({page.name}.ipynb) of this page, to run in Jupyter;\n"
        f"- the [script](../../{edition.script(page.name)}) that wrote this page, in Python;\n"
        f"- its [table of symbols]({page.name}.symbols.json): what every letter on it means, as "
        "data for programs."
    )
