"""How does a report become one HTML file that needs nothing else and prints well?"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from engine.exchange.blocks import (
    Bar,
    Block,
    Chart,
    Checked,
    Code,
    Heading,
    Listed,
    Prose,
    Sound,
    Title,
    Typed,
    printable,
)
from engine.exchange.mathml import mathml
from engine.interview.sound import mime
from engine.text import Language, Text

LIMIT = 2 * 1024 * 1024  # bytes of a page
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_CHECKED = '<path d="M2 8.5 6.5 13 14 3" fill="none" stroke="currentColor" stroke-width="2"/>'
_OPEN = '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-dasharray="2.6 2"/>'


def to_html(blocks: Iterable[Block], lang: Language) -> str:
    """The report as a page of at most 2 MiB, with no script and nothing to load.

    Where it would be larger, the largest recordings are left out, then the longest texts are cut; both say so.
    """
    blocks = _with_room(tuple(blocks), lang)
    most = max((len(block.text) for block in blocks if isinstance(block, Typed)), default=0)
    page = _page(blocks, lang)
    while len(page.encode("utf-8")) > LIMIT and most:
        most //= 2
        page = _page([_cut(block, most, lang) for block in blocks], lang)
    return page


def _with_room(blocks: tuple[Block, ...], lang: Language) -> tuple[Block, ...]:
    """With as many recordings as there is room for, the smallest first."""
    silent = tuple(replace(block, heard=b"") if isinstance(block, Sound) else block for block in blocks)
    left = LIMIT - len(_page(silent, lang).encode("utf-8"))
    kept = list(silent)
    sounds = [(len(_sound(block)), place) for place, block in enumerate(blocks) if isinstance(block, Sound)]
    for size, place in sorted(sounds):
        if size <= left:
            left -= size
            kept[place] = blocks[place]
    return tuple(kept)


def _cut(block: Block, most: int, lang: Language) -> Block:
    if not isinstance(block, Typed) or len(block.text) <= most:
        return block
    told = Text("[Cut here: {n} more characters. The Markdown holds them all.]", n=len(block.text) - most)
    return replace(block, text=f"{block.text[:most]}…\n{told.render(lang)}")


def _page(blocks: Sequence[Block], lang: Language) -> str:
    name = next((block.text for block in blocks if isinstance(block, Title)), "Flipside")
    style = Path(__file__).with_suffix(".css").read_text("utf-8")
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_plain(name)} · Flipside</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>",
            *map(_block, blocks),
            "</main>\n</body>\n</html>\n",
        )
    )


def _block(block: Block) -> str:
    match block:
        case Title():
            return f"<h1>{_plain(' '.join(block.text.split()))}</h1>\n<p>{_inline(block.under)}</p>"
        case Heading():
            return f"<h{block.level}>{_inline(block.words)}</h{block.level}>"
        case Prose():
            return _prose(block)
        case Code():
            return f"<pre><code>{_plain(block.text)}</code></pre>"
        case Typed():
            return f"<pre>{_plain(block.text)}</pre>" if block.exact else f'<p class="said">{_plain(block.text)}</p>'
        case Sound():
            return _sound(block)
        case Listed():
            tag = "ol" if block.numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_inline(line)}</li>' for line in block.lines)}</{tag}>"
        case Checked():
            return f'<ul class="checked">{"".join(_checked(*line) for line in block.lines)}</ul>'
        case Chart():
            return f'<table class="chart">{"".join(map(_bar, block.bars))}</table>'


def _sound(block: Sound) -> str:
    told = f"{_inline(block.told)}</p>"
    if not (kind := mime(block.heard)):
        return f'<p class="quiet">{told}'
    data = base64.b64encode(block.heard).decode("ascii")
    return f'<audio controls src="data:{kind};base64,{data}"></audio>\n<p class="quiet on-paper">{told}'


def _prose(block: Prose) -> str:
    if block.marked:
        return f"<p><mark>{_inline(block.words)}</mark></p>"
    if block.quiet:
        return f'<p class="quiet">{_inline(block.words)}</p>'
    return str(_markdown().render(block.words)).strip()


def _checked(holds: bool, line: str) -> str:
    told = (
        f'<svg viewBox="0 0 16 16" role="img" aria-label="{"✓" if holds else "–"}">{_CHECKED if holds else _OPEN}</svg>'
    )
    return f"<li>{told}{_inline(line)}</li>"


def _bar(bar: Bar) -> str:
    """The outline and what is filled of it, which may reach beyond it; the number stands beside them."""
    outline = f'<rect class="outline" width="{100 * bar.outline:.2f}" height="12"/>'
    filled = f'<rect y="3" width="{100 * bar.filled:.2f}" height="6"/>'
    drawn = f'<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">{outline}{filled}</svg>'
    return (
        f'<tr><th scope="row">{_inline(bar.name)}</th><td class="drawn">{drawn}</td><td>{_inline(bar.told)}</td></tr>'
    )


def _plain(text: str) -> str:
    return escape(printable(text))


def _inline(words: str) -> str:
    return str(_markdown().renderInline(words))


@cache
def _markdown() -> MarkdownIt:
    """Markdown with tables and formulas; HTML in it is text, and no picture is fetched."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.inline.ruler.before("escape", "formula", _formula)
    markdown.add_render_rule("formula", _math)
    return markdown


def _formula(state: StateInline, silent: bool) -> bool:
    found = _FORMULA.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("formula", "math", 0)
        token.content, token.markup = (found[1], "$$") if found[1] else (found[2], "$")
    state.pos = found.end()
    return True


def _math(_self: object, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return mathml(tokens[index].content.strip(), display=tokens[index].markup == "$$")
