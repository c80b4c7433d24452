"""Plain SVG, written by hand: labels beside each mark, shapes besides colours, words for who does not see it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

LEFT, WIDE, ROW, HEAD = 190, 640, 24, 34
STYLE = """
  text { font: 15px system-ui, sans-serif; fill: #22303a }
  .head { font-weight: 600 } .ours { font-weight: 600 }
  .line { stroke: #9aa7ad; stroke-width: 1 } .goal { stroke: #a04a1c; stroke-width: 2; stroke-dasharray: 5 4 }
  .bar { stroke: #4a5c66; stroke-width: 2 } .mark { fill: #ffffff; stroke: #4a5c66; stroke-width: 2 } .mark.ours { fill: #0b6157; stroke: #0b6157 }
  .page { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6ecee } .page { fill: #182125 } .line { stroke: #55646b } .goal { stroke: #f0a070 }
    .bar { stroke: #b7c4ca } .mark { fill: #182125; stroke: #b7c4ca } .mark.ours { fill: #5fd0bd; stroke: #5fd0bd }
  }
"""


def rows(
    title: str,
    says: str,
    values: Mapping[str, Mapping[str, tuple[float, float]]],
    *,
    goal: float | None = None,
) -> str:
    """A block for each group, a row for each policy: a share from 0 to 100 % with its interval."""
    high = HEAD + sum(HEAD + ROW * len(block) for block in values.values()) + 30
    across = WIDE - LEFT - 80
    told = "; ".join(
        f"{group}: " + ", ".join(f"{name} {percent(mean)}" for name, (mean, _half) in block.items())
        for group, block in values.items()
    )
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img" aria-labelledby="title words">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="words">{escape(says)} {escape(told)}.</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{WIDE}" height="{high}"/>',
        f'<text class="head" x="8" y="22">{escape(title)}</text>',
    ]
    y = HEAD

    def place(share: float) -> float:
        return round(LEFT + across * min(max(share, 0.0), 1.0), 1)

    for share in (0, 0.25, 0.5, 0.75, 1):
        out.append(
            f'<line class="line" x1="{place(share)}" x2="{place(share)}" y1="{HEAD}" y2="{high - 26}"/>'
        )
        out.append(f'<text x="{place(share)}" y="{high - 8}" text-anchor="middle">{percent(share)}</text>')
    if goal is not None:
        out.append(f'<line class="goal" x1="{place(goal)}" x2="{place(goal)}" y1="{HEAD}" y2="{high - 26}"/>')
    for group, block in values.items():
        y += HEAD
        out.append(f'<text class="head" x="8" y="{y - 8}">{escape(group)}</text>')
        for name, (mean, half) in block.items():
            y += ROW
            ours = " ours" if name == "Byturns" else ""
            out.append(f'<text class="name{ours}" x="8" y="{y - 6}">{escape(name)}</text>')
            if half == half:
                out.append(
                    f'<line class="bar" x1="{place(mean - half)}" x2="{place(mean + half)}" y1="{y - 11}" y2="{y - 11}"/>'
                )
            if ours:
                out.append(
                    f'<rect class="mark ours" x="{place(mean) - 6}" y="{y - 17}" width="12" height="12"/>'
                )
            else:
                out.append(f'<circle class="mark" cx="{place(mean)}" cy="{y - 11}" r="5"/>')
            out.append(f'<text class="{ours.strip()}" x="{WIDE - 70}" y="{y - 6}">{percent(mean)}</text>')
    return "\n".join([*out, "</svg>", ""])


def percent(share: float) -> str:
    return f"{share * 100:.0f} %"
