"""Attacks and load: what is too long, too slow or too much is refused, the rest goes on, and no text leaks."""

import gzip
import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from serving import running

SECRET = "Xanthippe Quixotic"
JSON = {"Content-Type": "application/json"}


def address(service):
    host, _, port = service.url.removeprefix("http://").partition(":")
    return host, int(port)


def raw(service, request, pause=0.0):
    """The answer to bytes that are sent as they are."""
    with socket.create_connection(address(service), timeout=30) as connection:
        for part in request:
            connection.sendall(part)
            time.sleep(pause)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


def backtracking(seconds_of_patterns=1):
    pattern = {"name": "b", "regex": r"(a|aa)+$", "score": 0.5}
    return [{"supported_entity": "X", "patterns": [pattern] * seconds_of_patterns}]


def test_a_backtracking_regex_ends_with_an_error_and_not_with_a_gap(service):
    response = service.analyze(text="a" * 60 + "!", ad_hoc_recognizers=backtracking(20))
    assert response.status_code == 400
    assert response.json() == {"error": "The regular expressions of this request took longer than 2 s."}


def test_a_backtracking_allow_list_ends_with_an_error(service):
    response = service.analyze(text="www." + "a" * 60 + ".com", allow_list=[r"(a|aa)+$"], allow_list_match="regex")
    assert response.status_code == 400
    assert "regular expressions" in response.json()["error"]


@pytest.mark.parametrize("path", ["/analyze", "/anonymize", "/v1/anonymize"])
def test_long_bodies_are_413(service, path):
    response = service.client.post(path, json={"text": SECRET * 10_000, "language": "en"})
    assert response.status_code == 413
    assert response.json() == {"error": "The body has more than 100000 bytes."}


def test_a_long_body_without_a_length_is_413(service):
    head = b"POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert b" 413 " in raw(service, [head, chunk(b"a" * 60_000), chunk(b"a" * 60_000), chunk(b"")])


def test_a_slow_body_times_out(service):
    head = b"POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    started = time.monotonic()
    assert b" 408 " in raw(service, [head])
    assert time.monotonic() - started > 1.5


@pytest.mark.parametrize(
    "body",
    [
        '{"text": ' + "[" * 40_000,
        '{"text": ' + "9" * 50_000 + ', "language": "en"}',
        '{"text": NaN, "language": "en"}',
        json.dumps({"text": ["a"] * 6000, "language": "en"}),
        json.dumps({"text": SECRET, "language": "en", "context": ["a"] * 2000}),
        json.dumps({"text": SECRET, "language": "en", "ad_hoc_recognizers": [{}] * 200}),
        b"\xff\xfe" + SECRET.encode(),
        gzip.compress(SECRET.encode(), mtime=0),
    ],
)
def test_bombs_are_the_callers_error(service, body):
    response = service.client.post("/analyze", content=body, headers=JSON)
    assert response.status_code in (400, 413)
    assert SECRET not in response.text


def test_replacements_that_would_fill_the_memory_are_refused(service):
    result = {"start": 0, "end": 1, "score": 1, "entity_type": "A"}
    body = {"text": "a", "analyzer_results": [result] * 900}
    body["anonymizers"] = {"A": {"type": "replace", "new_value": "b" * 30_000}}
    response = service.client.post("/anonymize", json=body)
    assert (response.status_code, response.json()) == (
        413,
        {"error": "The replacements would hold more than 2000000 characters."},
    )


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / nonsense\r\n\r\n",
        b"POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"GET /health HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
def test_broken_requests_close_the_connection(service, request_line):
    try:
        answer = raw(service, [request_line])
    except ConnectionError:
        answer = b""
    assert b" 200 " not in answer
    assert service.client.get("/health").status_code == 200


def test_a_full_queue_is_503_and_the_rest_is_answered(service):
    """Two threads and a queue of four: of twelve requests that take their time, six get an answer."""
    slow = {"text": "a" * 60 + "!", "language": "en", "ad_hoc_recognizers": backtracking()}
    with ThreadPoolExecutor(12) as pool:
        responses = list(pool.map(lambda _: httpx.post(f"{service.url}/analyze", json=slow, timeout=60), range(12)))
    statuses = [response.status_code for response in responses]
    assert set(statuses) == {400, 503}
    assert statuses.count(400) >= 6
    busy = next(response for response in responses if response.status_code == 503)
    assert busy.headers["retry-after"] == "1"
    assert "error" in busy.json()
    assert service.analyze(text="a@b.com").status_code == 200


