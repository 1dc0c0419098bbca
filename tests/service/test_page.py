"""The page in headless Chromium against the real server."""

import json
import shutil

import pytest

pytestmark = pytest.mark.browser
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, (
        "the tests of the page need Chromium: apt-get install chromium, or leave them out with -m 'not browser'"
    )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser, service):
    """The page with its worked example; what it asks for is in `asked`, what it complains about in `complaints`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(service.url)
    page.wait_for_selector("#found mark")
    yield page
    assert page.complaints == []
    assert all(url.startswith((service.url, "blob:")) for url in page.asked)
    context.close()


def type_text(page, text):
    page.fill("#text", text)
    page.wait_for_function("text => document.querySelector('#found').textContent.startsWith(text)", arg=text[:4])


def test_an_example_is_there_with_marks_in_the_colours_of_displacy(page):
    mark = page.locator('#found mark[data-label="PERSON"]').first
    assert mark.inner_text().startswith("Maria Okonkwo")
    assert "%" in mark.locator(".score").inner_text()
    assert mark.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(170, 156, 252)"
    assert "<PERSON>" in page.locator("#masked").inner_text()
    assert "Okonkwo" not in page.locator("#masked").inner_text()
    assert "holds personal data: 100 %" in page.locator("#status").inner_text()


def test_an_operator_of_one_label_changes_its_values_only(page):
    page.select_option("#operator-PERSON", "redact")
    page.wait_for_function("() => !document.querySelector('#masked').textContent.includes('<PERSON>')")
    assert "<EMAIL_ADDRESS>" in page.locator("#masked").inner_text()
    page.select_option("#operator", "mask")
    page.wait_for_function("() => document.querySelector('#masked').textContent.includes('****')")


def test_a_label_that_is_switched_off_stays_in_the_text(page):
    page.uncheck("#on-PERSON")
    assert "Maria Okonkwo" in page.locator("#masked").inner_text()
    assert page.locator('#found mark[data-label="PERSON"]').count() == 0
    page.click("#all")
    assert "Maria Okonkwo" not in page.locator("#masked").inner_text()


def test_the_slider_names_the_operating_point_and_asks_again(page):
    with page.expect_request("**/v1/anonymize") as asked:
        page.locator("#point").press("ArrowLeft")
    assert page.locator("#point-name").inner_text() == "high recall"
    assert asked.value.post_data_json["operating_point"] == "high_recall"


def test_characters_beyond_the_basic_plane_do_not_move_the_marks(page):
    type_text(page, "\U0001f600\U0001f600 Mail ann@example.com")
    mark = page.locator('#found mark[data-label="EMAIL_ADDRESS"]')
    mark.wait_for()
    assert mark.inner_text().startswith("ann@example.com")
    assert page.locator("#masked").inner_text() == "\U0001f600\U0001f600 Mail <EMAIL_ADDRESS>"


def test_markup_in_a_text_is_text(page):
    type_text(page, "<img src=x onerror=alert(1)> ann@example.com")
    page.locator('#found mark[data-label="EMAIL_ADDRESS"]').wait_for()
    assert page.locator("#found img, #masked img").count() == 0


def test_a_dropped_file_is_masked_and_downloaded_under_its_name(page, tmp_path):
    rows = json.dumps([{"note": "Write to ann@example.com"}])
    transfer = page.evaluate_handle(
        """text => { const data = new DataTransfer();
        data.items.add(new File([text], "notes.json", {type: "application/json"})); return data; }""",
        rows,
    )
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    page.wait_for_function("() => document.querySelector('#masked').textContent.includes('<EMAIL_ADDRESS>\"}]')")
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename == "notes.masked.json"
    download.value.save_as(tmp_path / "saved.json")
    assert json.loads((tmp_path / "saved.json").read_text()) == [{"note": "Write to <EMAIL_ADDRESS>"}]


def test_everything_is_reached_with_the_keyboard(page):
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    order = ["text", "point", "operator", "found", "copy", "download", "masked"]
    assert [name for name in reached if name in order] == order
    assert any(name.startswith("on-") for name in reached)
    page.locator("#on-PERSON").focus()
    page.keyboard.press("Space")
    assert "Maria Okonkwo" in page.locator("#masked").inner_text()
    assert page.evaluate("document.activeElement.id") == "on-PERSON"


@pytest.mark.parametrize("width", [380, 800, 1280])
def test_nothing_is_wider_than_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_only_this_server_may_be_asked(page, service):
    policy = service.client.get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert service.client.get("/").headers["referrer-policy"] == "no-referrer"
    blocked = page.evaluate("fetch('http://127.0.0.1:9/').then(() => false, () => true)")
    assert blocked
    assert page.complaints.pop()
    page.complaints.clear()
    page.asked.clear()
