"""What a link in a mail opens, and for how long."""

from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    #: A forgotten password is replaced. The second factor stays.
    RECOVERY = "recovery"
    #: A new colleague sets the first password.
    INVITATION = "invitation"
    #: Mail goes to this address from now on.
    EMAIL = "email"


VALID = {
    Purpose.RECOVERY: timedelta(minutes=30),
    Purpose.INVITATION: timedelta(hours=48),
    Purpose.EMAIL: timedelta(minutes=60),
}
PATH = "/konto/link/"
