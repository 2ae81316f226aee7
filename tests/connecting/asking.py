"""How these tests ask about connections."""

from tests.invites.asking import ERRORS

ACCEPT = f"""mutation ($input: AcceptInboundInviteInput!) {{ acceptInboundInvite(input: $input) {{
  invite {{ id status version answeredAt client {{ id }} }}
  client {{ id name status access {{ level grants powerOfAttorney {{ isGranted }} }} onboarding {{ status waitingOn }}
    assignments {{ colleague {{ name }} }} contact {{ name email phone }} }} {ERRORS} }} }}"""
DECLINE = f"""mutation ($input: DeclineInboundInviteInput!) {{ declineInboundInvite(input: $input) {{
  invite {{ id status declineReason }} {ERRORS} }} }}"""
