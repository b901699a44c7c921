"""Which geocoders are asked, in which order, and how: from a TOML file, the environment, or neither.

Without any setting only the embedded gazetteer answers, and nothing leaves the machine.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chancery.errors import InvalidFile, InvalidValue, Location
from chancery.geocoding.candidates import GAZETTEER

PREFIX: Final = "CHANCERY_GEOCODER_"
FILE_NAME: Final = "chancery.toml"
SECTION: Final = "geocoding"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the file, its variable in the environment, its default and what it does."""

    name: str
    variable: str
    default: str
    help: str


SETTINGS: Final = (
    Setting("providers", "CHANCERY_GEOCODERS", GAZETTEER, "who is asked, in order"),
    Setting("contact", "CHANCERY_GEOCODING_CONTACT", "", "an address or a page by which operators can reach you"),
    Setting("cache", "CHANCERY_GEOCODING_CACHE", "the user's cache folder", "folder of the shared answers and paces"),
    Setting("", "CHANCERY_GEOCODING_FILE", FILE_NAME, "the TOML file with the section [geocoding]"),
)
"""Settings for all geocoders together."""

PROVIDER_SETTINGS: Final = (
    Setting("service", f"{PREFIX}<NAME>_SERVICE", "the provider's name", "geopy's name of the service"),
    Setting("timeout_s", f"{PREFIX}<NAME>_TIMEOUT_S", "10", "seconds for one request, all in all"),
    Setting("patience_s", f"{PREFIX}<NAME>_PATIENCE_S", "10", "seconds to wait for a turn before the next is asked"),
    Setting("interval_s", f"{PREFIX}<NAME>_INTERVAL_S", "what the server's rules say", "seconds between two requests"),
    Setting("attribution", f"{PREFIX}<NAME>_ATTRIBUTION", "the service's", "what is shown with its answers"),
)
"""Settings for one provider; every other goes to geopy's geocoder as it is (domain, scheme, api_key, username ...)."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """How one provider is asked.

    Attributes
    ----------
    name
        What people and records call it.
    service
        geopy's name of the service that it is.
    interval_seconds
        ``None``: what the rules of the server say.
    options
        Arguments of geopy's geocoder.
    """

    name: str
    service: str
    timeout_seconds: float = 10.0
    patience_seconds: float = 10.0
    interval_seconds: float | None = None
    attribution: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class GeocodingSettings:
    """Who is asked, in order, and what all have in common."""

    providers: tuple[ProviderSettings, ...] = (ProviderSettings(GAZETTEER, GAZETTEER),)
    contact: str = ""
    cache_folder: Path | None = None

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> GeocodingSettings:
        """Read the settings file, if there is one, and the environment, which goes before it.

        Parameters
        ----------
        environment
            Instead of the process's own.
        folder
            Where chancery.toml is looked for, unless CHANCERY_GEOCODING_FILE names one; by default here.

        Raises
        ------
        InvalidFile
            If the file cannot be read as TOML.
        InvalidValue
            If a setting cannot have its value; the location names it.
        """
        variables = os.environ if environment is None else environment
        named = variables.get("CHANCERY_GEOCODING_FILE", "")
        path = Path(named) if named else (folder or Path.cwd()) / FILE_NAME
        section = _read_section(path, required=bool(named))
        names = _names(variables.get("CHANCERY_GEOCODERS") or section.get("providers", GAZETTEER))
        contact = variables.get("CHANCERY_GEOCODING_CONTACT") or _text(section, "contact")
        cache = variables.get("CHANCERY_GEOCODING_CACHE") or _text(section, "cache")
        _refuse_unknown(section, names)
        return cls(
            providers=tuple(_provider(name, _table(section, name), variables) for name in names),
            contact=" ".join(contact.split()),
            cache_folder=Path(cache).expanduser() if cache else None,
        )


def _read_section(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if required:
            raise InvalidFile(
                "The settings file is missing.", where=Location(file=str(path)), remedy="See CHANCERY_GEOCODING_FILE."
            ) from None
        return {}
    except (OSError, ValueError) as error:
        raise InvalidFile(
            f"The settings cannot be read: {error}.", where=Location(file=str(path)), remedy="Write it as TOML."
        ) from error
    return _table(values, SECTION)


def _names(value: Any) -> tuple[str, ...]:
    listed: Any = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):  # pyright: ignore[reportUnknownVariableType]
        raise _fault("providers", "It is not a list of names.", 'Write it as providers = ["gazetteer", "nominatim"].')
    names = tuple(dict.fromkeys(str(name).strip().lower() for name in listed if str(name).strip()))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    for name in names:
        if not name.replace("_", "").isalnum() or not name.isascii():
            raise _fault("providers", f"'{name}' is not a name.", "Use letters, digits and underscores.")
    if not names:
        raise _fault("providers", "No provider is named.", f"Name {GAZETTEER} at least.")
    return names


def _provider(name: str, table: Mapping[str, Any], variables: Mapping[str, str]) -> ProviderSettings:
    values: dict[str, str] = {}
    for option, value in table.items():
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise _fault(f"{name}.{option}", "It is neither text nor a number.", "Write it in quotes.")
        values[option] = str(value)
    prefix = f"{PREFIX}{name.upper()}_"
    values |= {
        variable.removeprefix(prefix).lower(): value
        for variable, value in variables.items()
        if variable.startswith(prefix) and value
    }
    interval = values.pop("interval_s", "")
    return ProviderSettings(
        name=name,
        service=values.pop("service", name).lower(),
        timeout_seconds=_seconds(name, "timeout_s", values.pop("timeout_s", "10"), at_least=0.1),
        patience_seconds=_seconds(name, "patience_s", values.pop("patience_s", "10"), at_least=0.0),
        interval_seconds=_seconds(name, "interval_s", interval, at_least=0.0) if interval else None,
        attribution=values.pop("attribution", ""),
        options=values,
    )


def _seconds(provider: str, name: str, text: str, *, at_least: float) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not at_least <= seconds <= 3600:
        raise _fault(f"{provider}.{name}", f"'{text}' is not a time.", f"Give seconds from {at_least:g} to 3600.")
    return seconds


def _table(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise _fault(name, "It is not a table.", f"Write it as [{name}].")
    return table  # pyright: ignore[reportUnknownVariableType]


def _text(section: Mapping[str, Any], name: str) -> str:
    value = section.get(name, "")
    if not isinstance(value, str):
        raise _fault(name, "It is not text.", "Write it in quotes.")
    return value


def _refuse_unknown(section: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Refuse a setting that nobody reads, which is one misspelt; a table may describe a provider that is not asked."""
    known = {setting.name for setting in SETTINGS} | set(names)
    for name, value in section.items():
        if name not in known and not isinstance(value, dict):
            raise _fault(
                name, "There is no such setting.", f"Known are {', '.join(sorted(known - {''} - set(names)))}."
            )


def _fault(name: str, message: str, remedy: str) -> InvalidValue:
    return InvalidValue(message, where=Location(field=f"{SECTION}.{name}"), remedy=remedy)
