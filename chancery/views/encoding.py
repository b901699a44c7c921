r"""The one encoder that every value passes on its way to folium.

folium and branca compile what they are given as Jinja2 templates, st_folium then rewrites the script by pattern, and
the browser evaluates the outcome. A place called ``{{7*7}}``, ``${alert(1)}``, ``</script>`` or ``map_0`` must come
through all three as the text that it is. Escaping for HTML does not help with any of them, and a list of dangerous
characters is one new template syntax away from being too short. So this goes the other way about: JSON in whose strings
only letters, digits, blanks and a little punctuation stand for themselves. All else is a ``\uXXXX`` escape, which JSON
and JavaScript read alike and no template engine knows.

>>> print(encode_json({"title": "{{7*7}} & <b>", "year": 2024}))
{"title":"\u007b\u007b7\u002a7\u007d\u007d \u0026 \u003cb\u003e","year":2024}
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

_SPECIAL = re.compile(r"[^\w .,-]|_")
"""What is escaped: all but letters, digits and a few marks; ``_`` too, as st_folium rewrites names like ``map_0``."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_NESTED_END = re.compile(r"\}(?=\})")


def encode_json(value: Any) -> str:
    """Write a value as JSON that no template engine, HTML parser or JavaScript template literal can be triggered by.

    Parameters
    ----------
    value
        ``None``, booleans, numbers, strings, and lists, tuples, string-keyed dictionaries and dataclasses of these.

    Returns
    -------
    str
        JSON that is also a JavaScript expression; ``json.loads`` gives the value back. Neither ``{{`` nor ``}}`` occurs
        in it, not even between objects.

    Raises
    ------
    ValueError
        If a number is not finite: JSON has no word for it.
    TypeError
        If a value is of another type.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_read_fields)
    text = _STRING.sub(lambda match: _escape_literal(match[0]), text)
    return _NESTED_END.sub("} ", text)


def _read_fields(value: Any) -> dict[str, Any]:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is nothing that JSON can say.")
    return {field.name: getattr(value, field.name) for field in fields(value)}


@lru_cache(maxsize=16_384)
def _escape_literal(literal: str) -> str:
    """Escape one string of JSON, quotes included; a page sends much the same ones at every rerun."""
    return f'"{_SPECIAL.sub(_escape_character, json.loads(literal))}"'


def _escape_character(match: re.Match[str]) -> str:
    """Write one character as UTF-16 code units, the way that JSON and JavaScript escape."""
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index]:02x}{units[index + 1]:02x}" for index in range(0, len(units), 2))
