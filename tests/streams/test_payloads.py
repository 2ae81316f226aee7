"""What subscriptions tell, to whom."""

from domain.invite import STALE_AFTER
from domain.vocabulary import AttentionLevel, Role, Scope, SignalKind
from resolvers.inviting.staleness import judge_invites
from store.engine import Store
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.people.asking import ASSIGN, CHANGE_ROLE, UNASSIGN, ask, ids
from tests.portal import Portal
from tests.streams.documents import ACCESS, ASSIGNMENTS, ATTENTION, COLLEAGUES, PENDING
from tests.streams.listening import Air, Attention
from tests.world import World


async def test_a_change_of_attention_is_told_to_those_who_see_the_client(
    world: World, air: Air, attention: Attention
) -> None:
    firm, other = await world.partner(), await world.partner()
    admin, bo, eva = [await firm.colleague(role=role) for role in (Role.ADMIN, Role.BOOKKEEPER, Role.VIEWER)]
    stranger = await other.colleague(role=Role.OWNER)
    skov, nord, own = await firm.client(name="Skov"), await firm.client(name="Nord"), await other.client(name="Own")
    await firm.assign(bo, skov)
    await firm.assign(eva, nord)
    heard = {who: await air.listen(who, ATTENTION) for who in (admin, bo, eva, stranger)}
    for client in (skov, nord, own):
        await attention.moves(client, "WARNING", why="TIME")
    assert [each["client"]["name"] for each in await heard[admin].until(2)] == ["Skov", "Nord"]
    assert [each["client"]["name"] for each in await heard[eva].until(1)] == ["Nord"]
    assert [each["client"]["name"] for each in await heard[stranger].until(1)] == ["Own"]
    (told,) = await heard[bo].until(1)
    assert told["client"] == {"name": "Skov", "attention": {"level": "WARNING"}}
    assert (told["clientId"], told["cause"]) == (skov.public_id, "TIME")
    assert told["level"] == {"before": "NONE", "after": "WARNING"}
    assert told["signals"] == [{"kind": "LOW_BALANCE", "before": "NONE", "after": "WARNING"}]
    (frame,) = heard[bo].frames
    assert told["cursor"] == frame.cursor == heard[bo].answers[0]["extensions"]["cursor"]
    assert frame.about == skov.id


async def test_what_only_admins_see_moves_nobody_elses_stream(world: World, air: Air, attention: Attention) -> None:
    firm = await world.partner()
    admin, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.BOOKKEEPER)
    skov = await firm.client(name="Skov")
    await firm.assign(bo, skov)
    for_admin, for_bo = await air.listen(admin, ATTENTION), await air.listen(bo, ATTENTION)
    await attention.moves(skov, "WARNING", kind=SignalKind.UNASSIGNED)
    await attention.moves(skov, "INFO", before="WARNING", kind=SignalKind.UNASSIGNED, others=[SignalKind.DATA_STALE])
    first, second = await for_admin.until(2)
    assert (first["level"]["after"], len(second["signals"])) == ("WARNING", 2)
    (told,) = await for_bo.until(1)
    assert (told["level"], [each["kind"] for each in told["signals"]]) == (None, ["DATA_STALE"])


