"""Names of countries, for people: those of the Unicode Common Locale Data Repository, through Babel."""

from __future__ import annotations

from functools import cache


def name_country(code: str) -> str:
    """Return the English name of a country; its code where it has none.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-2, or a code that users have assigned, such as XK.

    Examples
    --------
    >>> name_country("AZ"), name_country("TR"), name_country("ZZ9")
    ('Azerbaijan', 'Türkiye', 'ZZ9')
    """
    return _read_names().get(code, code)


@cache
def _read_names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - not before a name is asked for

    return dict(Locale("en").territories)
