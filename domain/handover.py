"""Hand-overs: which pages of a client's account they lead to, what each needs, how long a link lives."""

from collections.abc import Mapping
from datetime import timedelta

from domain.vocabulary import Capability, Word

LIFETIME = timedelta(seconds=60)
_APART = {Capability.MOVE_MONEY: "money_"}


class ClientAccountPage(Word):
    """A page of a client's account on the platform."""

    OVERVIEW = "OVERVIEW"
    EXPENSES = "EXPENSES"
    EXPORT = "EXPORT"
    ACCOUNTING = "ACCOUNTING"
    COMPANY = "COMPANY"
    VERIFICATION = "VERIFICATION"
    CASH_MANAGEMENT = "CASH_MANAGEMENT"
    USERS = "USERS"
    CARDS = "CARDS"
    SPENDING_LIMITS = "SPENDING_LIMITS"
    VENDOR_CARDS = "VENDOR_CARDS"
    TRANSFER_RULES = "TRANSFER_RULES"
    REIMBURSEMENTS = "REIMBURSEMENTS"
    INVOICES = "INVOICES"

    @property
    def slug(self) -> str:
        """How addresses spell it, for example `cash-management`."""
        return self.value.lower().replace("_", "-")


PAGE_CAPABILITY: Mapping[ClientAccountPage, Capability] = {
    # Every level holds it: what the overview needs is a connected client and the power of attorney.
    ClientAccountPage.OVERVIEW: Capability.SEE_BALANCES,
    ClientAccountPage.EXPENSES: Capability.SEE_EXPENSES,
    ClientAccountPage.EXPORT: Capability.EXPORT_EXPENSES,
    ClientAccountPage.ACCOUNTING: Capability.MANAGE_ACCOUNTING,
    ClientAccountPage.COMPANY: Capability.MANAGE_COMPANY,
    ClientAccountPage.VERIFICATION: Capability.HELP_VERIFICATION,
    ClientAccountPage.CASH_MANAGEMENT: Capability.MOVE_MONEY,
    ClientAccountPage.USERS: Capability.MANAGE_USERS,
    ClientAccountPage.CARDS: Capability.ORDER_CARDS,
    ClientAccountPage.SPENDING_LIMITS: Capability.SET_SPENDING_LIMITS,
    ClientAccountPage.VENDOR_CARDS: Capability.MANAGE_VENDOR_CARDS,
    ClientAccountPage.TRANSFER_RULES: Capability.MANAGE_TRANSFER_RULES,
    ClientAccountPage.REIMBURSEMENTS: Capability.SEND_REIMBURSEMENTS,
    ClientAccountPage.INVOICES: Capability.PAY_INVOICES,
}


def audited(done: str, page: ClientAccountPage) -> str:
    """The audit action of a page that was `opened` or `entered`; the way to a client's money has actions of its own."""
    return f"client_account.{_APART.get(PAGE_CAPABILITY[page], '')}{done}"
