"""Draws a text, such as what a command printed, as an SVG picture of a terminal:  draw_terminal.py TITLE < TEXT > PICTURE"""

from __future__ import annotations

import sys
from html import escape

COLUMN, LINE, MARGIN, BAR = 8.4, 19, 16, 30


def draw(title: str, text: str) -> str:
    lines = text.rstrip("\n").split("\n")
    width = int(2 * MARGIN + COLUMN * max(map(len, lines)))
    height = BAR + 2 * MARGIN + LINE * len(lines)
    rows = "\n".join(
        f'<text x="{MARGIN}" y="{BAR + MARGIN + LINE * (i + 0.8):.0f}" fill="{_colour(line)}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">
<style>text {{ font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; }}</style>
<rect width="{width}" height="{height}" rx="8" fill="#10151c"/>
<circle cx="18" cy="15" r="5" fill="#ff6259"/><circle cx="36" cy="15" r="5" fill="#ffbf2f"/><circle cx="54" cy="15" r="5" fill="#29ce42"/>
<text x="76" y="20" fill="#8b98a9">{escape(title)}</text>
{rows}
</svg>
"""


def _colour(line: str) -> str:
    if line.startswith("──"):
        return "#7cc4ff"
    if "unchanged" in line or " ready " in line:
        return "#8fe3a0"
    return "#d7dee8"


if __name__ == "__main__":
    sys.stdout.write(draw(sys.argv[1], sys.stdin.read()))
