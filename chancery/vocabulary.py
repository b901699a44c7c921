"""The closed lists: kinds, sectors, statuses, precisions, roles and the rest, each with its label and its crosswalk.

Codes are what files, URLs and databases hold; labels are what people read. Crosswalks point to the lists that the field
already uses:

- PLOVER and CAMEO event codes (https://parusanalytics.com/eventdata/data.dir/cameo.html) for kinds;
- OECD-DAC and CRS purpose codes (https://www.oecd.org/dac/financing-sustainable-development/) for sectors;
- IATI ActivityStatus (https://iatistandard.org/en/iati-standard/203/codelists/activitystatus/) for statuses;
- IATI GeographicalPrecision (https://iatistandard.org/en/iati-standard/203/codelists/geographicalprecision/) for
  precisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What sort of happening a record tells of."""

    VISIT = "visit"
    MEETING = "meeting"
    AGREEMENT = "agreement"
    PROJECT = "project"
    CULTURE = "culture"
    SPORT = "sport"
    OTHER = "other"


class Sector(StrEnum):
    """The field of relations that a record belongs to; politics when nothing else leads."""

    POLITICS = "politics"
    DEFENCE = "defence"
    TRADE = "trade"
    INDUSTRY = "industry"
    TOURISM = "tourism"
    AGRICULTURE = "agriculture"
    ENVIRONMENT = "environment"
    TRANSPORT = "transport"
    ENERGY = "energy"
    EDUCATION = "education"
    SCIENCE = "science"
    HEALTH = "health"
    HUMANITARIAN = "humanitarian"
    CULTURE = "culture"
    SPORT = "sport"


class Status(StrEnum):
    """How far a record has come, as of its best-supported evidence."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    HELD = "held"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What a place is to a record."""

    ORIGIN = "origin"
    DESTINATION = "destination"
    VENUE = "venue"
    SUBJECT = "subject"


class Precision(IntEnum):
    """How exactly a place is known: the codes of IATI GeographicalPrecision."""

    EXACT = 1
    NEAR = 2
    SECOND_ORDER_AREA = 3
    FIRST_ORDER_AREA = 4
    ESTIMATED = 5
    COUNTRY = 6
    ASSUMED_UNCLEAR = 7
    ASSUMED_CENTRAL_GOVERNMENT = 8
    ASSUMED_UNSPECIFIED = 9


