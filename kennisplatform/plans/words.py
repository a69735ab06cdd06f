"""The fixed words of plans, with the labels that people read: states, rights, and what the fields of an action hold."""

from __future__ import annotations

from kennisplatform.vocabulary import Term


class PlanState(Term):
    """How far a plan is."""

    CONCEPT = ("concept", "Concept", "Er wordt aan gewerkt.")
    IN_CONSULTATION = ("in-consultatie", "In consultatie", "Lezers en leden van het netwerk kunnen opmerkingen maken.")
    ADOPTED = ("vastgesteld", "Vastgesteld", "De laatste versie ligt vast en blijft te lezen.")


class PlanRole(Term):
    """What a member of a plan may do in it, from most to least."""

    LEAD = ("trekker", "Trekker", "Verandert alles, stelt het plan vast en zegt wie er meewerkt.")
    WRITER = ("schrijver", "Schrijver", "Verandert acties en de agenda.")
    READER = ("lezer", "Lezer", "Leest mee.")


class Side(Term):
    """For whom a lead speaks: a plan has a lead of each."""

    COMPANY = ("bedrijf", "Bedrijf", "Een vitaal bedrijf of een brancheorganisatie.")
    GOVERNMENT = ("overheid", "Overheid", "Een veiligheidsregio, gemeente, provincie, waterschap of ministerie.")


class PointState(Term):
    """What a plan says about a point of the agenda."""

    OPEN = ("open", "Open", "Hier moet nog iets gebeuren.")
    ARRANGED = ("geregeld", "Geregeld", "Dit is in dit netwerk al in orde.")
    NOT_APPLICABLE = ("niet-van-toepassing", "Niet van toepassing", "Dit speelt hier niet.")


class ActionState(Term):
    """How far an action is. Late and unanswered are worked out from its dates, and are no states."""

    PROPOSED = ("voorstel", "Voorstel")
    AGREED = ("afgesproken", "Afgesproken")
    RUNNING = ("loopt", "Loopt")
    WAITING = ("wacht", "Wacht")
    REPORTED_DONE = ("gereed-gemeld", "Gereed gemeld")
    CONFIRMED = ("bevestigd", "Bevestigd")
    DROPPED = ("vervallen", "Vervallen")
    HANDED_OVER = ("overgedragen", "Overgedragen")


UNFINISHED = frozenset({ActionState.PROPOSED, ActionState.AGREED, ActionState.RUNNING, ActionState.WAITING})
"""States in which the work of an action is not reported done."""
OPEN = UNFINISHED | {ActionState.REPORTED_DONE}
"""States in which something is still to be done."""


class ChangeKind(Term):
    """What somebody did in a plan, as the others read it."""

    ADDED = ("nieuw", "Nieuwe actie")
    CHANGED = ("gewijzigd", "Actie gewijzigd")
    TAKEN_OUT = ("weg", "Actie weggehaald")
    PUT_BACK = ("terug", "Actie teruggezet")
    STEP = ("stap", "De actie kwam verder")
    REMARK = ("opmerking", "Nieuwe opmerking")
    ANSWER = ("antwoord", "Opmerking beantwoord")
    POINT = ("punt", "Agendapunt bijgewerkt")
    MEMBERS = ("mensen", "Wie meedoet is veranderd")
    CONSULTED = ("consultatie", "Het plan is in consultatie")
    CONCEPT = ("concept", "Het plan is weer een concept")
    AGREED = ("akkoord", "Een trekker gaat akkoord")
    WITHDRAWN = ("ingetrokken", "Een akkoord is ingetrokken")
    ADOPTED = ("vastgesteld", "Een versie is vastgesteld")
    ENDED = ("beeindigd", "Het plan is beëindigd")
    RESUMED = ("hervat", "Het plan gaat verder")


class Level(Term):
    """On what scale an action is taken."""

    MUNICIPALITY = ("gemeente", "Gemeente")
    REGION = ("regio", "Regio")
    ABOVE_REGION = ("bovenregionaal", "Bovenregionaal")
    NATIONAL = ("landelijk", "Landelijk", "Slimmer op landelijke schaal.")


class Priority(Term):
    """How much an action matters."""

    MUST = ("moet", "Moet")
    SHOULD = ("zou-moeten", "Zou moeten")
    COULD = ("kan", "Kan")


class CostKind(Term):
    """What a line of cost is for. Hours are counted apart from euros."""

    HOURS = ("uren", "Uren")
    MEETING = ("bijeenkomst", "Bijeenkomst")
    EXERCISE = ("oefening", "Oefening")
    HIRING = ("inhuur", "Inhuur")
    PURCHASE = ("aanschaf", "Aanschaf")
    UPKEEP = ("onderhoud", "Onderhoud")
    OTHER = ("overig", "Overig")


class Certainty(Term):
    """How sure an amount is."""

    MEASURED = ("gemeten", "Gemeten")
    OFFER = ("offerte", "Offerte")
    ESTIMATE = ("raming", "Raming")
    GUESS = ("schatting", "Schatting")


class Capacity(Term):
    """The first question about cost: does it fit in what people and means there are?"""

    FITS = ("bestaande-capaciteit", "Kan uit bestaande capaciteit")
    COSTS = ("kosten", "Kost geld of uren die er niet zijn")
    UNKNOWN = ("nog-te-ramen", "Nog te ramen")
