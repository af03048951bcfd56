"""`python -m tools.vectors` writes docs/vectors; a test fails when a file is not current."""

from __future__ import annotations

from pathlib import Path

from tools.vectors.files import written

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "vectors"


def main() -> None:
    """Write every file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)


if __name__ == "__main__":
    main()
