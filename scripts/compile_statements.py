"""Compile the questions that do not depend on the filters, and write them beside the module that reads them.

python -m scripts.compile_statements
"""

from __future__ import annotations

import json

from chancery.query.questions import compile_statements
from chancery.query.statements import STATEMENTS_FILE


def main() -> None:
    """Write ``statements.json``."""
    STATEMENTS_FILE.write_text(json.dumps(compile_statements(), indent=2) + "\n", encoding="utf-8")
    print(f"Wrote {STATEMENTS_FILE.name}.")


if __name__ == "__main__":
    main()
