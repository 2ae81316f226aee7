"""The trial: what the policy decides for everybody, beside what the product says; in memory, without a database."""

from collections.abc import Iterator
from itertools import product
from types import ModuleType
from typing import Any
from uuid import UUID

from domain.account import Account as Facts
from domain.denial import Denial
from domain.vocabulary import Capability, Grant, MenuEntry, Scope
from tests.access.policy.everybody import GRANT_SETS, LETTERS, accounts, callers
from tests.access.reference import EVERY_LEVEL, GRANTS, ONLY_EXTENDED, Account, Asker, Who, changed_by

ADMINS_DO = (
    "SEE_INBOUND_INVITES SEE_PARTNERSHIP MANAGE_COLLEAGUES MANAGE_TEAMS ASSIGN_OTHERS ANSWER_INBOUND_INVITES "
    "DISCONNECT_CLIENTS EDIT_COMPANY MANAGE_INTEGRATIONS READ_AUDIT_LOG"
).split()
BOOKKEEPERS_DO = "UNASSIGN_SELF INVITE_CLIENTS REQUEST_GRANTS OPEN_CLIENT_ACCOUNTS".split()
READING = {"SEE_EXPENSES", "SEE_BALANCES"}
FIRM = UUID(int=7)
# What an answer says would do, by factor; of a role, a scope, a level, a grant also which.
CHANGES = {
    "AUTHENTICATION": "SIGN_IN",
    "MEMBERSHIP": "JOIN_FIRM",
    "ROLE": "CHANGE_ROLE",
    "SCOPE": "GRANT_SCOPE",
    "POWER_OF_ATTORNEY": "RESTORE_POWER_OF_ATTORNEY",
    "LEVEL": "RAISE_LEVEL",
    "GRANT": "GRANT",
}


def judge(access: ModuleType, rule: ModuleType) -> None:
    """Raises AssertionError, or whatever a broken policy raises, where it differs from the product."""
    _viewers(access)
    _abilities(access)
    _connections(access)
    _rights(access)
    _rules(rule)
    _callers_of(access, rule)
    _clients_of(rule)


def _viewers(access: ModuleType) -> None:
    nobody = access.ANONYMOUS
    assert (nobody.kind.value, nobody.principal, nobody.may_invite_clients) == ("ANONYMOUS", "anonymous", True)
    assert not nobody.is_restricted
    for asker, viewer in callers(access):
        assert viewer.is_machine == (asker.letter in "IX")
        assert viewer.sees_all_clients == (asker.letter in "OAI"), asker
        named = access.Viewer(viewer.kind, access.Identity("i", "s"), FIRM, role=viewer.role, is_restricted=True)
        assert (named.tenant, named.principal, named.sees_all_clients) == (FIRM, "i|s", False)
    try:
        assert nobody.tenant is nobody
    except LookupError:
        return


def _abilities(access: ModuleType) -> None:
    assert {each.value for each in access.Ability} == {*ADMINS_DO, *BOOKKEEPERS_DO}
    for (asker, viewer), ability, inviting in product(callers(access), access.Ability, (True, False)):
        one = access.Viewer(viewer.kind, role=viewer.role, may_invite_clients=inviting)
        does = asker.letter in ("OA" if ability.value in ADMINS_DO else "OAB")
        stopped = not inviting and asker.letter == "B" and ability.value == "INVITE_CLIENTS"
        assert access.able(one, ability) is (does and not stopped), (asker, ability, inviting)
    for letter, role in LETTERS.items():
        assert access.menu(role) == tuple(e for e in MenuEntry if letter in "OA" or e.value != "PARTNERSHIP")


def _connections(access: ModuleType) -> None:
    assert {status.value for status in access.CONNECTED} == {"ACTIVE", "SUSPENDED"}
    assert tuple(Facts.__slots__) == access.ACCESS_FACTS
    for grants in GRANT_SETS:
        bits, words = sum(1 << GRANTS.index(grant) for grant in grants), tuple(map(Grant, grants))
        assert (access.grant_bits(words), access.granted(bits)) == (bits, words)


def _rights(access: ModuleType) -> None:
    everybody = list(callers(access))
    for reference, facts in accounts():
        allowed = set(reference.allows)
        assert {each.value for each in access.capabilities(facts)} == allowed, reference
        for (asker, viewer), assigned in product(everybody, (True, False)):
            held = {each.value for each in access.held(viewer, facts, assigned=assigned)}
            assert held == _held(asker, allowed, assigned), (reference, asker, assigned)


def _held(asker: Asker, allowed: set[str], assigned: bool) -> set[str]:
    if asker.letter == "I":
        return allowed & READING if "bookkeeping:read" in asker.scopes else set()
    if asker.letter in "OA" or (asker.letter == "B" and assigned):
        return allowed
    return allowed & READING if assigned else set()


