"""`pii_ner`: the trainable component. It tags tokens and reports spans with their probabilities."""

# No postponed annotations here: spaCy validates the arguments of `initialize` by their types.

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from ..docbin.alignment import ANNOTATED, IGNORED
from ..docbin.soft_labels import soft_labels
from ..errors import PiiError
from .decoder import DEFAULT_POINTS, MAX_LENGTH, Decoder, make_decoder
from .distillation import Distillation
from .lattice import Floats, partial_likelihood, soft_likelihood
from .model_format import check_format, check_tags, format_of
from .partial_annotation import unknown_stretches
from .saving import save_without_words
from .score_map import ScoreMap


class PiiTagger(TrainablePipe):
    """Token tagger with a BIO sequence model.

    Sets `doc.ents`, `doc.spans["pii"]` with `attrs["scores"]`, and `doc.cats["PII"]`. Learns from documents whose
    `user_data["pii_annotated"]` names the labels that their source annotates; without it, all are. No gold is learned
    from the stretches in `user_data["pii_ignored"]`. Where a teacher's soft labels are stored with a document, they are
    learned beside the gold, with the weight of `distillation`.
    """

    def __init__(
        self,
        vocab: Vocab,
        model: Model,
        name: str = "pii_ner",
        *,
        decoder: Decoder,
        label_weights: dict[str, float] | None = None,
        scorer: Callable | None = None,
    ):
        self.vocab = vocab
        self.model = model
        self.name = name
        self.decoder = decoder
        self.label_weights = dict(label_weights or {})
        self.distillation = Distillation()
        self.scorer = scorer
        # Serialized by TrainablePipe; the operating point is not in it, so that a config chooses it at load time.
        self.cfg: dict[str, Any] = {"format": format_of({}), "labels": [], "temperature": 1.0, "score_map": {}}

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels in the order of the tags."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> list[str]:
        """What `spacy init labels` saves and `initialize` takes back."""
        return list(self.cfg["labels"])

    def add_label(self, label: str) -> int:
        """Add a label before initialization. Raises PiiError afterwards: the tagger's size is fixed then."""
        if label in self.cfg["labels"]:
            return 0
        if self.model.has_dim("nO"):
            raise PiiError(
                f"label {label!r} cannot be added to a tagger that is initialized.",
                remedy="train a new pipeline on data that holds the label.",
            )
        self.cfg["labels"].append(label)
        self.vocab.strings.add(label)
        return 1

    def set_calibration(self, temperature: float, score_map: ScoreMap | None = None) -> None:
        """Set what calibration fitted; saved with the component. Raises PiiError if the temperature is not positive."""
        self.cfg["temperature"] = float(temperature)
        self.cfg["score_map"] = asdict(score_map or ScoreMap())
        self._sync()

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        labels: Sequence[str] | None = None,
    ) -> None:
        """Collect the labels, from the data unless they are given, and size the model."""
        if labels is None:
            labels = sorted({ent.label_ for example in get_examples() for ent in example.reference.ents})
        for label in labels:
            self.add_label(label)
        if not self.labels:
            raise PiiError(
                "the training data holds no entities, so there is nothing to learn.",
                remedy="check the converted corpus with `spacy project run inspect-labels`.",
            )
        self._sync()
        self.model.set_dim("nO", 2 * len(self.labels) + 1)
        sample = [example.predicted for example in islice(get_examples(), 10)]
        self.model.initialize(X=[doc for doc in sample if len(doc)])

    def predict(self, docs: Iterable[Doc]) -> list[Floats]:
        """Tag logits of each document, (tokens, tags)."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            width = self.model.get_dim("nO")
            return [np.zeros((0, width)) for _ in docs]
        return [self.model.ops.to_numpy(rows) for rows in self.model.predict(docs)]

    def set_annotations(self, docs: Iterable[Doc], logits: list[Floats]) -> None:
        """Decode logits into entities, scores and the verdict."""
        self.decoder.annotate(list(docs), logits)

    def get_loss(self, examples: Iterable[Example], logits: list[Any]) -> tuple[float, list[Any]]:
        """Loss summed over documents and divided by their number, and its gradient per token of the batch.

        It is the partial negative log likelihood of the gold, mixed with the cross-entropy to a teacher's soft labels
        where there are some.
        """
        examples = list(examples)
        on_cpu = [self.model.ops.to_numpy(rows) for rows in logits]
        allowed, weights = zip(*(self.target(example) for example in examples), strict=True)
        loss, gradient = partial_likelihood(on_cpu, list(allowed))
        gradient = [rows * weight[:, None] for rows, weight in zip(gradient, weights, strict=True)]
        if self.distillation.weight:
            self._distill(examples, on_cpu, loss, gradient)
        tokens = sum(map(len, gradient)) or 1
        ops: Any = self.model.ops
        scaled = [ops.asarray2f((rows / tokens).astype("float32")) for rows in gradient]
        return float(loss.sum()) / len(examples), scaled

    def _distill(self, examples: list[Example], logits: list[Floats], loss: Floats, gradient: list[Floats]) -> None:
        """Mix the teacher's part into loss and gradient, in place, for the documents that have soft labels."""
        weight, temperature = self.distillation.weight, self.distillation.temperature
        soft = {
            number: marginals
            for number, example in enumerate(examples)
            if (marginals := soft_labels(example.reference, self.labels, len(logits[number]))) is not None
        }
        if not soft:
            return
        softened = [logits[number] / temperature for number in soft]
        divergence, slope = soft_likelihood(softened, list(soft.values()))
        for number, value, rows in zip(soft, divergence, slope, strict=True):
            # A gradient shrinks with the square of the temperature (Hinton et al., 2015).
            loss[number] = (1 - weight) * loss[number] + weight * temperature**2 * value
            gradient[number] = (1 - weight) * gradient[number] + weight * temperature * rows

    def target(self, example: Example) -> tuple[NDArray[np.bool_], NDArray[np.floating]]:
        """Allowed tags (tokens, tags) and the weight of each token."""
        doc, labels = example.predicted, self.labels
        count = len(labels)
        allowed = np.zeros((len(doc), 2 * count + 1), dtype=bool)
        allowed[:, 0] = True
        weights = np.ones(len(doc))
        annotated = example.reference.user_data.get(ANNOTATED)
        for number, label in enumerate(labels):
            if annotated is not None and label not in annotated:
                for start, end in unknown_stretches(doc.text, label):
                    tokens = doc.char_span(start, end, alignment_mode="expand")
                    if tokens is not None:
                        allowed[tokens.start : tokens.end, [1 + number, 1 + count + number]] = True
        for start, end in example.reference.user_data.get(IGNORED, ()):
            tokens = doc.char_span(start, end, alignment_mode="expand")
            if tokens is not None:
                allowed[tokens.start : tokens.end] = True
        for ent in example.get_aligned_spans_y2x(example.reference.ents):
            if ent.label_ in labels:
                number = labels.index(ent.label_)
                allowed[ent.start : ent.end] = False
                allowed[ent.start, 1 + number] = True
                allowed[ent.start + 1 : ent.end, 1 + count + number] = True
                weights[ent.start : ent.end] = self.label_weights.get(ent.label_, 1.0)
        return allowed, weights

    def _sync(self) -> None:
        """Bring the decoder in line with what was loaded or initialized, and check its settings against it."""
        check_format(self.cfg, self.name)
        if self.model.has_dim("nO"):
            check_tags(len(self.labels), self.model.get_dim("nO"), self.name)
        self.decoder.labels = self.labels
        self.decoder.temperature = self.cfg["temperature"]
        # Pipelines saved before there was such a map have none.
        self.decoder.score_map = ScoreMap(**self.cfg.get("score_map", {}))
        self.decoder.check()

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> "PiiTagger":
        super().from_disk(path, exclude=exclude)
        self._sync()
        return self

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> "PiiTagger":
        super().from_bytes(bytes_data, exclude=exclude)
        self._sync()
        return self


