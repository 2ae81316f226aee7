"""The garbage collector of a process that serves: what lives as long as the process is not looked through again."""

import gc

# Requests leave hardly any cycles behind: looking for them often costs far more than it frees.
_THRESHOLDS = (50_000, 20, 50)


def settle() -> None:
    """Call it once everything is loaded: all that exists now is left out of further collections."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
