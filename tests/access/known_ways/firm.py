"""Ways to the firm itself, its partnership, prices, and what belongs to every answer."""

from tests.access.known_ways.roots import FIRM, PARTNERSHIP

WAYS: dict[str, tuple[str, ...]] = {
    "Query": ("", "Mutation.declineClientInvite DeclineClientInvitePayload.query"),
    "Mutation": ("",),
    "Partner": (FIRM, "Query.viewer Viewer.partner", "Query.node/Partner", "Query.nodes/Partner"),
    "OwnCompany": (f"{FIRM} Partner.ownCompany",),
    "Address": (f"{FIRM} Partner.address",),
    "PlanPrice": ("Query.pricePlans",),
    "PriceQuote": ("Query.priceQuote",),
    "QuoteLine": ("Query.priceQuote PriceQuote.lines",),
    "Partnership": (PARTNERSHIP,),
    "PartnerAgreement": (f"{PARTNERSHIP} Partnership.agreement",),
    "TierTerms": (f"{PARTNERSHIP} Partnership.terms", f"{PARTNERSHIP} Partnership.tiers"),
    "TierRequirement": (f"{PARTNERSHIP} Partnership.tiers TierTerms.requirements",),
    "Points": (f"{PARTNERSHIP} Partnership.points",),
    "PointsEntry": (
        f"{PARTNERSHIP} Partnership.points Points.ledger PointsEntryConnection.nodes",
        f"{PARTNERSHIP} Partnership.points Points.ledger PointsEntryConnection.edges PointsEntryEdge.node",
    ),
    "Referral": (
        f"{PARTNERSHIP} Partnership.referrals ReferralConnection.nodes",
        f"{PARTNERSHIP} Partnership.referrals ReferralConnection.edges ReferralEdge.node",
        "Query.node/Referral",
        "Query.nodes/Referral",
    ),
    "ReferralPreview": ("Query.referralPreview",),
    "ApplicationPreview": ("Query.applicationPreview",),
    "PartnerApplication": (
        "Query.partnerApplications PartnerApplicationConnection.nodes",
        "Query.partnerApplications PartnerApplicationConnection.edges PartnerApplicationEdge.node",
        "Query.node/PartnerApplication",
        "Query.nodes/PartnerApplication",
    ),
    "UserError": ("Mutation.createTeam CreateTeamPayload.userErrors",),
    "AuditEvent": (f"{FIRM} Partner.auditEvents AuditEventConnection.nodes",),
    "AuditOrigin": (f"{FIRM} Partner.auditEvents AuditEventConnection.nodes AuditEvent.origin",),
    "AuditChange": (f"{FIRM} Partner.auditEvents AuditEventConnection.nodes AuditEvent.changes",),
    "PageInfo": (f"{FIRM} Partner.clients ClientConnection.pageInfo",),
}
