"""E-mail addresses that every mail server takes, in the one form in which they are stored."""

from email_validator import EmailNotValidError, validate_email


def email_address(text: str, *, is_test: bool = False) -> str:
    """An address in lower case and ASCII, an international domain in its `xn--` form; raises ValueError.

    Letters beyond ASCII before the `@` would need servers that speak SMTPUTF8 all the way, so they are refused. Whether
    the address exists is not looked up.
    """
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, test_environment=is_test
        ).ascii_email
    except EmailNotValidError as invalid:
        raise ValueError(str(invalid)) from None
    if found is None:
        raise ValueError("The address cannot be written in ASCII.")
    return found.lower()
