"""Mails as they are read: subject, text and HTML from the texts of their kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from gateway.mails.texts import LANGUAGE, texts
from store.reading import Row

_FOLDER = Path(__file__).parent / "templates"

# Where the button of a kind leads, below the portal's address; `{secret}` is that of the link.
PAGES = {
    "client_invite": "/invites/{secret}",
    "client_invite_reminder": "/invites/{secret}",
    "colleague_invite": "/invites/{secret}",
    "inbound_invite_accepted": "/",
    "inbound_invite_declined": "/",
    "inbound_invite": "/pending-clients",
    "onboarding_restarted": "/",
    "grant_request": "/grant-requests/{secret}",
    "grant_confirmed": "/grant-requests/{secret}",
    "grant_request_granted": "/bookkeeping",
    "grant_request_declined": "/bookkeeping",
    "grant_request_expired": "/bookkeeping",
    "grant_offer": "/bookkeeping",
    "grant_revoked": "/bookkeeping",
    "client_left": "/bookkeeping",
    "own_company_active": "/company",
    "own_company_failed": "/company",
    "clients_taken_over": "/bookkeeping",
    "webhook_stopped": "/company",
    "client_invite_accepted": "/pending-clients",
    "client_invite_declined": "/pending-clients",
    "client_invite_expired": "/pending-clients",
    "client_invite_bounced": "/pending-clients",
    "colleague_invite_accepted": "/people",
    "colleague_invite_expired": "/people",
    "colleague_invite_bounced": "/people",
    "referral": "/referrals/{secret}",
    "referral_joined": "/partnership",
    "referral_expired": "/partnership",
    "tier_raised": "/partnership",
    "tier_at_risk": "/partnership",
    "tier_kept": "/partnership",
    "tier_fallen": "/partnership",
}


class Unwritable(Exception):
    """There is no text for a mail of this kind, or it does not fit what the mail says."""


def _day(value: str) -> str:
    moment = datetime.fromisoformat(value)
    return f"{moment.day} {moment:%B %Y}"


def _words(value: str) -> str:
    return value.replace("_", " ").lower()


def _environment(*, is_html: bool) -> Environment:
    # What is filled in comes from people: in HTML every value is escaped.
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=is_html,  # noqa: S701
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": _day, "words": _words}
    return made


_PLAIN, _HTML = _environment(is_html=False), _environment(is_html=True)


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes mails; links lead to `portal_url`, and nowhere else; `sender` may carry a name (`Portal <a@b>`)."""

    portal_url: str
    sender: str

    def write(self, row: Row, secret: str | None, now: datetime) -> EmailMessage:
        """The mail of a queued row; raises Unwritable."""
        try:
            said = self._said(row, secret)
        except (KeyError, TypeError, ValueError) as error:
            raise Unwritable(f"no text for mails of the kind {row.kind}") from error
        message = EmailMessage()
        message["Subject"] = said["subject"]
        message["From"] = _address(self.sender)
        message["To"] = Address(_line(row.to_name), addr_spec=row.to_email)
        message["Date"] = format_datetime(now)
        # The same on every attempt, so that whoever gets it twice can tell.
        message["Message-ID"] = f"<{row.id}@{urlsplit(self.portal_url).hostname}>"
        message["Auto-Submitted"] = "auto-generated"
        if said["unsubscribe_link"]:
            message["List-Unsubscribe"] = f"<{said['unsubscribe_link']}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["X-Gateway-Kind"] = row.kind
        message.set_content(_PLAIN.get_template("letter.txt.j2").render(said))
        message.add_alternative(_HTML.get_template("letter.html.j2").render(said), subtype="html")
        return message

    def _said(self, row: Row, secret: str | None) -> dict[str, Any]:
        words = texts()[row.kind]
        # A kind may word parts of the layout in its own way.
        layout = {name: words.get(name, text) for name, text in texts()["layout"].items()}
        values: dict[str, Any] = dict(row.params) | {"to_name": row.to_name}
        page = PAGES.get(row.kind)
        if page and "{secret}" in page and secret is None:
            raise Unwritable("the secret of its link is gone: send what it is about again")
        filled = [_filled(paragraph, values) for paragraph in words["paragraphs"]]
        return {
            **{name: _filled(text, values) for name, text in layout.items()},
            "language": LANGUAGE,
            "subject": _line(_filled(words["subject"], values)),
            "preheader": _line(_filled(words["preheader"], values)),
            "paragraphs": [paragraph for paragraph in filled if paragraph],
            "columns": words.get("columns", []),
            "rows": row.params.get("rows", []),
            "button": words.get("button"),
            "link": self.portal_url + page.format(secret=secret) if page else None,
            "unsubscribe_link": row.params.get("unsubscribe_link"),
        }


def _filled(template: str, values: Mapping[str, Any]) -> str:
    """A text with its values, not escaped: the layout does that."""
    return _PLAIN.from_string(template).render(values).strip()


def _line(text: str) -> str:
    """One line: a header that held more could be continued by whoever chose the words."""
    return " ".join(text.split())


def _address(text: str) -> Address:
    name, spec = parseaddr(text)
    return Address(name, addr_spec=spec)
