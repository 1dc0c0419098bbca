"""`spacy_pii.distillation.v1`: a training config that learns from a teacher's soft labels, too."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from thinc.api import Config

from ..components.distillation import Distillation
from ..components.pii_ner import PiiTagger
from ..errors import PiiError


def create_distillation(weight: float, temperature: float = 1.0) -> Callable[[Language], Language]:
    """`spacy_pii.distillation.v1`, an initialize.after_init callback; arguments as in `Distillation`.

    What it sets is not saved with the pipeline. Raises PiiError for values that cannot be meant, and, when it is
    called, for a pipeline without `pii_ner`.
    """
    distillation = Distillation(weight, temperature)

    def distill(nlp: Language) -> Language:
        # spaCy switches off what was trained before while it initializes the rest.
        taggers = [pipe for _, pipe in nlp.components if isinstance(pipe, PiiTagger)]
        if not taggers:
            raise PiiError("no pii_ner that could learn from soft labels.", remedy="add it to nlp.pipeline.")
        for tagger in taggers:
            tagger.distillation = distillation
        return nlp

    return distill


def with_distillation(config: Config, weight: float, temperature: float) -> Config:
    """The training config with that callback."""
    Distillation(weight, temperature)
    distilled = config.copy()
    callback = {"@callbacks": "spacy_pii.distillation.v1", "weight": weight, "temperature": temperature}
    distilled["initialize"]["after_init"] = callback
    return distilled
