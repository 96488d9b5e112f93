"""Table of matters that changed since what is reckoned from them was last reckoned.

The database itself notes them (triggers of migration 0014): whoever writes, by whatever way, forgets none.
"""

from django.db import models


class Changed(models.Model):
    """A matter of which something changed, and how many times since it was last looked at.

    A row is taken away by who looked at the matter, and only if nothing changed meanwhile: so a transaction
    that ends late is not missed, as it would be by a number or an instant up to which one has looked.
    """

    matter = models.BigIntegerField(primary_key=True)
    times = models.PositiveIntegerField(default=1)
