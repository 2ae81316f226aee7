"""The life of a referral: sent to a firm or a company, which joins, or does not."""

from datetime import timedelta

from domain.machine import Machine
from domain.vocabulary import ReferralStatus as Status

LIFETIME = timedelta(days=90)
# Of one firm within a day: each is a mail to somebody who has not asked for it.
MOST_A_DAY = 20

REFERRAL = Machine(
    "a referral",
    Status.SENT,
    {
        "join": {Status.SENT: Status.JOINED},
        "expire": {Status.SENT: Status.EXPIRED},
        "cancel": {Status.SENT: Status.CANCELLED},
        "bounce": {Status.SENT: Status.BOUNCED},
    },
)
