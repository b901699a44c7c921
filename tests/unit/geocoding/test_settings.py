"""Who is asked, as the file and the environment say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.errors import InvalidFile, InvalidValue
from chancery.geocoding.chain import Chain
from chancery.geocoding.settings import PROVIDER_SETTINGS, SETTINGS, GeocodingSettings

ROOT = Path(__file__).resolve().parents[3]
ONLINE = {"CHANCERY_GEOCODERS": "gazetteer,nominatim"}


def write(folder: Path, text: str) -> None:
    (folder / "chancery.toml").write_text(text, encoding="utf-8")


def test_without_settings_only_the_gazetteer_answers(tmp_path: Path) -> None:
    chain = Chain.open(GeocodingSettings.load({}, tmp_path))
    assert chain.names == ("gazetteer",)
    assert chain.online == ()


def test_settings_come_from_the_file_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [geocoding]
        providers = ["gazetteer", "own"]
        contact = "desk@example.org"
        [geocoding.own]
        service = "nominatim"
        domain = "nominatim.example.org"
        timeout_s = 3
        """,
    )
    settings = GeocodingSettings.load({"CHANCERY_GEOCODER_OWN_TIMEOUT_S": "4.5"}, tmp_path)
    own = settings.providers[1]
    assert (own.name, own.service, own.timeout_seconds) == ("own", "nominatim", 4.5)
    assert own.options == {"domain": "nominatim.example.org"}
    assert settings.contact == "desk@example.org"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[geocoding]\nprovider = 'photon'", "no such setting"),
        ("[geocoding]\nproviders = 3", "not a list"),
        ("[geocoding]\nproviders = []", "No provider"),
        ("[geocoding]\nproviders = ['a b']", "not a name"),
        ("geocoding = 1", "not a table"),
        ("[geocoding]\ncontact = 1", "not text"),
        ("[geocoding]\nproviders=['own']\n[geocoding.own]\ntimeout_s = 'soon'", "not a time"),
        ("[geocoding]\nproviders=['own']\n[geocoding.own]\ndomain = ['x']", "neither text nor a number"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    write(tmp_path, text)
    with pytest.raises(InvalidValue, match=words) as caught:
        GeocodingSettings.load({}, tmp_path)
    assert caught.value.where.field
    assert caught.value.remedy


def test_a_file_that_is_no_toml_or_missing_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "[geocoding")
    with pytest.raises(InvalidFile):
        GeocodingSettings.load({}, tmp_path)
    with pytest.raises(InvalidFile, match="missing"):
        GeocodingSettings.load({"CHANCERY_GEOCODING_FILE": str(tmp_path / "none.toml")}, tmp_path)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "must be able to reach you"),
        ({"CHANCERY_GEOCODING_CONTACT": "пишите@example.org"}, "ASCII"),
        ({"CHANCERY_GEOCODING_CONTACT": "a@example.org", "CHANCERY_GEOCODER_NOMINATIM_INTERVAL_S": "0.2"}, "less than"),
        ({"CHANCERY_GEOCODING_CONTACT": "a@example.org", "CHANCERY_GEOCODER_NOMINATIM_COLOUR": "red"}, "no option"),
        ({"CHANCERY_GEOCODING_CONTACT": "a@example.org", "CHANCERY_GEOCODER_NOMINATIM_SCHEME": "gopher"}, "set up"),
        ({"CHANCERY_GEOCODERS": "nowhere"}, "geopy knows no geocoder"),
        ({"CHANCERY_GEOCODERS": "pelias"}, "cannot be set up"),
        ({"CHANCERY_GEOCODERS": "geonames"}, "cannot be set up"),
    ],
)
def test_what_a_server_needs_or_forbids_is_said_before_it_is_asked(
    tmp_path: Path, variables: dict[str, str], words: str
) -> None:
    environment = {**ONLINE, "CHANCERY_GEOCODING_CACHE": str(tmp_path), **variables}
    with pytest.raises(InvalidValue, match=words):
        Chain.open(GeocodingSettings.load(environment, tmp_path))


@pytest.mark.parametrize("domain", ["", "nominatim.openstreetmap.org", "Nominatim.OpenStreetMap.org.:443"])
def test_the_public_server_gets_its_pace_whatever_way_it_is_written(tmp_path: Path, domain: str) -> None:
    environment = {
        **ONLINE,
        "CHANCERY_GEOCODING_CACHE": str(tmp_path),
        "CHANCERY_GEOCODING_CONTACT": "desk@example.org",
        "CHANCERY_GEOCODER_NOMINATIM_DOMAIN": domain,
    }
    provider = Chain.open(GeocodingSettings.load(environment, tmp_path)).online[0]
    assert provider.gate.interval_seconds == 1.0
    assert provider.gate.server == "nominatim.openstreetmap.org"
    assert provider.geocoder.headers["User-Agent"] == "Chancery/0.1.0 (desk@example.org)"
    assert provider.policy.bulk_limit == 100


@pytest.mark.parametrize(
    ("service", "options"),
    [("photon", {}), ("pelias", {"DOMAIN": "pelias.example.org"}), ("geonames", {"USERNAME": "desk"}),
     ("arcgis", {}), ("opencage", {"API_KEY": "key"}), ("googlev3", {"API_KEY": "key"}), ("here", {"APIKEY": "key"}),
     ("mapbox", {"API_KEY": "key"}), ("bing", {"API_KEY": "key"}), ("tomtom", {"API_KEY": "key"})],
)  # fmt: skip
def test_any_service_of_geopy_can_be_named(tmp_path: Path, service: str, options: dict[str, str]) -> None:
    environment = {
        "CHANCERY_GEOCODERS": service,
        "CHANCERY_GEOCODING_CACHE": str(tmp_path),
        "CHANCERY_GEOCODING_CONTACT": "desk@example.org",
        **{f"CHANCERY_GEOCODER_{service.upper()}_{name}": value for name, value in options.items()},
    }
    assert Chain.open(GeocodingSettings.load(environment, tmp_path)).names == (service,)


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "geocoding.md").read_text(encoding="utf-8")
    for setting in (*SETTINGS, *PROVIDER_SETTINGS):
        assert setting.variable in page, setting.variable
        assert f"`{setting.name}`" in page or not setting.name, setting.name
