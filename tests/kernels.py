"""Every kernel under one roof, for tests that compare many of them."""

from likertkit._kernels.counting import *  # noqa: F403 - each room says what it hands out
from likertkit._kernels.design import *  # noqa: F403 - each room says what it hands out
from likertkit._kernels.means import *  # noqa: F403 - each room says what it hands out
from likertkit._kernels.pvalues import *  # noqa: F403 - each room says what it hands out
from likertkit._kernels.ranks import *  # noqa: F403 - each room says what it hands out
from likertkit._kernels.respondents import *  # noqa: F403 - each room says what it hands out
from likertkit._kernels.shares import *  # noqa: F403 - each room says what it hands out
