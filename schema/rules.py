"""The access rules of the fields, by name; `domain.rule` says what they mean."""

from domain.access import WORKERS
from domain.rule import ANYONE, OBJECT, PERSON, Rule, admins, member, operators, roles
from domain.vocabulary import Capability, Scope

PARTNER = member(Scope.PARTNER_READ)
CLIENTS = member(Scope.CLIENTS_READ)
BOOKKEEPING = member(Scope.BOOKKEEPING_READ)
FIGURES = member(Scope.BOOKKEEPING_READ, Capability.SEE_EXPENSES)
BALANCES = member(Scope.BOOKKEEPING_READ, Capability.SEE_BALANCES)
BILLING = member(Scope.BILLING_READ)
PEOPLE = member(Scope.PEOPLE_READ)
PEOPLE_PRIVATE = admins(Scope.PEOPLE_READ)
ACADEMY = member(Scope.PEOPLE_READ)
INVITES = member(Scope.INVITES_READ)
ADMINS_ONLY = admins()
COLLEAGUES = member()

AUDIT = roles(WORKERS, Scope.AUDIT_READ)
# Whoever reads an entry at all; of integrations those that may know people.
ORIGINS = roles(WORKERS, Scope.PEOPLE_READ)

INVITE_CLIENTS = roles(WORKERS, Scope.INVITES_WRITE)
MANAGE_INVITES = roles(WORKERS, Scope.INVITES_WRITE)
MANAGE_PEOPLE = admins(Scope.PEOPLE_WRITE)
WORKERS_ONLY = roles(WORKERS)
OPERATORS = operators()


def doing(capability: Capability) -> Rule:
    """Colleagues who may work in clients' accounts, where the client allows the capability."""
    return Rule(roles=WORKERS, capability=capability)


__all__ = [
    "ACADEMY",
    "ADMINS_ONLY",
    "ANYONE",
    "AUDIT",
    "BALANCES",
    "BILLING",
    "BOOKKEEPING",
    "CLIENTS",
    "COLLEAGUES",
    "FIGURES",
    "INVITES",
    "INVITE_CLIENTS",
    "MANAGE_INVITES",
    "MANAGE_PEOPLE",
    "OBJECT",
    "OPERATORS",
    "ORIGINS",
    "PARTNER",
    "PEOPLE",
    "PEOPLE_PRIVATE",
    "PERSON",
    "WORKERS_ONLY",
    "doing",
]
