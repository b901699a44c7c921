"""The fields of a form as widgets, each with what is wrong with it right below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from chancery.errors import ChanceryError
from chancery.views.fields import FIELDS, Field, Values

Line = Sequence[tuple[str, int]]
"""Fields beside each other, each with its share of the width."""

LINES: dict[str, tuple[Line, ...]] = {
    "records": (
        (("title", 1),),
        (("kind", 1), ("sector", 1), ("status", 1)),
        (("date_edtf", 1), ("date_text", 1)),
        (("summary", 1),),
    ),
    "record_places": ((("place_id", 5), ("role", 2), ("name_in_source", 3), ("precision", 3)),),
    "record_actors": ((("actor_id", 5), ("role", 4), ("name_in_source", 4)),),
    "evidence": (
        (("source_id", 5), ("confidence", 2), ("says_date_edtf", 3), ("says_status", 3)),
        (("quote", 1),),
        (("note", 1),),
    ),
    "figures": (
        (("label", 5), ("qualifier", 2), ("value", 2), ("unit", 2), ("period_edtf", 2)),
        (("source_id", 5), ("note", 8)),
        (("quote", 1),),
    ),
    "sources": (
        (("publisher", 3), ("kind", 2), ("country", 2), ("language", 2)),
        (("title", 1),),
        (("published", 2), ("published_note", 4), ("accessed_on", 2)),
        (("url", 1),),
        (("archive_url", 1),),
    ),
    "actors": ((("name", 4), ("kind", 2), ("country_code", 2)),),
    "places": (
        (("name", 4), ("country_code", 1), ("admin1", 3)),
        (("feature_code", 3), ("precision", 4), ("radius_km", 2)),
        (("note", 1),),
    ),
    "place_names": (
        (("name", 4), ("language", 2), ("kind", 3)),
        (("period_edtf", 3), ("used_by", 6)),
    ),
}
"""How the fields of each table are laid out."""

_HEIGHT = 68


@dataclass(frozen=True, slots=True)
class RowFields:
    """The fields of one row.

    Attributes
    ----------
    key
        Names the row among all forms.
    change
        Called with a field's name and its new value.
    pointers
        Label by id, for the fields that name another row.
    faults
        What is wrong, by field.
    notes
        What to say below a field that is right.
    is_locked
        Whether they can only be read.
    """

    table: str
    key: str
    values: Values
    change: Callable[[str, str], None]
    pointers: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    faults: Mapping[str, ChanceryError] = field(default_factory=dict[str, ChanceryError])
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    is_locked: bool = False

    def show(self) -> None:
        """Draw them all, line by line."""
        drawn: set[str] = set()
        for line in LINES[self.table]:
            columns = st.columns([share for _, share in line], gap="small") if len(line) > 1 else [st.container()]
            for (name, _), column in zip(line, columns, strict=True):
                drawn.add(name)
                with column:
                    self._show_field(FIELDS[self.table][name])
        for name, fault in self.faults.items():
            if name not in drawn:
                show_fault(fault)

    def _show_field(self, item: Field) -> None:
        key = f"{self.key}-{item.name}"
        value = self.values.get(item.name, "")
        choices = self.pointers.get(item.name, item.choices)

        def take() -> None:
            self.change(item.name, st.session_state[key] or "")

        if choices is not None:
            codes: list[str] = ["", *choices] if item.name in self.pointers or not item.required else [*choices]
            codes += [value] if value and value not in codes else []
            st.session_state[key] = value if value in codes else None
            labels: dict[str, str] = {"": "—", **choices}
            st.selectbox(
                item.label, codes, format_func=lambda code: labels.get(code) or str(code), key=key, help=item.help,
                on_change=take, filter_mode="contains", disabled=self.is_locked,
            )  # fmt: skip
        else:
            st.session_state[key] = value
            if item.is_long:
                st.text_area(
                    item.label, key=key, help=item.help, on_change=take, height=_HEIGHT, disabled=self.is_locked
                )
            else:
                st.text_input(item.label, key=key, help=item.help, on_change=take, disabled=self.is_locked)
        if item.name in self.faults:
            show_fault(self.faults[item.name])
        elif self.notes.get(item.name):
            st.caption(self.notes[item.name])


def show_fault(fault: ChanceryError) -> None:
    """Say what is wrong with the field above, and what to do."""
    st.html(f'<p class="ch-fault" role="alert">{escape(f"{fault.message} {fault.remedy}".strip())}</p>')
