"""A firm with everything that can be made in it; each part has its own module."""

from tests.world.billing import Billing
from tests.world.bookkeeping import Bookkeeping
from tests.world.clients import Clients
from tests.world.company import Company
from tests.world.connections import Connections
from tests.world.digests import Digests
from tests.world.invites import Invites
from tests.world.partnership import Partnerships
from tests.world.people import People
from tests.world.studies import Studies
from tests.world.webhooks import Webhooks


class Firm(
    Invites, Connections, Digests, People, Studies, Webhooks, Clients, Bookkeeping, Billing, Company, Partnerships
):
    """One partner; its methods insert rows at once and give back what tests need to know of them.

    Every method takes further columns of its table by name; they win over the defaults.
    """
