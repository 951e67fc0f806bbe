"""What the program knows of words: the district's lists, the shipped weights and its own."""

import logging

from bot.nlp.understand import Knowledge, Understander
from bot.nlp.weights import WeightsError, load_weights
from bot.settings import Settings

log = logging.getLogger(__name__)
OWN_WEIGHTS = "weights.csv"


def understander_of(knowledge: Knowledge, settings: Settings) -> Understander:
    """The district's words with the shipped weights, and its own where `minsheng train` wrote
    them to weights.csv in the data directory.

    A file that is broken is named with its line and left out: what people report has to be
    sorted meanwhile, and the shipped weights do that.
    """
    weights = [load_weights()]
    own = settings.data_dir / OWN_WEIGHTS
    try:
        if own.exists():
            weights.append(load_weights(own))
    except (WeightsError, OSError) as error:
        log.error("own weights are not used: %s", error)  # noqa: TRY400 - a line, no traceback
    return Understander(knowledge, weights)
