"""Arrow batches in, Arrow batches out, on one machine or many; `spark` and `ray` are thin adapters on top."""

from .batches import anonymize_batches
from .spec import AnonymizerSpec

__all__ = ["AnonymizerSpec", "anonymize_batches"]