async def test_a_restricted_integration_hears_of_all_signals_that_it_reads(
    world: World, portal: Portal, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    skov = await firm.client(name="Skov")
    scopes = [Scope.BOOKKEEPING_READ, Scope.CLIENTS_READ, Scope.PARTNER_READ]
    chosen = await firm.integration(scopes, clients=[skov])
    heard = await air.listen(chosen, ATTENTION)
    await firm.signal(skov, SignalKind.UNASSIGNED, AttentionLevel.WARNING)
    await attention.moves(skov, "WARNING", kind=SignalKind.UNASSIGNED)
    (told,) = await heard.until(1)
    read = await portal.machine(chosen, *[scope.value for scope in scopes])(
        "{ partner { clients(filter: {signal: [UNASSIGNED]}) { nodes { attention { signals { kind } } } } } }"
    )
    signals = [{"kind": each["kind"]} for each in told["signals"]]
    assert read.data["partner"]["clients"]["nodes"] == [{"attention": {"signals": signals}}]
    assert (signals, told["level"]["after"]) == ([{"kind": "UNASSIGNED"}], "WARNING")


async def test_filters_name_clients_signals_levels_and_who_works_there(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    admin, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.BOOKKEEPER)
    skov, nord = await firm.client(name="Skov"), await firm.client(name="Nord")
    await firm.assign(bo, nord)
    filters = {
        "clients": {"clientIds": ids(skov)},
        "signal": {"signal": ["DATA_STALE"]},
        "level": {"attention": ["CRITICAL"]},
        "assignee": {"assigneeId": bo.public_id},
        "both": {"assigneeId": bo.public_id, "attention": ["CRITICAL"]},
        "none": {"clientIds": ["client_00000000000000000000000000"]},
        "all": {},
    }
    heard = {name: await air.listen(admin, ATTENTION, filter=filter) for name, filter in filters.items()}
    await attention.moves(skov, "CRITICAL")
    await attention.moves(skov, "INFO", before="CRITICAL", kind=SignalKind.DATA_STALE)
    await attention.moves(nord, "INFO")
    assert len(await heard["all"].until(3)) == 3
    told = {
        name: [(each["client"]["name"], each["level"]["after"]) for each in stream.payloads]
        for name, stream in heard.items()
    }
    assert told["clients"] == told["level"] == [("Skov", "CRITICAL"), ("Skov", "INFO")]
    assert (told["signal"], told["assignee"]) == ([("Skov", "INFO")], [("Nord", "INFO")])
    assert told["both"] == told["none"] == []


async def test_clients_come_into_sight_and_leave_it_with_assignments(world: World, air: Air) -> None:
    firm = await world.partner()
    admin, bo, eva = [await firm.colleague(role=role) for role in (Role.ADMIN, Role.BOOKKEEPER, Role.BOOKKEEPER)]
    skov = await firm.client(name="Skov")
    watched = (ATTENTION, ASSIGNMENTS, ACCESS)
    seen_by_bo, seen_by_admin, seen_by_eva = [
        [await air.listen(who, document) for document in watched] for who in (bo, admin, eva)
    ]
    pair = {"clientIds": ids(skov), "colleagueIds": ids(bo)}
    await ask(air.caller(admin), ASSIGN, **pair)
    for stream in seen_by_bo:
        await stream.until(1)
    await ask(air.caller(admin), UNASSIGN, **pair)
    attention, assignments, access = [await stream.until(2) for stream in seen_by_bo]
    assert [(each["cause"], each["client"] and each["client"]["name"]) for each in attention] == [
        ("ACCESS", "Skov"),
        ("ACCESS", None),
    ]
    assert {each["clientId"] for each in (*attention, *assignments, *access)} == {skov.public_id}
    assert [(each["change"], each["assignment"] is None) for each in assignments] == [
        ("STARTED", False),
        ("ENDED", True),
    ]
    assert [(each["change"], each["client"] is None) for each in access] == [("ASSIGNED", False), ("UNASSIGNED", True)]
    (_, ended) = await seen_by_admin[1].until(2)
    assert (ended["change"], ended["assignment"]["isLive"]) == ("ENDED", False)
    # Of what is nothing to them others hear nothing: not the admin of Bo's rights, not Eva of anything.
    await ask(air.caller(admin), ASSIGN, clientIds=ids(skov), colleagueIds=ids(eva))
    assert [[each["clientId"] for each in await stream.until(1)] for stream in seen_by_eva] == [[skov.public_id]] * 3
    assert seen_by_admin[2].payloads == []


async def test_people_come_and_change_their_role(world: World, air: Air) -> None:
    firm = await world.partner()
    owner, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.BOOKKEEPER)
    invite, _ = await firm.colleague_invite(by=owner)
    for_owner, for_bo = await air.listen(owner, COLLEAGUES), await air.listen(bo, COLLEAGUES)
    own = await air.listen(bo, ACCESS)
    resend = "mutation ($input: ResendInviteInput!) { done: resendInvite(input: $input) { userErrors { code } } }"
    assert (await ask(air.caller(owner), resend, inviteId=invite.public_id))["userErrors"] == []
    await for_owner.until(1)
    await ask(air.caller(owner), CHANGE_ROLE, colleagueId=bo.public_id, role="ADMIN")
    told = await for_owner.until(2)
    assert [each["change"] for each in told] == ["INVITED", "ROLE_CHANGED"]
    assert told[1]["colleague"] == {"name": bo.name, "role": "ADMIN", "status": "ACTIVE"}
    # Bo was no admin when the invite went out; by now the streams go on with the new rights.
    assert [each["change"] for each in await for_bo.until(1)] == ["ROLE_CHANGED"]
    (changed,) = await own.until(1)
    assert changed["viewer"] == {
        "kind": "COLLEAGUE",
        "role": "ADMIN",
        "can": {"manageTeams": True},
        "colleague": {"name": bo.name},
    }


async def test_pending_clients_are_told_as_the_lists_show_them(
    world: World, air: Air, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    admin, bo, eva = [await firm.colleague(role=role) for role in (Role.ADMIN, Role.BOOKKEEPER, Role.BOOKKEEPER)]
    newcomer = await firm.client(name="Newcomer")
    await firm.assign(eva, newcomer)
    sent, _ = await firm.client_invite(by=bo)
    inbound = await firm.inbound_invite()
    heard = [await air.listen(who, PENDING) for who in (admin, bo, eva)]
    async with unit_of_work(store, firm.id, Actor("CLOCK"), firm.now + STALE_AFTER, vault) as work:
        await judge_invites(work, [sent.id])
    cancel = "mutation ($input: CancelInviteInput!) { done: cancelInvite(input: $input) { userErrors { code } } }"
    assert (await ask(air.caller(bo), cancel, inviteId=sent.public_id))["userErrors"] == []
    async with unit_of_work(store, firm.id, Actor("PLATFORM"), firm.now, vault) as work:
        await work.announce("inbound_invite.expired", "INVITE", inbound.id)
        await work.announce("client.onboarding_changed", "CLIENT", newcomer.id, client_id=newcomer.id)
    told = [await stream.until(count) for stream, count in zip(heard, (4, 2, 1), strict=True)]
    changes = ["INVITE_STALE", "INVITE_CANCELLED", "INVITE_EXPIRED", "ONBOARDING_MOVED"]
    assert [each["change"] for each in told[0]] == changes
    assert told[1][1]["invite"] == {"id": sent.public_id, "status": "CANCELLED"}
    assert (told[2][0]["change"], told[2][0]["client"]["name"]) == ("ONBOARDING_MOVED", "Newcomer")
    assert all(frame.about is None for frame in heard[0].frames)
