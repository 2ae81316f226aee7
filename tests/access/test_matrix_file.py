"""The checked-in access matrix: it says what the rules decide, and what the reference table says."""

from difflib import ndiff
from pathlib import Path

from domain.rule import Rule, operators
from domain.vocabulary import OF_FIRMS, Capability, Role, Scope
from gateway.cli.access.matrix import ACCOUNTS, COMMAND, decided, written
from tests.access.reference import GRANTS, SCOPES, TABLE, Account, Asker

FILE = Path(__file__).parents[2] / "docs" / "access-matrix.txt"


def _changes(file: str, rules: str) -> list[str]:
    return [line for line in ndiff(file.splitlines(), rules.splitlines()) if line[0] in "+-"]


def _lines() -> dict[str, list[str]]:
    parts = [line.split() for line in FILE.read_text().splitlines() if line and line[0] != "#"]
    return {coordinate: rest for coordinate, *rest in parts}


def test_the_file_shows_every_rule_as_it_is_now() -> None:
    changes = _changes(FILE.read_text(), written())
    assert not changes, "\n".join([f"The rules have changed; look at each line, then run: {COMMAND}", *changes])


def test_a_rule_that_changes_changes_its_line_and_no_other() -> None:
    before = decided("Client.wallet", Rule(scope=Scope.BOOKKEEPING_READ, capability=Capability.SEE_BALANCES))
    after = decided("Client.wallet", Rule(roles=frozenset({Role.OWNER}), capability=Capability.MANAGE_USERS))
    changes = _changes(written(), written().replace(before, after))
    assert changes == [f"- {before.rstrip()}", f"+ {after.rstrip()}"]


def test_every_way_to_decide_shows_in_the_line() -> None:
    lines = {decided("Any.field", Rule(scope=scope)) for scope in [None, *OF_FIRMS]}
    lines.add(decided("Any.field", operators()))
    lines |= {decided("Any.field", Rule(roles=frozenset({role}))) for role in Role}
    assert len(lines) == 1 + len(Scope) + len(Role)
    by_capability = {decided("Any.field", Rule(capability=capability)).split()[3] for capability in Capability}
    assert by_capability == {"LEtri---", "-E------", "--t-----", "---r----", "----i---"}


def test_the_file_agrees_with_the_reference_table_for_everybody() -> None:
    lines = _lines()
    for type_name, fields in TABLE.items():
        for field, who in fields.items():
            said = lines[f"{type_name}.{field}"]
            if who.letters == "seen":
                assert said == ["object"]
                continue
            letters = "".join("-" if who.denies(Asker(letter.replace("N", "-"))) else letter for letter in "OABVPN")
            open_to_all = who.denies(Asker("I")) is None
            scopes = [scope for scope in SCOPES if who.denies(Asker("I", frozenset({scope}))) is None]
            scopes += ["platform:operate"] if who.letters == "operators" else []
            wanted = [letters, "any" if open_to_all else ",".join(scopes) or "none"]
            assert said == [*wanted, _clients(who.needs)], (type_name, field)


def _clients(needs: str) -> str:
    every = frozenset(GRANTS)
    accounts = {
        "L": Account("ACTIVE", True, "LIMITED", frozenset()),
        "E": Account("ACTIVE", True, "EXTENDED", frozenset()),
        **{letter: Account("ACTIVE", True, "LIMITED", frozenset({g})) for letter, g in zip("tri", GRANTS, strict=True)},
        "w": Account("ACTIVE", False, "EXTENDED", every),
        "s": Account("SUSPENDED", True, "EXTENDED", every),
        "d": Account("DISCONNECTED", True, "EXTENDED", every),
    }
    assert list(accounts) == list(ACCOUNTS)
    return "".join("-" if account.lacks(needs) else letter for letter, account in accounts.items()) if needs else "any"
