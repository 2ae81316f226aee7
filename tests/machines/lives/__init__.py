"""The machines, each as it is lived at the gateway; one that is missing here fails the tests."""

from tests.machines.life import Life
from tests.machines.lives.applying import APPLICATIONS
from tests.machines.lives.clients import CLIENTS
from tests.machines.lives.company import COMPANY
from tests.machines.lives.granting import GRANTING
from tests.machines.lives.inviting import INVITES
from tests.machines.lives.people import PEOPLE
from tests.machines.lives.programs import PROGRAMS
from tests.machines.lives.studying import STUDIES

LIVES: tuple[Life, ...] = (
    *APPLICATIONS,
    *CLIENTS,
    *COMPANY,
    *GRANTING,
    *INVITES,
    *PEOPLE,
    *PROGRAMS,
    *STUDIES,
)
