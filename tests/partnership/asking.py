"""How these tests ask about the partnership."""

from tests.invites.asking import ERRORS

TERMS = "{ tier discountRate benefits requirements { kind have need missing } }"
PARTNERSHIP = f"""{{ partner {{ partnership {{
  agreement {{ version agreedAt signatoryName signatoryEmail documentUrl }}
  tier since fallsAt terms {TERMS} nextTier {TERMS} tiers {{ tier }}
  points {{ balance expiringSoon nextExpiry ledger {{ totalCount nodes {{
    kind points at expiresAt month clientCount client {{ name }} colleague {{ name }}
    referral {{ companyName }} }} }} }}
}} }} }}"""
REFERRALS = """query ($status: [ReferralStatus!]) { partner { partnership { referrals(status: $status) {
  nodes { companyName status kind referredBy { name } client { name } } } } } }"""
_REFERRAL = "referral { id status kind companyName name email country registrationNumber message expiresAt version }"
REFER = f"mutation ($input: CreateReferralInput!) {{ createReferral(input: $input) {{ {_REFERRAL} {ERRORS} }} }}"
TAKE_BACK = f"mutation ($input: CancelReferralInput!) {{ cancelReferral(input: $input) {{ {_REFERRAL} {ERRORS} }} }}"
PREVIEW = """query ($token: String!) { referralPreview(token: $token) {
  kind partnerName referrerName companyName message expiresAt } }"""


def recommendation(**changes: object) -> dict[str, object]:
    """A referral that is fine, but for the changes."""
    return {
        "kind": "FIRM",
        "companyName": "Syd Revision",
        "name": "Eva Syd",
        "email": "eva@syd.example",
        "country": "DK",
    } | changes
