"""A fuzz target that learns from what the code does: `python -m tests.mail.fuzz FOLDER -max_total_time=3600`.

Needs atheris, which is not among our tools since it runs on few machines: docs/contributing/testing.md.
FOLDER keeps what was found to lead anywhere new; a crash is written beside it, and belongs into a test.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports():
    from byturns.mail.reading import letter, reply


def one_input(data: bytes) -> None:
    """Any bytes, as a whole mail and as the text of one."""
    made = letter.read(data)
    if isinstance(made, letter.Letter):
        cut = made.cut()
        if cut.whole != made.text or len(cut.kinds) != len(cut.lines):
            raise RuntimeError("a line was lost")
    text = data.decode("utf-8", "replace")
    if reply.cut(text).whole != text:
        raise RuntimeError("a line was lost")


def main() -> None:
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
