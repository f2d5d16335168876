"""The template families: five and more ways in which real portals are built."""

from tests.world.families.badge import Badge
from tests.world.families.base import Family
from tests.world.families.frames import Frames
from tests.world.families.jcms import Jcms
from tests.world.families.table import Table
from tests.world.families.tuoersi import Tuoersi
from tests.world.families.vsb import Vsb

FAMILIES: dict[str, Family] = {
    "folders": Family(),
    "jcms": Jcms(),
    "table": Table(),
    "badge": Badge(),
    "vsb": Vsb(),
    "tuoersi": Tuoersi(),
    "frames": Frames(),
}
