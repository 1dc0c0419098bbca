"""A pipeline with a tiny encoder that learns a few sentences by heart in seconds."""

import spacy
from spacy.training import Example

from spacy_pii.docbin.alignment import record_to_doc
from spacy_pii.records import PiiRecord, PiiSpan

WINDOWS = {"@span_getters": "spacy_pii.wordpiece_windows.v1"}
TEXTS = [
    ("Write to Anna Schmidt in Ulm today.", [("Anna Schmidt", "PERSON"), ("Ulm", "LOCATION")]),
    ("The pump in room seven is broken again.", []),
    ("My number is 555 0134, says Bob.", [("555 0134", "PHONE_NUMBER"), ("Bob", "PERSON")]),
    ("Hamburg and Ulm are far from here.", [("Hamburg", "LOCATION"), ("Ulm", "LOCATION")]),
]


def record(text, values, annotated=None):
    spans = tuple(sorted(PiiSpan(text.index(v), text.index(v) + len(v), label) for v, label in values))
    return PiiRecord(text, spans, frozenset(annotated)) if annotated else PiiRecord(text, spans)


RECORDS = [record(*row) for row in TEXTS]


def examples(nlp, records):
    return [Example(nlp.make_doc(r.text), record_to_doc(nlp, r)) for r in records]


def build(encoder, records, steps=0, get_spans=WINDOWS, encoder_settings=None, **config):
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}})
    model = {"@architectures": "spacy_pii.TransformerModel.v1", "name": str(encoder), "get_spans": get_spans}
    model |= encoder_settings or {}
    nlp.add_pipe("transformer", config={"model": model})
    nlp.add_pipe("pii_ner", config=config)
    batch = examples(nlp, records)
    optimizer = nlp.initialize(lambda: batch)
    optimizer.learn_rate = 0.005
    losses = []
    for _ in range(steps):
        losses.append(nlp.update(batch, sgd=optimizer)["pii_ner"])
    return nlp, losses