def _written(rule: ModuleType) -> Iterator[tuple[Who, Any]]:
    yield Who("seen"), rule.OBJECT
    yield Who("anyone"), rule.ANYONE
    yield Who("signed-in"), rule.PERSON
    yield Who("operators"), rule.operators()
    for scope in (None, *Scope):
        named = scope.value if scope else ""
        yield Who("OABV", named), rule.member(scope)
        yield Who("OA", named), rule.admins(scope)
        for letters in ("", "O", "OAB", "V"):
            yield Who(letters, named), rule.roles(frozenset(LETTERS[letter] for letter in letters), scope)


def _rules(rule: ModuleType) -> None:
    for who, written in _written(rule):
        assert written.may_deny is who.is_gated
        assert (written.grant, written.level, written.capability) == (None, None, None)
        assert written.sentence() == f"Access: {_sentence(who)}."
    for name in (*EVERY_LEVEL, *ONLY_EXTENDED, *GRANTS):
        written = rule.member(Scope.BOOKKEEPING_READ, Capability(name))
        lowest = "EXTENDED" if name in ONLY_EXTENDED else "LIMITED"
        grant = name if name in GRANTS else None
        assert (written.grant, written.level) == (grant, None if grant else lowest)
        where = f"granted {grant}" if grant else f"is connected with level {lowest} or higher"
        started = "every colleague; integrations with bookkeeping:read; where the client"
        assert written.sentence() == f"Access: {started} {where}."


def _sentence(who: Who) -> str:
    plain = {
        "seen": "whoever may see the object",
        "anyone": "anyone, without a token",
        "signed-in": "any signed-in person",
        "operators": "operators of the platform, with platform:operate",
    }
    if who.letters in plain:
        return plain[who.letters]
    roles = ", ".join(LETTERS[letter].value for letter in who.letters)
    machines = f"integrations with {who.scope}" if who.scope else "no integrations"
    return f"{'every colleague' if who.letters == 'OABV' else roles}; {machines}"


def _callers_of(access: ModuleType, rule: ModuleType) -> None:
    everybody = list(callers(access))
    for who, written in _written(rule):
        for asker, viewer in everybody:
            factor, denial = who.denies(asker), written.for_viewer(viewer)
            if factor is None:
                assert denial is None, (who, asker)
            else:
                _is_told(denial, who, asker, factor)
    operate, kinds = frozenset({Scope.PLATFORM_OPERATE}), access.ViewerKind
    # Neither the scope makes an operator, nor being one the scope.
    for half in (access.Viewer(kinds.INTEGRATION, scopes=operate), access.Viewer(kinds.OPERATOR)):
        assert rule.operators().for_viewer(half).factor == "SCOPE"


def _is_told(denial: Denial | None, who: Who, asker: Asker, factor: str) -> None:
    """A denial names the factor, who may change it, and the one change that would do, unless none would."""
    assert denial is not None, (who, asker)
    assert denial.factor == factor
    changer = changed_by(who, asker, factor)
    hopeless = changer == "the operator" or (factor == "ROLE" and not who.letters)
    if hopeless or (factor == "SCOPE" and not who.scope):
        assert (denial.suffices, denial.changed_by) == (None, changer), (who, asker)
        return
    least = LETTERS[who.letters[-1]].value if factor == "ROLE" else None
    # Only owners make owners.
    changer = "an owner of the firm" if least == "OWNER" else changer
    to = who.scope if factor == "SCOPE" else least
    step = {"factor": factor, "change": CHANGES[factor], "to": to, "changedBy": changer}
    assert (denial.told_steps, denial.changed_by) == ([step], changer), (who, asker)
    words = " or ".join(role.value for letter, role in LETTERS.items() if letter in who.letters)
    assert (f" {words}." if factor == "ROLE" else to or "") in denial.message


def _clients_of(rule: ModuleType) -> None:
    everything = [None, *EVERY_LEVEL, *ONLY_EXTENDED, *GRANTS]
    for (reference, facts), name in product(list(accounts()), everything):
        denial = rule.member(None, Capability(name) if name else None).for_client(facts)
        if name is None or reference.lacks(name) is None:
            assert denial is None, (reference, name)
            continue
        assert denial is not None, (reference, name)
        assert (denial.factor, denial.changed_by) == (reference.lacks(name), "the client's admin")
        steps = [] if reference.status == "DISCONNECTED" else list(_steps(reference, name))
        assert (denial.told_steps or []) == steps, (reference, name)
        assert not steps or (steps[0]["to"] or "power of attorney") in denial.message


def _steps(account: Account, name: str) -> Iterator[dict[str, str | None]]:
    missing: list[tuple[str, str | None]] = []
    if account.status == "SUSPENDED" or not account.has_poa:
        missing.append(("POWER_OF_ATTORNEY", None))
    if name in GRANTS and name not in account.grants:
        missing.append(("GRANT", name))
    if name in ONLY_EXTENDED and account.level == "LIMITED":
        missing.append(("LEVEL", "EXTENDED"))
    for factor, to in missing:
        yield {"factor": factor, "change": CHANGES[factor], "to": to, "changedBy": "the client's admin"}
