from . import portal
from . import templates
