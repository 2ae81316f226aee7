"""The three accountancy firms of the demo world, their people and teams, and whom to look at them as."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domain.vocabulary import ColleagueStatus, Role, Scope
from store.demo.companies import mailbox
from store.demo.names import DENMARK, GERMANY, SWEDEN, Country

_ACTIVE, _INVITED, _GONE = ColleagueStatus.ACTIVE, ColleagueStatus.INVITED, ColleagueStatus.DEACTIVATED


class Person(NamedTuple):
    """A colleague; without an address of their own they have one at the firm."""

    name: str
    role: Role
    status: ColleagueStatus
    job_title: str
    email: str | None = None


class TeamPlan(NamedTuple):
    """A team: its members by name, and which share of the clients of which trade groups it works on."""

    name: str
    description: str
    members: tuple[str, ...]
    groups: frozenset[str]
    share: float


@dataclass(frozen=True, kw_only=True)
class Firm:
    """An accountancy firm and the size of its portfolio; its clients are numbered from `first_company`."""

    id: UUID
    country: Country
    name: str
    legal_name: str
    company_index: int
    town: str
    postal_code: str
    street: str
    domain: str
    years: int
    cut_off_day: int
    bookkeepers_may_invite: bool
    clients: int
    first_company: int
    people: tuple[Person, ...]
    teams: tuple[TeamPlan, ...]
    integration: str
    scopes: tuple[Scope, ...]

    def email(self, person: Person) -> str:
        """The address under which a colleague signs in."""
        return person.email or f"{mailbox(person.name)}@{self.domain}"


ANNIKA = "annika.bergstrom@bergstrom-ekonomi.example"

FJORDLYS = Firm(
    id=UUID("018f3a10-5c00-7d11-8a01-6b1f0c9d2e41"),
    country=DENMARK,
    name="Fjordlys Regnskab",
    legal_name="Fjordlys Regnskab & Rådgivning ApS",
    company_index=62_001,
    town="Aarhus C",
    postal_code="8000",
    street="Pakhuskajen 114",
    domain="fjordlys-regnskab.example",
    years=9,
    cut_off_day=10,
    bookkeepers_may_invite=True,
    clients=300,
    first_company=0,
    people=(
        Person("Karen Vestergaard", Role.OWNER, _ACTIVE, "Managing partner"),
        Person("Mikkel Friis", Role.ADMIN, _ACTIVE, "Head of bookkeeping"),
        Person("Sofie Lund Holm", Role.BOOKKEEPER, _ACTIVE, "Senior bookkeeper"),
        Person("Emil Krogh", Role.VIEWER, _ACTIVE, "Audit assistant"),
        Person("Torben Ravn", Role.OWNER, _INVITED, "Incoming partner"),
        Person("Signe Juhl", Role.ADMIN, _INVITED, "Office manager"),
        Person("Amina Dahl", Role.BOOKKEEPER, _INVITED, "Bookkeeper"),
        Person("Storm Bruun", Role.VIEWER, _INVITED, "Trainee"),
        Person("Birgitte Hald", Role.OWNER, _GONE, "Founding partner, retired"),
        Person("Jakob Winther", Role.ADMIN, _GONE, "Former office manager"),
        Person("Louise Toft", Role.BOOKKEEPER, _GONE, "Bookkeeper, on leave"),
        Person("Bjarne Kjær", Role.VIEWER, _GONE, "External auditor"),
    ),
    teams=(
        TeamPlan(
            "Crafts and building",
            "Tradespeople with many small receipts.",
            ("Sofie Lund Holm", "Mikkel Friis"),
            frozenset({"Crafts"}),
            0.7,
        ),
        TeamPlan(
            "Food and drink",
            "Restaurants, bakeries and producers; cash-heavy, closed weekly.",
            ("Sofie Lund Holm", "Emil Krogh"),
            frozenset({"Food"}),
            0.6,
        ),
        TeamPlan(
            "Offices and agencies",
            "Services with subscriptions and travel.",
            ("Mikkel Friis", "Karen Vestergaard"),
            frozenset({"Services"}),
            0.6,
        ),
        TeamPlan(
            "Year-end reviews",
            "Second pair of eyes before annual accounts.",
            ("Karen Vestergaard", "Emil Krogh"),
            frozenset({"Crafts", "Food", "Shops", "Services"}),
            0.06,
        ),
    ),
    integration="Ledger export",
    scopes=(Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ, Scope.BILLING_READ, Scope.PARTNER_READ),
)

ELBKONTOR = Firm(
    id=UUID("018f3a10-5c00-7d11-8a02-2f4c7e6a9b53"),
    country=GERMANY,
    name="Elbkontor Reimers",
    legal_name="Elbkontor Reimers Steuerberatungsgesellschaft mbH",
    company_index=62_002,
    town="Hamburg",
    postal_code="20459",
    street="Am Alten Speicher 7",
    domain="elbkontor-reimers.example",
    years=14,
    cut_off_day=15,
    bookkeepers_may_invite=False,
    clients=40,
    first_company=1_000,
    people=(
        Person("Henning Reimers", Role.OWNER, _ACTIVE, "Steuerberater"),
        Person("Wiebke Carstensen", Role.ADMIN, _ACTIVE, "Kanzleileitung"),
        Person("Emre Yilmaz", Role.BOOKKEEPER, _ACTIVE, "Finanzbuchhalter"),
        Person("Annika Bergström", Role.BOOKKEEPER, _ACTIVE, "Freie Buchhalterin, Nordgeschäft", ANNIKA),
        Person("Greta Voigt", Role.VIEWER, _INVITED, "Auszubildende"),
    ),
    teams=(
        TeamPlan(
            "Nordgeschäft",
            "Mandanten mit Lieferanten in Skandinavien.",
            ("Emre Yilmaz", "Annika Bergström"),
            frozenset({"Crafts", "Shops"}),
            0.5,
        ),
    ),
    integration="Kanzleisoftware",
    scopes=(Scope.CLIENTS_READ, Scope.PEOPLE_READ, Scope.INVITES_READ),
)

GRANVIK = Firm(
    id=UUID("018f3a10-5c00-7d11-8a03-7a90d3b5c164"),
    country=SWEDEN,
    name="Granvik Redovisning",
    legal_name="Granvik Redovisning AB",
    company_index=62_003,
    town="Malmö",
    postal_code="211 19",
    street="Magasinsgränden 22",
    domain="granvik-redovisning.example",
    years=5,
    cut_off_day=12,
    bookkeepers_may_invite=True,
    clients=25,
    first_company=2_000,
    people=(
        Person("Ingrid Lindqvist", Role.OWNER, _ACTIVE, "Auktoriserad redovisningskonsult"),
        Person("Annika Bergström", Role.ADMIN, _ACTIVE, "Delägare", ANNIKA),
        Person("Samir Sandström", Role.BOOKKEEPER, _ACTIVE, "Redovisningskonsult"),
        Person("Hedda Ek", Role.BOOKKEEPER, _GONE, "Redovisningsassistent"),
    ),
    teams=(
        TeamPlan(
            "Restauranger och butiker",
            "Kunder med kassaregister.",
            ("Samir Sandström", "Annika Bergström"),
            frozenset({"Food", "Shops"}),
            0.7,
        ),
    ),
    integration="Bokslutsrobot",
    scopes=(Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ),
)

FIRMS = (FJORDLYS, ELBKONTOR, GRANVIK)


class DemoViewer(NamedTuple):
    """Somebody to look at the demo world as: the e-mail of the token, the role in a word, a label to choose by."""

    email: str
    role: str
    label: str


def _viewer(firm: Firm, person: Person) -> DemoViewer:
    return DemoViewer(firm.email(person), person.role.lower(), f"{person.name}, {person.role.lower()}, {firm.name}")


DEMO_VIEWERS = (
    *(_viewer(FJORDLYS, person) for person in FJORDLYS.people if person.status is _ACTIVE),
    DemoViewer(
        ANNIKA,
        "bookkeeper and admin",
        f"Annika Bergström, bookkeeper, {ELBKONTOR.name}, and admin, {GRANVIK.name}",
    ),
)