_DEFAULT_MODEL = {
    "@architectures": "spacy_pii.PiiTagger.v1",
    "shapes": True,
    "tok2vec": {
        "@architectures": "spacy-transformers.TransformerListener.v1",
        "grad_factor": 1.0,
        "pooling": {"@layers": "reduce_mean.v1"},
        "upstream": "*",
    },
}


@Language.factory(
    "pii_ner",
    assigns=["doc.ents", "doc.spans", "doc.cats", "token.ent_iob", "token.ent_type"],
    default_config={
        "model": _DEFAULT_MODEL,
        "operating_point": "balanced",
        "operating_points": DEFAULT_POINTS,
        "thresholds": {},
        "label_weights": {},
        "scorer": {"@scorers": "spacy_pii.scorer.v1"},
    },
    default_score_weights={"pii_f": 0.5, "pii_leakage": None, "pii_covered": 0.5},
)
def make_tagger(
    nlp: Language,
    name: str,
    model: Model,
    operating_point: str,
    operating_points: dict[str, dict[str, Any]],
    thresholds: dict[str, float],
    label_weights: dict[str, float],
    scorer: Callable | None,
) -> PiiTagger:
    """Create the component.

    operating_point: the name of one of `operating_points`, whose values are those of decoder.OperatingPoint; choose it
    at load time with `spacy.load(..., config={"components.pii_ner.operating_point": "high_recall"})`. thresholds: label
    -> probability below which its spans are dropped, over the operating point's own. label_weights: label -> factor on
    the gradient of its tokens. Raises PiiError for values that cannot be meant.
    """
    nlp.max_length = max(nlp.max_length, MAX_LENGTH)
    save_without_words(nlp)
    decoder = make_decoder(operating_point, operating_points, thresholds)
    return PiiTagger(nlp.vocab, model, name, decoder=decoder, label_weights=label_weights, scorer=scorer)