class Confidence(StrEnum):
    """How far a piece of evidence can be relied on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SourceKind(StrEnum):
    """Who stands behind a source."""

    STATE_AGENCY = "state_agency"
    GOVERNMENT = "government"
    INDEPENDENT = "independent"
    OTHER = "other"


class NameKind(StrEnum):
    """What a name is to its place. No order of merit is implied."""

    OTHER = "other"
    OFFICIAL = "official"
    FORMER = "former"
    DISPUTED = "disputed"


class ActorKind(StrEnum):
    """Whether an actor is one person or a body of people."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a closed list as people read it.

    Parameters
    ----------
    label
        Singular, capitalised as in running text.
    plural
        Plural for counts ("41 visits").
    crosswalk
        Codes of the lists named in the module docstring.
    """

    label: str
    plural: str
    crosswalk: tuple[str, ...] = ()


KINDS: dict[Kind, Term] = {
    Kind.VISIT: Term("visit", "visits", ("CAMEO 042", "CAMEO 043", "CAMEO 044")),
    Kind.MEETING: Term("meeting", "meetings", ("CAMEO 046",)),
    Kind.AGREEMENT: Term("agreement", "agreements", ("CAMEO 057",)),
    Kind.PROJECT: Term("project", "projects", ("PLOVER COOP",)),
    Kind.CULTURE: Term("culture event", "culture events", ("PLOVER COOP",)),
    Kind.SPORT: Term("sport event", "sport events", ("PLOVER COOP",)),
    Kind.OTHER: Term("other event", "other events", ()),
}

INTENT_CROSSWALK = "CAMEO 03x"
"""What a planned record of any kind is in CAMEO: an expressed intent."""

SECTORS: dict[Sector, Term] = {
    Sector.POLITICS: Term("politics", "politics", ("DAC 151",)),
    Sector.DEFENCE: Term("defence", "defence", ("DAC 152",)),
    Sector.TRADE: Term("trade", "trade", ("DAC 331",)),
    Sector.INDUSTRY: Term("industry", "industry", ("DAC 321",)),
    Sector.TOURISM: Term("tourism", "tourism", ("DAC 332",)),
    Sector.AGRICULTURE: Term("agriculture", "agriculture", ("DAC 311",)),
    Sector.ENVIRONMENT: Term("environment", "environment", ("DAC 410",)),
    Sector.TRANSPORT: Term("transport", "transport", ("DAC 210",)),
    Sector.ENERGY: Term("energy", "energy", ("DAC 230",)),
    Sector.EDUCATION: Term("education", "education", ("DAC 110",)),
    Sector.SCIENCE: Term("science", "science", ("CRS 43082",)),
    Sector.HEALTH: Term("health", "health", ("DAC 120",)),
    Sector.HUMANITARIAN: Term("humanitarian", "humanitarian", ("DAC 720",)),
    Sector.CULTURE: Term("culture", "culture", ("CRS 16061",)),
    Sector.SPORT: Term("sport", "sport", ("CRS 16061",)),
}

STATUSES: dict[Status, Term] = {
    Status.PLANNED: Term("planned", "planned", ("IATI 1",)),
    Status.ONGOING: Term("under way", "under way", ("IATI 2",)),
    Status.HELD: Term("held", "held", ("IATI 4",)),
    Status.COMPLETED: Term("completed", "completed", ("IATI 4",)),
    Status.CANCELLED: Term("cancelled", "cancelled", ("IATI 5",)),
}

ROLES: dict[Role, Term] = {
    Role.ORIGIN: Term("from", "origins"),
    Role.DESTINATION: Term("to", "destinations"),
    Role.VENUE: Term("at", "venues"),
    Role.SUBJECT: Term("about", "subjects"),
}

PRECISIONS: dict[Precision, Term] = {
    Precision.EXACT: Term("exact place", "exact places", ("IATI 1",)),
    Precision.NEAR: Term("near the place", "near a place", ("IATI 2",)),
    Precision.SECOND_ORDER_AREA: Term("somewhere in the district", "districts", ("IATI 3",)),
    Precision.FIRST_ORDER_AREA: Term("somewhere in the region", "regions", ("IATI 4",)),
    Precision.ESTIMATED: Term("estimated", "estimated", ("IATI 5",)),
    Precision.COUNTRY: Term("somewhere in the country", "countries", ("IATI 6",)),
    Precision.ASSUMED_UNCLEAR: Term("assumed: the source is unclear", "assumed (unclear)", ("IATI 7",)),
    Precision.ASSUMED_CENTRAL_GOVERNMENT: Term("assumed: seat of government", "assumed (government)", ("IATI 8",)),
    Precision.ASSUMED_UNSPECIFIED: Term("assumed: no place given", "assumed (none given)", ("IATI 9",)),
}

POINT_PRECISIONS = frozenset({Precision.EXACT, Precision.NEAR})
"""Only these may be drawn as a point; everything else is an area."""

CONFIDENCES: dict[Confidence, Term] = {
    Confidence.HIGH: Term("high", "high"),
    Confidence.MEDIUM: Term("medium", "medium"),
    Confidence.LOW: Term("low", "low"),
}

SOURCE_KINDS: dict[SourceKind, Term] = {
    SourceKind.STATE_AGENCY: Term("state news agency", "state news agencies"),
    SourceKind.GOVERNMENT: Term("government", "governments"),
    SourceKind.INDEPENDENT: Term("independent medium", "independent media"),
    SourceKind.OTHER: Term("other source", "other sources"),
}

NAME_KINDS: dict[NameKind, Term] = {
    NameKind.OTHER: Term("another name", "other names"),
    NameKind.OFFICIAL: Term("official name", "official names"),
    NameKind.FORMER: Term("former name", "former names"),
    NameKind.DISPUTED: Term("disputed name", "disputed names"),
}

ACTOR_KINDS: dict[ActorKind, Term] = {
    ActorKind.PERSON: Term("person", "people"),
    ActorKind.ORGANISATION: Term("organisation", "organisations"),
}


@dataclass(frozen=True, slots=True)
class ColourGroup:
    """Sectors that share one colour on the map, in the table and on the timeline.

    Fifteen colours cannot be told apart by everyone; six can. The colours are those of Okabe and Ito, Color Universal
    Design (2008), https://jfly.uni-koeln.de/color/. The sector itself is always written out beside the colour.
    """

    label: str
    colour: str
    sectors: frozenset[Sector]


COLOUR_GROUPS: tuple[ColourGroup, ...] = (
    ColourGroup("Politics and defence", "#0072b2", frozenset({Sector.POLITICS, Sector.DEFENCE})),
    ColourGroup("Trade, industry, tourism", "#e69f00", frozenset({Sector.TRADE, Sector.INDUSTRY, Sector.TOURISM})),
    ColourGroup("Agriculture, environment", "#009e73", frozenset({Sector.AGRICULTURE, Sector.ENVIRONMENT})),
    ColourGroup("Transport and energy", "#d55e00", frozenset({Sector.TRANSPORT, Sector.ENERGY})),
    ColourGroup(
        "Education, science, health, relief",
        "#56b4e9",
        frozenset({Sector.EDUCATION, Sector.SCIENCE, Sector.HEALTH, Sector.HUMANITARIAN}),
    ),
    ColourGroup("Culture and sport", "#cc79a7", frozenset({Sector.CULTURE, Sector.SPORT})),
)

SECTOR_COLOURS: dict[Sector, str] = {sector: group.colour for group in COLOUR_GROUPS for sector in group.sectors}
