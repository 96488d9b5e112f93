"""What an access token may do."""

SCOPES = (
    "petitions:write",
    "petitions:read",
    "matters:read",
    "persons:read",
    "exchange:read",
    "exchange:write",
)
# With it a system reads who somebody is: a token that holds it takes two persons.
TAKES_TWO = frozenset({"persons:read"})
EVENTS = ("petition.registered", "matter.acted", "letter.served")
PING = "webhook.ping"
