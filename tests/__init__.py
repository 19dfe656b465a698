from . import test_house
from . import test_house_records
from . import test_wheel
