"""Words of one family that a stemmer leaves apart: a participle and its verb, a verb in -eren and its noun in -atie.

Rules and one table of strong verbs, no dictionary: they propose words, and whoever asks keeps those that the index has.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

SEPARABLE = [
    "aan",
    "achter",
    "af",
    "bij",
    "binnen",
    "door",
    "in",
    "mee",
    "na",
    "neer",
    "om",
    "onder",
    "op",
    "open",
    "over",
    "samen",
    "tegen",
    "terug",
    "toe",
    "uit",
    "vast",
    "voor",
    "voort",
    "weg",
    "droog",
    "leeg",
    "schoon",
    "vrij",
    "stil",
]
"""Particles of verbs that stand apart (`valt uit`) and before the `ge` of the participle (`uitgevallen`)."""
FIXED = ("be", "ver", "ont", "her", "mis", "ge", "over", "onder", "door", "voor")
"""Prefixes that stay with their verb, whose participle has no `ge`."""

_LOAN = ("eren", "eer", "eert", "eerde", "eerden", "eerd", "atie", "aties", "ering", "eringen", "ator", "ators")
"""What follows the root of a verb of French origin, and of its nouns: coördin-eren, coördin-atie."""
_BASIC = ("eren", "eert", "eerd", "atie", "ering")
_SHORTEST_ROOT = 4

_STRONG = """
bieden bood geboden bod | blijven bleef gebleven | breken brak gebroken breuk | brengen bracht gebracht
buigen boog gebogen | denken dacht gedacht | dragen droeg gedragen | drinken dronk gedronken
dringen drong gedrongen | drijven dreef gedreven | duiken dook gedoken | dwingen dwong gedwongen
eten at gegeten | gaan ging gegaan gang | gelden gold gegolden | genezen genas genezen
geven gaf gegeven gave | gieten goot gegoten | glijden gleed gegleden | graven groef gegraven
grijpen greep gegrepen | hangen hing gehangen | helpen hielp geholpen hulp | houden hield gehouden
kiezen koos gekozen keuze | kijken keek gekeken | klimmen klom geklommen | komen kwam gekomen komst
kopen kocht gekocht koop | krijgen kreeg gekregen | lezen las gelezen | liggen lag gelegen
lijden leed geleden | lopen liep gelopen loop | meten mat gemeten | nemen nam genomen name
rijden reed gereden rit | roepen riep geroepen | scheiden scheidde gescheiden | schenken schonk geschonken
schieten schoot geschoten schot | schrijven schreef geschreven | schuiven schoof geschoven | slaan sloeg geslagen slag
slapen sliep geslapen | sluiten sloot gesloten | snijden sneed gesneden | spreken sprak gesproken spraak
springen sprong gesprongen | staan stond gestaan stand | steken stak gestoken | stelen stal gestolen
sterven stierf gestorven | stijgen steeg gestegen | stinken stonk gestonken | strijden streed gestreden
treden trad getreden | treffen trof getroffen | trekken trok getrokken | vallen viel gevallen val
vangen ving gevangen vangst | varen voer gevaren vaart | vechten vocht gevochten | verliezen verloor verloren verlies
vinden vond gevonden vondst | vliegen vloog gevlogen vlucht | vriezen vroor gevroren vorst | vragen vroeg gevraagd vraag
wegen woog gewogen | werpen wierp geworpen worp | werven wierf geworven | weten wist geweten
wijken week geweken | wijzen wees gewezen | winnen won gewonnen winst | worden werd geworden
zenden zond gezonden | zien zag gezien | zitten zat gezeten | zoeken zocht gezocht
zinken zonk gezonken | zwemmen zwom gezwommen | zuigen zoog gezogen | zwijgen zweeg gezwegen
"""
"""Per verb what a stemmer cannot derive: infinitive, past, participle, and its short noun where it has one."""
_VERBS = [tuple(verb.split()) for line in _STRONG.strip().splitlines() for verb in line.split("|")]


@lru_cache(maxsize=20_000)
def relatives(form: str) -> tuple[str, ...]:
    """Propose other words of the family of a folded word; most of them do not exist, and short words get none."""
    if len(form) < _SHORTEST_ROOT:
        return ()
    proposed = dict.fromkeys((*_of_loan(form), *_of_strong(form), *_of_weak(form), *_of_adjective(form)))
    proposed.pop(form, None)
    return tuple(proposed)


def _of_loan(form: str) -> Iterator[str]:
    bare = form.removeprefix("ge") if form.endswith("eerd") else form
    for ending in _LOAN:
        root = bare.removesuffix(ending)
        if root != bare and len(root) >= _SHORTEST_ROOT - 1:
            yield from (root + other for other in _BASIC)
            yield f"ge{root}eerd"
            if root.endswith("u"):
                yield f"{root}tie"  # distribueren, distributie
    if form.endswith("utie"):
        yield from (form.removesuffix("tie") + other for other in ("eren", "eert", "eerd"))


def _of_strong(form: str) -> Iterator[str]:
    for prefix in ("", *SEPARABLE, *FIXED):
        rest = form.removeprefix(prefix)
        if prefix and rest == form:
            continue
        for infinitive, past, participle, *nouns in _VERBS_OF.get(rest, ()):
            bare = participle if prefix in SEPARABLE or not prefix else participle.removeprefix("ge")
            yield from (prefix + other for other in (infinitive, past, bare, *nouns))


def _of_weak(form: str) -> Iterator[str]:
    """Yield the verb of a participle in -d or -t, and participles of a verb."""
    for prefix in ("", *SEPARABLE):
        rest = form.removeprefix(prefix)
        if prefix and rest == form:
            continue
        bare = rest.removeprefix("ge")
        if bare != rest and bare.endswith(("end", "erd", "eld")) and len(bare) > len("end") + 1:
            yield prefix + bare.removesuffix("d") + "en"  # geoefend, oefenen
        if rest.endswith(("enen", "eren", "elen")) and len(rest) > len("enen") + 1:
            yield f"{prefix}ge{rest.removesuffix('en')}d"  # oefenen, geoefend; leveren, geleverd
    if form.endswith(("den", "ten")) and len(form) > _SHORTEST_ROOT:
        yield form.removesuffix("en")  # melden, meld(ing)
    elif form.endswith(("ding", "ting")) and len(form) > _SHORTEST_ROOT + 1:
        yield form.removesuffix("ing") + "en"
    elif form.endswith("en") and len(form) > _SHORTEST_ROOT:
        yield _third_person(form)
    if form.endswith(("d", "t")) and form.startswith(FIXED) and len(form) > _SHORTEST_ROOT + 2:
        yield form[:-1]  # overstroomd, overstroom(de, ing)
    elif form.startswith(FIXED) and form.endswith("ing") and len(form) > _SHORTEST_ROOT + 4:
        yield from (form.removesuffix("ing") + "d", _long(form.removesuffix("ing")) + "d")


def _of_adjective(form: str) -> Iterator[str]:
    if form.endswith("lijk") and len(form) > _SHORTEST_ROOT + 5:
        yield form.removesuffix("lijk")  # gemeentelijk, gemeente
    elif form.endswith("e") and len(form) > _SHORTEST_ROOT:
        root = form.removesuffix("e")
        yield f"{form}lijk"
        yield _long(root[:-1] + {"v": "f", "z": "s"}.get(root[-1], root[-1]))  # dove, doof
        yield _single(root)  # zieke, ziek; natte, nat
    elif form[-1] not in "aeiou":
        yield f"{form}e"
        if form.endswith("f"):
            yield _short(form[:-1] + "v") + "e"
    for short, long in (("baar", "bare"), ("loos", "loze"), ("zaam", "zame")):
        if form.endswith(long):
            yield form.removesuffix(long) + short
        elif form.endswith(short):
            yield form.removesuffix(short) + long


def _third_person(infinitive: str) -> str:
    """Return how he or she does it: vallen, valt; spreken, spreekt."""
    root = infinitive.removesuffix("en")
    return _long(_single(root)) + "t" if _single(root) == root else _single(root) + "t"


def _single(root: str) -> str:
    """Return a root without a doubled last consonant: vall, val."""
    return root[:-1] if len(root) > 2 and root[-1] == root[-2] and root[-1] not in "aeiou" else root


def _short(root: str) -> str:
    """Return a root with its last vowel written as in an open syllable: doov, dov."""
    return root[:-2] + root[-1] if len(root) > 3 and root[-2] == root[-3] and root[-2] in "aeou" else root


def _long(root: str) -> str:
    """Return a root with its last vowel written as in a closed syllable: overstrom, overstroom."""
    if len(root) > 2 and root[-1] not in "aeiou" and root[-2] in "aeou" and root[-3] not in "aeiou":
        return root[:-1] + root[-2] + root[-1]
    return root


_VERBS_OF: dict[str, list[tuple[str, ...]]] = {}
for _verb in _VERBS:
    for _form in {*_verb, _verb[2].removeprefix("ge"), f"{_verb[1]}en", _third_person(_verb[0])}:
        _VERBS_OF.setdefault(_form, []).append(_verb)
