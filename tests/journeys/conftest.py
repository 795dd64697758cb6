"""How does a test start Flipside and look at it in a real browser?"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlparse
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app.py"
PATIENCE_MS = 40_000  # a cold server on a busy machine; what is wrong is told later, not less often
NO_BROWSER = "Chromium is missing: apt-get install chromium"
expect.set_options(timeout=PATIENCE_MS)
STREAMLITS_OWN = re.compile(r"status of 404 .*/\w+/_stcore/(health|host-config)$")  # on a direct visit to a page
BROKEN_LINE = re.compile(  # while the server is gone
    "WebSocket|Is Streamlit still running|No response received|net::ERR_|timed out"
)


@dataclass
class Server:
    """A running script, Flipside or a demo, with a home and a database of its own."""

    script: Path
    home: Path
    headless: bool = True
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start on the same port and data as before, or on free ones; return when it answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.port = self.port or _free_port()
        database = f"sqlite:///{self.home / 'f.db'}"
        # No PATH and no screen: a server that is not headless finds no browser to open.
        environment = {"HOME": str(self.home), "FLIPSIDE_DATABASE_URL": database, "PATH": "", "LANG": "C.UTF-8"}
        if self.script != APP:
            environment["PYTHONPATH"] = str(ROOT)
        command = [sys.executable, "-m", "streamlit", "run", str(self.script), "--server.port", str(self.port)]
        log = (self.home / "server.log").open("ab")
        command += ["--server.headless", str(self.headless).lower()]
        folder = self.home if self.script == APP else ROOT  # Flipside finds its way from any folder
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log
        )
        deadline = time.monotonic() + 40
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                pytest.fail(f"The server did not start:\n{self.log()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def log(self) -> str:
        return (self.home / "server.log").read_text("utf-8")

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


@dataclass
class Visits:
    """Opens pages, and collects what no page of ours may do."""

    browser: Browser
    server: Server
    allowed: list[re.Pattern[str]] = field(default_factory=lambda: [STREAMLITS_OWN])
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, path: str, width: int = 1200, scheme: str = "light", locale: str = "en-US", server: Server | None = None
    ) -> Page:
        """A visitor's first look at a page, once its heading and its style stand."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 860}, color_scheme=scheme, locale=locale, reduced_motion="reduce"
        )  # type: ignore[arg-type]
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._requested(request.url))
        page.goto((server or self.server).url + path)
        page.get_by_role("heading", level=1).first.wait_for()
        page.locator("[data-test-script-state=notRunning]").first.wait_for()
        page.locator(".st-key-unseen").wait_for(state="hidden")  # the style sheet has come
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        line = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not any(pattern.search(line) for pattern in self.allowed):
            self.errors.append(line)

    def _requested(self, url: str) -> None:
        if urlparse(url.removeprefix("blob:")).hostname not in {"localhost", None}:
            self.strangers.append(url)


def settles(page: Page) -> None:
    """The server has drawn all, and nothing has slid or faded for six frames; what turns for ever may go on."""
    page.locator("body:not(:has([data-test-script-state])), [data-test-script-state=notRunning]").first.wait_for()
    page.evaluate("""async () => {
        const moves = (one) => one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity
        const end = performance.now() + 5000
        for (let calm = 0; calm < 6 && performance.now() < end; calm++) {
            await new Promise(requestAnimationFrame)
            if (document.getAnimations().some(moves)) calm = -1
        }
    }""")


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong once the fonts have come and nothing moves, one line a fault."""
    page.evaluate("document.fonts.ready.then(() => null)")
    settles(page)
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"))


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a script (Flipside by default) on a fresh home."""
    servers: list[Server] = []

    def start(script: Path = APP, headless: bool = True) -> Server:
        servers.append(Server(script, tmp_path_factory.mktemp("home"), headless))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


@pytest.fixture(scope="session")
def server(start_server: Callable[..., Server]) -> Server:
    """One Flipside for all journeys that neither switch the language for good nor look at the record."""
    return start_server()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if not executable:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_BROWSER)
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--use-fake-device-for-media-stream"]  # a microphone that hums
        browser = playwright.chromium.launch(executable_path=executable, args=args)
        yield browser
        browser.close()


@pytest.fixture
def visits(browser: Browser, server: Server) -> Iterator[Visits]:
    """Fails the test on an error in the browser's console and on any request that leaves the machine."""
    visits = Visits(browser, server)
    yield visits
    for context in visits.contexts:
        context.close()
    assert visits.errors == []
    assert visits.strangers == []


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])
