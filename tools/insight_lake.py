"""Writes a lake of invented facts over the offices of an installation, with 120 areas of its own."""

import os
import shutil
import sys

import django

DISTRICTS, EACH = 12, 10
SEED = 20261126


def main() -> None:
    """Add the areas, write the lake; the leader of the demo sees all offices in it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.foundation.settings"
    django.setup()
    from django.conf import settings

    from huiyin.base.clock import now
    from huiyin.evaluation import invented_lake
    from huiyin.orgs import queries as orgs
    from huiyin.orgs import services

    codes = [f"981{n:03d}" for n in range(DISTRICTS * EACH)]
    above = {code: codes[n // EACH * EACH] for n, code in enumerate(codes)}
    city = next(one.code for one in orgs.divisions() if one.parent)
    services.add_divisions(
        {"code": code, "name": f"第{n + 1}片", "parent": city if code == over else over}
        for n, (code, over) in enumerate(above.items())
    )
    offices = sorted(orgs.actor_by_login("shenguohua").offices("matter.read"))
    at = [offices[n % len(offices)] for n in range(len(codes))]
    shutil.rmtree(settings.HUIYIN_HOME / "lake", ignore_errors=True)
    where = invented_lake.Where(above, at)
    invented_lake.write(settings.HUIYIN_HOME, int(sys.argv[1]), at=now(), seed=SEED, where=where)


if __name__ == "__main__":
    main()
