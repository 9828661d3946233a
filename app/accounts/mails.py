"""Mails about accounts, from templates/mail/: the first line is the subject, the body follows after an empty line."""

from flask import render_template

from app.accounts.queries import Mail


def password_reset(token: str) -> Mail:
    """The link to choose a new password with."""
    return _compose("password_reset", token=token)


def password_changed() -> Mail:
    """Says that the password is a new one, for the case that it was somebody else."""
    return _compose("password_changed")


def registered_again() -> Mail:
    """Says that this e-mail has an account already, to its owner and nobody else."""
    return _compose("registered_again")


def _compose(name: str, **context: str) -> Mail:
    subject, _, body = render_template(f"mail/{name}.txt", **context).partition("\n\n")
    return Mail(subject.strip(), body.strip() + "\n")
