"""Contents page: everything that can be changed."""

import strawberry

from schema.cost import FREE
from schema.mutations.applying import ApplyingMutations
from schema.mutations.attention import AttentionMutations
from schema.mutations.company import CompanyMutations
from schema.mutations.connecting import ConnectingMutations
from schema.mutations.describing import DescribingMutations
from schema.mutations.digest import DigestMutations
from schema.mutations.granting import GrantingMutations
from schema.mutations.handover import HandoverMutations
from schema.mutations.integration import IntegrationMutations
from schema.mutations.invite import InviteMutations
from schema.mutations.people import PeopleMutations
from schema.mutations.referral import ReferralMutations
from schema.mutations.studying import StudyingMutations
from schema.mutations.webhook import WebhookMutations


@strawberry.type(description="Everything that can be changed.", directives=FREE)
class Mutation(
    InviteMutations,
    PeopleMutations,
    HandoverMutations,
    ConnectingMutations,
    GrantingMutations,
    IntegrationMutations,
    WebhookMutations,
    DescribingMutations,
    AttentionMutations,
    CompanyMutations,
    ReferralMutations,
    DigestMutations,
    ApplyingMutations,
    StudyingMutations,
):
    pass
