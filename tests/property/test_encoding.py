"""Whatever goes through the encoder comes back as it was, and wakes no template engine on the way."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from chancery.views.encoding import encode_json

TEXTS = st.text(st.characters(codec=None)) | st.text("{}%#$`\\'\"<>&_/ \n\u2028\u2029\u202e7*map0")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_encoded_comes_back(value: object) -> None:
    assert json.loads(encode_json(value)) == value


@given(TEXTS)
def test_a_string_holds_nothing_but_letters_digits_and_escapes(text: str) -> None:
    inside = encode_json(text)[1:-1]
    rest = re.sub(r"\\u[0-9a-f]{4}", "", inside)
    assert all(character.isalnum() or character in " .,-" for character in rest)


@given(VALUES)
def test_jinja_renders_it_as_it_is(value: object) -> None:
    encoded = encode_json(value)
    assert not re.search(r"\{\{|\}\}|\{%|\{#|\$\{|`|</|_", encoded)
    assert Environment(autoescape=True).from_string(encoded).render() == encoded


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_cannot_say_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode_json({"x": number})
