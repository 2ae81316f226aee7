"""The firm's own: its account on the platform, and whom it has referred."""

from typing import Any

from sqlalchemy import Row

from domain.ids import IdKind
from domain.own_company import OWN_COMPANY
from domain.referral import REFERRAL
from domain.vocabulary import DueKind, OwnCompanyStatus, ReferralStatus
from resolvers.referring.joining import note_firm_joined
from store.attention import file_due
from store.tables import own_company, referral
from tests.machines.acts import BOUNCES, EXPIRES, Fact, Inside, Mutation, Said, admin
from tests.machines.life import Life, Move
from tests.machines.scene import Scene, Stage

_REFERRAL = "referral { id status version }"


async def _account(scene: Scene, status: OwnCompanyStatus) -> None:
    await scene.firm.own_company(scene.boss, status)
    scene.id = scene.firm.id


def _status(row: Row[Any] | None, stage: Stage) -> str:
    return row.status if row is not None else OwnCompanyStatus.NONE


async def _recommended(scene: Scene, status: ReferralStatus) -> None:
    made, scene.secret = await scene.firm.referral(scene.sender, status=status)
    (row,) = await scene.stage.rows(referral, referral.c.id == made.id)
    scene.kind, scene.id, scene.ends_at = IdKind.REFERRAL, made.id, row.expires_at
    scene.said["address"] = row.email
    async with scene.firm.work() as work:
        await file_due(work, DueKind.REFERRAL, {made.id: row.expires_at})
        said = {"kind": row.kind, "company_name": row.company_name, "partner_name": scene.firm.name}
        said |= {"expires_at": row.expires_at.isoformat()}
        await work.mail("referral", (row.name, row.email), said, scene.secret)


async def _joined(scene: Scene) -> None:
    """The firm that was referred has become a partner; the clock carries the news over."""
    newcomer = await scene.stage.world.partner()
    async with newcomer.work() as work:
        await note_firm_joined(work, scene.id)
    await scene.tick(scene.stage.now)


class _Settled(Fact):
    """A fact about the account that was asked for last."""

    async def __call__(self, scene: Scene, key: str | None = None) -> Said:
        """Looks up by which reference that was."""
        rows = await scene.stage.rows(own_company, own_company.c.partner_id == scene.id)
        scene.said["reference"] = str(rows[0].reference) if rows else "01890000-0000-7000-8000-000000000000"
        return await super().__call__(scene, key)


def _fact(kind: str, **data: Any) -> Fact:
    return _Settled(kind, lambda scene: str(scene.said["reference"]), lambda scene: data)


def _recommendation(scene: Scene) -> dict[str, Any]:
    whom = {"companyName": "Syd Revision", "name": "Eva Syd", "email": "eva@syd.example"}
    return {"kind": "FIRM", "country": "DK", **whom}


COMPANY = (
    Life(
        "own company",
        OWN_COMPANY,
        own_company,
        _account,
        (
            Move(Mutation("createOwnCompany", admin, lambda scene: {}, "ownCompany { status }"), ("create",)),
            Move(_fact("own_company.created", account="SP-7"), ("activate",), ("own_company_active",)),
            Move(_fact("own_company.failed", reason="No."), ("fail",), ("own_company_failed",)),
        ),
        prefix="own_company",
        actions={"create": "requested"},
        refusals=frozenset({"REFUSED"}),
        status=_status,
    ),
    Life(
        "referral",
        REFERRAL,
        referral,
        _recommended,
        (
            Move(
                Mutation("cancelReferral", admin, lambda scene: {"referralId": scene.public_id}, _REFERRAL),
                ("cancel",),
                ("referral_cancelled",),
            ),
            Move(EXPIRES, ("expire",), ("referral_expired",)),
            Move(BOUNCES, ("bounce",), ("referral_bounced",)),
            Move(Inside(_joined), ("join",), ("referral_joined",)),
        ),
        prefix="referral",
        answers_sender=True,
        begin=Move(Mutation("createReferral", admin, _recommendation, _REFERRAL), (), ("referral",)),
        refusals=frozenset({"REQUEST_ALREADY_OPEN"}),
    ),
)
