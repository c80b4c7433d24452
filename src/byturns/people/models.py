from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models.functions import Lower

from byturns.core import clock, ids


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, **fields: Any) -> Account:
        """A new mailbox, in small letters, without a password: a code by e-mail opens it."""
        account = Account(email=email.strip().lower(), **fields)
        account.set_unusable_password()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A mailbox that can be signed in to. Signing in is by a code sent there, or by passkey."""

    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)
    # Mail to it came back, first at this moment, and none about what is said goes there meanwhile.
    mail_stopped_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_account_email_once")]

    def __str__(self) -> str:
        return f"account {self.pk}"  # never the address: this ends up in logs


class Person(models.Model):
    """Somebody, in whichever groups they are. `account` is None for who has no e-mail.

    `name` is only shown to those who share the mailbox ("which of you is this?"); what a group sees
    is the display name of the membership.
    """

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="people")
    name = models.CharField(max_length=80)
    pin = models.CharField(max_length=128, blank=True)
    local_drafts = models.BooleanField(default=True)  # off: "others use this device"
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"person {self.pk}"

    def set_pin(self, pin: str) -> None:
        """Keep a PIN (hashed), or none when `pin` is empty. Not saved."""
        self.pin = make_password(pin) if pin else ""

    def pin_is(self, pin: str) -> bool:
        """Whether `pin` is this person's."""
        return bool(self.pin) and check_password(pin, self.pin)
