"""Analyses run beside each other, and none sees anything of another."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import spacy
from spacy.language import Language

from spacy_pii.service import Settings, create_app
from spacy_pii.service.detector import Detector, Detectors

MEETING = threading.Barrier(2)


@Language.component("pii_test_meeting")
def meet(doc):
    """Wait until another analysis is here, too."""
    if doc.text == "meet":
        MEETING.wait(60)
    return doc


@pytest.fixture
def meeting_place(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("pii_test_meeting")
    nlp.to_disk(tmp_path / "model")
    return str(tmp_path / "model")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/analyze", {"text": "meet", "language": "en"}),
        ("/v1/anonymize", {"text": "meet"}),
        ("/v1/anonymize/stream", {"text": "meet"}),
    ],
)
def test_two_analyses_are_at_work_at_the_same_time(meeting_place, path, body):
    """Each waits for the other: with one lock around them neither would ever end."""
    app = create_app(meeting_place, settings=Settings(threads=2))

    async def ask():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=90) as client:
            return await asyncio.gather(client.post(path, json=body), client.post(path, json=body))

    responses = asyncio.run(ask())
    assert [response.status_code for response in responses] == [200, 200]
    assert not any("error" in response.text for response in responses)


def test_pipelines_share_the_weights_and_nothing_else(tiny_onnx):
    first = Detector(tiny_onnx, language="en", patterns=True)
    second = first.another()
    (one,), (other,) = ([pipe for _, pipe in detector.nlp.pipeline] for detector in (first, second))
    assert one.runtime is other.runtime
    assert first.nlp.vocab is not second.nlp.vocab
    assert one.decoder is not other.decoder
    assert not {map(id, first.ours.get_recognizers())} & {map(id, second.ours.get_recognizers())}


def test_texts_at_the_same_time_get_the_results_that_they_get_alone(tiny_onnx):
    texts = [f"Write to Anna Schmidt in Berlin, {number} or a{number}@example.org." for number in range(40)]
    detectors = Detectors(Detector(tiny_onnx, language="en", patterns=True), 3)

    def found(text):
        return detectors.use(lambda detector: [str(row) for row in detector.find(text).results], len(text))

    alone = [found(text) for text in texts]
    assert all(alone)
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(found, texts)) == alone
