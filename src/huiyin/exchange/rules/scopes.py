"""What an access token may do."""

SCOPES = (
    "petitions:write",
    "petitions:read",
    "matters:read",
    "persons:read",
    "exchange:read",
    "exchange:write",
)
EVENTS = ("petition.registered", "matter.acted", "letter.served")
PING = "webhook.ping"
