"""What applicants say of their firm, checked alike at both doors."""

from typing import Any

from domain.errors import UserErrorCode
from resolvers.inputs.applying import ApplyForPartnershipInput, SubmitPracticeDetailsInput
from resolvers.inviting.checks import Checks

MOST_CLIENTS = 1_000_000


def described(checks: Checks, input: ApplyForPartnershipInput | SubmitPracticeDetailsInput) -> dict[str, Any]:
    """Columns of the application."""
    checks.key(input.idempotency_key)
    country, number = checks.company(input.country, input.registration_number)
    if not input.accepts_terms:
        checks.wrong(UserErrorCode.REQUIRED, "Accept the terms: set `acceptsTerms` to true.", "acceptsTerms")
    if not 0 <= input.client_count <= MOST_CLIENTS:
        message = f"`clientCount` takes 0 to {MOST_CLIENTS:,}; a rough number will do."
        checks.wrong(UserErrorCode.INVALID, message, "clientCount")
    return {
        "firm_name": checks.text("firmName", input.firm_name),
        "country": country,
        "registration_number": number,
        "contact_name": checks.text("contactName", input.contact_name),
        "phone": checks.phone("phone", checks.text("phone", input.phone)),
        "client_count": input.client_count,
    }
