"""Providers in order: the embedded gazetteer first, then whoever the settings name, until one knows the place.

A page or a command makes one chain and keeps it::

    chain = Chain.open()
    answer = chain.find(PlaceQuery("Xankəndi", language="en"))
    answer.candidates[0].name, answer.failures
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chancery.errors import GazetteerUnavailable, GeocodingError, ProviderUnavailable
from chancery.geocoding.borders import Borders, read_borders
from chancery.geocoding.candidates import GAZETTEER, Answer, Candidate, Failure, PlaceQuery, PointQuery
from chancery.geocoding.offline import OfflineProvider
from chancery.geocoding.online import OnlineProvider
from chancery.geocoding.provider import Provider, Purpose
from chancery.geocoding.settings import GeocodingSettings
from chancery.geocoding.shared_file import SharedFile


@dataclass(frozen=True, slots=True)
class Chain:
    """Providers in the order in which they are asked; safe to share between threads.

    A provider that cannot answer is noted in the answer and the next one is asked: that somebody failed is never taken
    for "no such place", and never hides what another one knows.

    Parameters
    ----------
    providers
        Who is asked, in order.
    borders
        The basemap's borders, against which candidates are held; ``None`` to leave that out.
    """

    providers: tuple[Provider, ...]
    borders: Borders | None = None

    @classmethod
    def open(cls, settings: GeocodingSettings | None = None) -> Chain:
        """Return the chain of the settings, by default those of the file and the environment. Nothing is sent yet.

        Raises
        ------
        InvalidFile, InvalidValue
            If the settings are wrong.
        GazetteerUnavailable
            If the gazetteer is damaged.
        GeocodingError
            If online providers are asked for and there is no folder for their answers.
        """
        chosen = settings or GeocodingSettings.load()
        shared: SharedFile | None = None
        providers: list[Provider] = []
        for provider in chosen.providers:
            if provider.service == GAZETTEER:
                providers.append(OfflineProvider.open())
                continue
            shared = shared or SharedFile.open(chosen.cache_folder)
            providers.append(OnlineProvider.connect(provider, chosen, shared))
        return cls(tuple(providers), _borders())

    @property
    def names(self) -> tuple[str, ...]:
        """Who is asked, in order."""
        return tuple(provider.name for provider in self.providers)

    @property
    def online(self) -> tuple[OnlineProvider, ...]:
        """Those that are on the network."""
        return tuple(provider for provider in self.providers if isinstance(provider, OnlineProvider))

    def find(self, query: PlaceQuery, purpose: Purpose = Purpose.SEARCH) -> Answer:
        """Return the candidates of the first provider that knows the name."""
        return self._ask(query, lambda provider: provider.find(query, purpose), until_found=True)

    def find_everywhere(self, query: PlaceQuery) -> Answer:
        """Return the candidates of every provider, one after the other, for a person to choose among."""
        return self._ask(query, lambda provider: provider.find(query), until_found=False)

    def reverse(self, query: PointQuery) -> Answer:
        """Return the places at a point, of the first provider that knows any."""
        return self._ask(query, lambda provider: provider.reverse(query), until_found=True)

    def only(self, names: Iterable[str]) -> Chain:
        """Return the chain of some of its providers, in its order.

        Raises
        ------
        GeocodingError
            If one is not in it.
        """
        wanted = set(names)
        unknown = wanted.difference(self.names)
        if unknown:
            raise GeocodingError(
                f"No provider is called {', '.join(sorted(unknown))}.",
                remedy=f"The settings have {', '.join(self.names)}.",
            )
        return Chain(tuple(provider for provider in self.providers if provider.name in wanted), self.borders)

    def with_patience(self, seconds: float) -> Chain:
        """Return the same chain, whose online providers wait longer for their turn before the next one is asked."""
        return Chain(
            tuple(
                provider.with_patience(seconds) if isinstance(provider, OnlineProvider) else provider
                for provider in self.providers
            ),
            self.borders,
        )

    def _ask(
        self,
        query: PlaceQuery | PointQuery,
        ask: Callable[[Provider], tuple[Candidate, ...]],
        *,
        until_found: bool,
    ) -> Answer:
        candidates: list[Candidate] = []
        failures: list[Failure] = []
        asked: list[str] = []
        for provider in self.providers:
            asked.append(provider.name)
            try:
                found = ask(provider)
            except ProviderUnavailable as error:
                failures.append(Failure(provider.name, error.message))
                continue
            candidates.extend(self._held_against_borders(candidate) for candidate in found)
            if found and until_found:
                break
        return Answer(query, tuple(candidates), tuple(failures), tuple(asked))

    def _held_against_borders(self, candidate: Candidate) -> Candidate:
        """Note where the basemap draws a candidate in another country than its geocoder puts it in."""
        code, borders = candidate.country_code, self.borders
        if borders is None or not code or borders.lies_in(code, candidate.latitude, candidate.longitude):
            return candidate
        drawn_in = borders.country_at(candidate.latitude, candidate.longitude)
        return candidate.drawn_elsewhere(drawn_in) if drawn_in else candidate


def _borders() -> Borders | None:
    """Return the basemap's borders; without them places are found all the same."""
    try:
        return read_borders()
    except GazetteerUnavailable:
        return None
