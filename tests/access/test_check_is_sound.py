"""What `gateway access check` says before, and what the portal does then: nothing is denied that was not foretold."""

from random import Random

import pytest
from graphql import Source
from hypothesis import HealthCheck, Phase, event, given, reject, settings
from hypothesis import strategies as st

from domain.vocabulary import AttentionLevel
from gateway.cli.access.askers import Asker as Checked
from gateway.cli.access.askers import asker as read_asker
from gateway.cli.access.check import check
from gateway.cli.access.documents import BadInput
from gateway.cli.access.verdict import Answer
from loaders.client import ClientOrderField
from loaders.colleague import ColleagueOrderField
from schema.access import gated_schema
from tests.access.estate import Estate, build
from tests.access.operations import operation
from tests.access.reference import SCOPES, Asker
from tests.portal import Portal
from tests.world import World

NAMES = {"O": "OWNER", "A": "ADMIN", "B": "BOOKKEEPER", "V": "VIEWER", "P": "PERSON", "-": "ANONYMOUS"}
TIER_1 = {"AUTHENTICATION", "MEMBERSHIP", "ROLE", "SCOPE"}
MANY = settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Mostly integrations that lack a scope or two: they come far, and then are denied something.
FEW = st.frozensets(st.sampled_from(SCOPES), min_size=1, max_size=2)
MACHINES = FEW.map(lambda missing: Asker("I", frozenset(SCOPES) - missing))
ASKERS = st.sampled_from("OABVP-").map(Asker) | MACHINES | MACHINES | FEW.map(lambda scopes: Asker("I", scopes))
VALUES = st.fixed_dictionaries(
    {
        "yes": st.booleans(),
        "no": st.booleans(),
        "by": st.sampled_from([field.value for field in ClientOrderField]),
        "whose": st.sampled_from([field.value for field in ColleagueOrderField]),
    },
    optional={
        "filter": st.fixed_dictionaries(
            {},
            optional={
                "attention": st.just([AttentionLevel.CRITICAL.name]),
                "isUnassigned": st.booleans(),
                "search": st.just("b"),
                "teamId": st.none(),
            },
        )
    },
)


@pytest.fixture
async def estate(world: World) -> Estate:
    """One of everything; what is generated changes nothing."""
    return await build(world)


def _said(asker: Asker) -> Checked:
    return read_asker(f"integration:{','.join(asker.scopes)}" if asker.letter == "I" else NAMES[asker.letter])


@MANY
@given(seed=st.integers(0, 1 << 32), asker=ASKERS, values=VALUES)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_no_run_is_denied_what_the_check_did_not_foretell(
    estate: Estate, portal: Portal, seed: int, asker: Asker, values: dict[str, object]
) -> None:
    text = operation(Random(seed), gated_schema(), estate.ids)
    try:
        (finding,) = check([Source(text)], [_said(asker)])
    except BadInput as too_dear:
        if "cost" not in str(too_dear):
            raise
        reject()
    answer = await (await estate.caller(portal, asker))(text, **values)
    told = {error["extensions"]["coordinate"] for error in answer.errors if error["extensions"].get("factor") in TIER_1}
    event(finding.verdict.answer.value)
    assert answer.status in (200, 401), answer.body
    assert told <= {denied.coordinate for denied in finding.verdict.denied}, text
    if finding.verdict.answer is Answer.ALLOWED:
        assert not told
        assert answer.status == 200
