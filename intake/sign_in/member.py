"""One of the staff, and what their role allows."""

from __future__ import annotations

from dataclasses import dataclass

# Each may do what those before it may: see requests, deal with them, say who else may.
ROLES = ("read", "handle", "administer")


@dataclass(frozen=True)
class Member:
    """One of the staff; they read the desk in ``language``."""

    id: str
    address: str
    name: str
    role: str
    language: str

    def may(self, role: str) -> bool:
        """Whether they may do what this role, one of ``ROLES``, allows."""
        return ROLES.index(self.role) >= ROLES.index(role)
