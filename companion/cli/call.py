"""`companion call`: whom one could call, as lines or for programs; nothing is ever dialled."""

from dataclasses import asdict

from companion.cli.terminal import print_json
from companion.plain.call import card_lines
from companion.session.calling import CallCard, call_card, country_name
from companion.store.helplines import NEEDS, Helplines, shipped_helplines
from companion.store.own_preferences import OwnPreferences
from companion.store.places import places

_VERSION = {"version": 1}
_HOW = "companion call GB, for example"


def call(country: list[str], *, countries: bool, as_json: bool) -> int:
    """Run `companion call`: show the card of a country, or list the countries.

    Raises:
        NotFoundError: when nothing is known of the country.
        BadFileError, OSError: when the numbers can't be read.
    """
    helplines = shipped_helplines()
    if countries:
        return _list(helplines, as_json=as_json)
    own = OwnPreferences(places())
    code = helplines.find(" ".join(country)).code if country else own.country
    card = call_card(helplines, code, own.person)
    if as_json:
        print_json({**_VERSION, **_for_programs(helplines, code, card)})
        return 0
    for line in list(card_lines(card, [], _HOW, has_more=True, is_whole=True))[1:]:
        print(line)
    return 0


def _list(helplines: Helplines, *, as_json: bool) -> int:
    """Print the countries by name."""
    known = sorted(helplines.countries, key=lambda country: country.name)
    if as_json:
        rows = [{"code": country.code, "name": country.name} for country in known]
        print_json({**_VERSION, "countries": rows})
        return 0
    for country in known:
        print(f"{country.code}  {country.name}")
    return 0


def _for_programs(helplines: Helplines, code: str, card: CallCard) -> dict[str, object]:
    """The card without the person one chose: programs may keep what they read."""
    lines = [asdict(line) for need in NEEDS for line in helplines.of(code, need)]
    for line in lines:
        line["kind"] = line.pop("need")
        line["for"] = line.pop("audience")
    directories = [{"name": name, "web": web} for name, web in helplines.directories]
    return {
        "country": code,
        "name": country_name(helplines, code),
        "found": card.found,
        "note": card.note,
        "lines": lines,
        "directories": directories,
    }
