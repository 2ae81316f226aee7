"""Mails as they are read: subject, text and HTML from the texts of their kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from gateway.mails.digests import described
from gateway.mails.filling import HTML, PLAIN, filled, one_line
from gateway.mails.texts import LANGUAGE, texts
from resolvers.email_address import email_address
from store.reading import Row

# Where the button of a kind leads, below the portal's address; `{secret}` is that of the link.
PAGES = {
    "client_invite": "/invites/{secret}",
    "client_invite_reminder": "/invites/{secret}",
    "colleague_invite": "/invites/{secret}",
    "inbound_invite": "/pending-clients",
    "grant_request": "/grant-requests/{secret}",
    "grant_confirmed": "/grant-requests/{secret}",
    "grant_offer_granted": "/grant-requests/{secret}",
    "grant_request_granted": "/bookkeeping",
    "grant_request_declined": "/bookkeeping",
    "grant_request_expired": "/bookkeeping",
    "grant_request_bounced": "/bookkeeping",
    "grant_offer": "/bookkeeping",
    "grant_revoked": "/bookkeeping",
    "client_left": "/bookkeeping",
    "own_company_active": "/company",
    "own_company_failed": "/company",
    "clients_taken_over": "/",
    "webhook_stopped": "/company",
    "client_invite_accepted": "/pending-clients",
    "client_invite_declined": "/pending-clients",
    "client_invite_expired": "/pending-clients",
    "client_invite_bounced": "/pending-clients",
    "course_enrolled": "/academy",
    "certificate_issued": "/academy",
    "certificate_renewal_due": "/academy",
    "certificate_expires_soon": "/academy",
    "certificate_expired": "/academy",
    "colleague_invite_accepted": "/people",
    "colleague_invite_expired": "/people",
    "colleague_invite_bounced": "/people",
    "referral": "/referrals/{secret}",
    "referral_joined": "/partnership",
    "referral_cancelled": "/partnership",
    "referral_expired": "/partnership",
    "referral_bounced": "/partnership",
    "colleague_unreachable": "/people",
    "tier_raised": "/partnership",
    "tier_at_risk": "/partnership",
    "tier_kept": "/partnership",
    "tier_fallen": "/partnership",
    "digest_portfolio": "/bookkeeping",
    "digest_client": "{page}",
    "partner_webinar": "/partnership/webinar/{secret}",
    "partner_agreement": "/partnership/agreement/{secret}",
    "practice_invite": "/partnership/practice/{secret}",
    "partner_welcome": "/",
    "partner_join_request": "/people",
}


# Python drops the quotes around a long name that it folds; nothing in a name may then be read as one more recipient.
_READ_AS_ADDRESSES = re.compile(r'[,;:<>@()\[\]\\"]')


class _OnOneLine(UnstructuredHeader, BaseHeader):
    """A header that mail programs read as an address: Python would cut a long one into encoded words."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is; far below the 998 letters that a line may have."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OnOneLine)
_POLICY = default.clone(header_factory=_HEADERS)


class Unwritable(Exception):
    """There is no text for a mail of this kind, or it does not fit what the mail says."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes mails; links lead to `portal_url`, and nowhere else; `sender` may carry a name (`Portal <a@b>`).

    Only links that end digests lead to the gateway itself, at `gateway_url`.
    """

    portal_url: str
    sender: str
    gateway_url: str

    def write(
        self, row: Row, secret: str | None, now: datetime, said: Mapping[str, Any] | None = None, ending: str = ""
    ) -> EmailMessage:
        """The mail of a queued row; raises Unwritable.

        A digest comes with what is `said` in it, and the token of the link that ends it.
        """
        try:
            written = self._written(row, secret, row.params if said is None else said, ending)
        except (KeyError, TypeError, ValueError) as error:
            raise Unwritable(f"no text for mails of the kind {row.kind}") from error
        message = self._addressed(row, now, written["subject"])
        if link := written["unsubscribe_link"]:
            # RFC 8058: one click, in the mail program itself.
            message["List-Unsubscribe"] = f"<{link}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        layout = "letter" if said is None else "digest"
        message.set_content(PLAIN.get_template(f"{layout}.txt.j2").render(written))
        message.add_alternative(HTML.get_template(f"{layout}.html.j2").render(written), subtype="html")
        return message

    def _addressed(self, row: Row, now: datetime, subject: str) -> EmailMessage:
        message = EmailMessage(policy=_POLICY)
        message["Subject"] = subject
        message["From"] = _address(self.sender)
        message["To"] = _recipient(row)
        message["Date"] = format_datetime(now)
        # The same on every attempt, so that whoever gets it twice can tell.
        message["Message-ID"] = f"<{row.id}@{urlsplit(self.portal_url).hostname}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Gateway-Kind"] = row.kind
        return message

    def _written(self, row: Row, secret: str | None, said: Mapping[str, Any], ending: str) -> dict[str, Any]:
        # A kind, or those whom it goes to, may word parts of the layout in their own way.
        own = texts()[row.kind]
        words = texts()["layout"] | texts()["readers"].get(own.get("reader", "colleague"), {}) | own
        values: dict[str, Any] = dict(said) | {"to_name": row.to_name}
        page = PAGES.get(row.kind)
        if page and "{secret}" in page and secret is None:
            raise Unwritable("the secret of its link is gone: send what it is about again")
        shared = {name: filled(words[name], values) for name in texts()["layout"]}
        paragraphs = [filled(paragraph, values) for paragraph in words["paragraphs"]]
        return {
            **shared,
            "language": LANGUAGE,
            "subject": one_line(filled(words["subject"], values)),
            "preheader": one_line(filled(words["preheader"], values)),
            "paragraphs": [paragraph for paragraph in paragraphs if paragraph],
            "columns": words.get("columns", []),
            "rows": values.get("rows", []),
            "button": words.get("button"),
            "link": self.portal_url + page.format(**{"secret": secret} | values) if page else None,
            "unsubscribe_link": f"{self.gateway_url}/unsubscribe/{ending}" if ending else None,
            **(described(words, values, self.portal_url) if "figures" in words else {}),
        }


def _recipient(row: Row) -> Address:
    try:
        name = one_line(_READ_AS_ADDRESSES.sub(" ", row.to_name))
        return Address(name, addr_spec=email_address(row.to_email, is_test=True))
    except (ValueError, MessageError, IndexError):
        # Python's parser of addresses fails in several ways.
        raise Unwritable("mail servers do not take its address") from None


def _address(text: str) -> Address:
    name, spec = parseaddr(text)
    return Address(name, addr_spec=spec)