def test_requests_run_beside_each_other(service):
    """Health is answered while both threads are busy."""
    slow = {"text": "a" * 60 + "!", "language": "en", "ad_hoc_recognizers": backtracking()}
    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(httpx.post, f"{service.url}/analyze", json=slow, timeout=60) for _ in range(2)]
        assert service.client.get("/health").status_code == 200
        assert not all(each.done() for each in busy)


def test_streams_answer_line_by_line(service):
    """The first answer is there before the second line is sent; most clients send everything first."""
    head = b"POST /v1/anonymize/stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    lines = [
        json.dumps({"text": "Mail a@b.com"}).encode() + b"\n",
        b"{broken\n" + json.dumps({"text": "", "nonsense": SECRET}).encode() + b"\n",
        json.dumps({"text": "Call (415) 555-0182", "operator": "redact"}).encode(),
    ]
    received = b""
    with socket.create_connection(address(service), timeout=60) as connection:
        connection.sendall(head + chunk(lines[0]))
        while b"masked_text" not in received:
            received += more(connection)
        connection.sendall(chunk(lines[1]) + chunk(lines[2]) + chunk(b""))
        while not received.endswith(b"0\r\n\r\n"):
            received += more(connection)
    assert b"content-type: application/x-ndjson" in received.lower()
    answers = [json.loads(line) for line in received.decode().splitlines() if line.startswith("{")]
    assert answers[0]["masked_text"] == "Mail <EMAIL_ADDRESS>"
    assert answers[1] == {"line": 2, "error": "no JSON"}
    assert answers[2]["line"] == 3
    assert answers[3]["masked_text"].strip() == "Call"
    assert SECRET not in json.dumps(answers[2])


def more(connection):
    part = connection.recv(65536)
    assert part, "the stream was cut"
    return part


def chunk(content):
    return b"%x\r\n%s\r\n" % (len(content), content)


def test_surrogates_under_a_key_are_the_same_in_every_text(service):
    body = {"operator": "surrogate", "key": "0123456789abcdef"}
    masked = [
        service.client.post("/v1/anonymize", json={**body, "text": f"{start} maria.okonkwo@example.org."}).json()
        for start in ("Write to", "It was sent to")
    ]
    assert masked[0]["entities"][0]["replacement"] == masked[1]["entities"][0]["replacement"]
    short = service.client.post("/v1/anonymize", json={"text": "a", "key": SECRET[:8]})
    assert short.status_code == 422
    assert SECRET[:8] not in short.text


def test_no_text_is_in_logs_metrics_or_errors(service):
    service.analyze(text=f"My name is {SECRET}", entities=[SECRET])
    service.analyze(text=f"{SECRET} a", ad_hoc_recognizers=[{"supported_entity": SECRET, "deny_list": ["a"]}])
    service.client.post("/v1/anonymize", json={"text": f"My name is {SECRET}", SECRET: SECRET})
    service.client.post("/anonymize", json={"text": SECRET, "analyzer_results": [{"start": SECRET}]})
    service.client.get("/recognizers", params={"language": SECRET})
    service.client.get(f"/{SECRET}", params={"q": SECRET})
    service.client.request(SECRET.split()[0].upper(), "/analyze")
    metrics = service.client.get("/metrics").text
    log = service.log()
    for word in SECRET.split():
        assert word.lower() not in (metrics + log).lower()
    assert 'spacy_pii_entities_total{label="OTHER"}' in metrics
    assert 'spacy_pii_requests_total{method="POST",route="/analyze",status="200"}' in metrics
    assert "spacy_pii_request_seconds_bucket" in metrics
    assert "POST /analyze 200" in log


def test_a_token_keeps_others_out_and_sigterm_lets_requests_end(tmp_path):
    (tmp_path / "token").write_text("a-long-secret\n")
    options = ("--token-file", str(tmp_path / "token"), "--threads", "1", "--labels", "ours")
    with running(tmp_path, *options) as service:
        assert service.analyze(text="a@b.com").status_code == 401
        assert service.client.get("/metrics").status_code == 401
        for wrong in ("Bearer a-long-secre", "Basic a-long-secret", "Bearer", "a-long-secret"):
            response = service.client.get("/v1/model", headers={"Authorization": wrong})
            assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
        assert service.client.get("/").status_code == 200
        service.client.headers["Authorization"] = "Bearer a-long-secret"
        found = service.analyze(text="John Smith drivers license is AC432223").json()
        assert [row["entity_type"] for row in found] == ["PERSON", "DRIVER_LICENSE"]
        assert "a-long-secret" not in service.log()
        slow = {"text": "a" * 60 + "!", "ad_hoc_recognizers": backtracking()}
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(service.analyze, **slow)
            time.sleep(0.5)
            service.process.send_signal(signal.SIGTERM)
            assert answer.result().status_code == 400
        assert service.process.wait(30) in (0, -signal.SIGTERM)
