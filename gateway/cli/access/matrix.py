"""The access matrix: one line per coordinate, decided by the rules themselves for everybody who may ask."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from domain.access import ANONYMOUS, ClientAccess, Viewer, ViewerKind, grant_bits, machine_with
from domain.account import Account
from domain.denial import Denial
from domain.ids import IdKind
from domain.rule import Audience, Rule
from domain.vocabulary import AccessLevel, AccessStatus, Grant, Role, Scope
from resolvers.asking import asking_rules
from resolvers.node import NODES
from schema.build import build_schema, core, rules

Subject = TypeVar("Subject")

COMMAND = "gateway access matrix > docs/access-matrix.txt"


_ALL = grant_bits(tuple(Grant))
PEOPLE: Mapping[str, Viewer] = {
    **{role.value[0]: Viewer(ViewerKind.COLLEAGUE, role=role) for role in Role},
    "P": Viewer(ViewerKind.PERSON),
    "N": ANONYMOUS,
}
MACHINES: Mapping[str, Viewer] = {scope.value: machine_with(scope) for scope in Scope}
_BARE_MACHINE = Viewer(ViewerKind.INTEGRATION)
ACCOUNTS: Mapping[str, ClientAccess] = {
    "L": Account(),
    "E": Account(level=AccessLevel.EXTENDED),
    "t": Account(grants=grant_bits((Grant.MANAGE_TRANSFER_RULES,))),
    "r": Account(grants=grant_bits((Grant.SEND_REIMBURSEMENTS,))),
    "i": Account(grants=grant_bits((Grant.PAY_INVOICES,))),
    "w": Account(poa_granted=False, level=AccessLevel.EXTENDED, grants=_ALL),
    "s": Account(AccessStatus.SUSPENDED, True, AccessLevel.EXTENDED, _ALL),
    "d": Account(AccessStatus.DISCONNECTED, True, AccessLevel.EXTENDED, _ALL),
}

HEADER = f"""\
# Who may use each coordinate, as the rules decide. A test compares this file with them. To write it anew:
#   {COMMAND}
#
# people        O owner, A admin, B bookkeeper, V viewer, P person without a firm, N nobody (no token)
# integrations  the scopes of which one suffices; "any" with or without scopes, "none" whatever the scopes;
#               {Scope.PLATFORM_OPERATE} is for the platform's operators alone
# clients       for which clients it holds: L level LIMITED, E level EXTENDED,
#               t r i LIMITED with the grant MANAGE_TRANSFER_RULES, SEND_REIMBURSEMENTS, PAY_INVOICES;
#               with EXTENDED and every grant, but: w without power of attorney, s suspended, d disconnected;
#               "any" where no client is looked at
# object        whoever was let through to the object that carries it
#
# Besides fields: ClientFilter, ClientOrderField and ColleagueOrderField are what lists are asked by, `node(...)` what
# ids lead to.
# Which rows exist is narrower: colleagues other than O and A meet only clients on which they work.
"""


def written() -> str:
    """The file."""
    return HEADER + "\n" + _line("# coordinate", "people", "integrations", "clients") + "".join(sorted(_lines()))


def _lines() -> Iterator[str]:
    for (type_name, member), rule in (rules(core(build_schema())) | asking_rules()).items():
        yield decided(f"{type_name}.{member}", rule)
    for kind, (_, rule) in NODES.items():
        yield decided(f"Query.node({IdKind(kind).value}_...)", rule)


def decided(name: str, rule: Rule) -> str:
    """One line of the file: what a rule answers to everybody."""
    if rule.audience is Audience.OBJECT:
        return _line(name, "object")
    people = _letters(PEOPLE, rule.for_viewer)
    clients = _letters(ACCOUNTS, rule.for_client)
    return _line(name, people, _scopes(rule), clients if "-" in clients else "any")


def _letters(subjects: Mapping[str, Subject], denial: Callable[[Subject], Denial | None]) -> str:
    return "".join("-" if denial(subject) else letter for letter, subject in subjects.items())


def _scopes(rule: Rule) -> str:
    if rule.for_viewer(_BARE_MACHINE) is None:
        return "any"
    return ",".join(scope for scope, machine in MACHINES.items() if rule.for_viewer(machine) is None) or "none"


def _line(name: str, people: str, scopes: str = "", clients: str = "") -> str:
    return f"{name:<40}  {people:<6}  {scopes:<16}  {clients}".rstrip() + "\n"
