"""An authenticator app shows codes for an account from now on."""

from shop.accounts.one_time_codes import step_of
from shop.accounts.put_app import put_app
from shop.accounts.rules import WrongCode


def set_up_app(person_id: int, secret: str, code: str) -> None:
    """Replaces an app set up before. Raises `WrongCode` unless the code proves that it works.

    `secret` is encrypted. The code counts as used. Does not commit.
    """
    step = step_of(code, secret)
    if step is None:
        raise WrongCode
    put_app(person_id, secret, step)
