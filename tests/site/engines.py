"""Browsers that Playwright cannot drive, as Debian packages them: Firefox and WebKitGTK.

Each speaks a protocol of its own over a socket of this machine: Firefox its Marionette, WebKitGTK
the WebDriver of the web's standard.  A page is opened, and JavaScript is run in it; no more is
needed to see whether the site does there what it does in Chromium.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
WEBKIT = shutil.which("WebKitWebDriver")
DISPLAY = shutil.which("Xvfb")
MINI = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
PATIENCE = 60  # seconds


class Engine(Protocol):
    """A browser with one page."""

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""

    def run(self, script: str, *given: object) -> Any:
        """Return what a function's body returns; ``arguments`` are what is given."""


def patiently(act: Callable[[], Any], wanted: str) -> Any:
    """Return what an act gives as soon as it gives something true; raise `TimeoutError`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = act()
            if found:
                return found
        except OSError:
            pass  # nobody listens yet
        time.sleep(0.1)
    raise TimeoutError(f"{wanted} did not come within {PATIENCE} seconds")


def until(engine: Engine, condition: str, *given: object) -> Any:
    """Wait until an expression is true in a page, and return it."""
    return patiently(lambda: engine.run(f"return {condition}", *given), condition)


def free_port() -> int:
    """Return the number of a port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def process(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program as long as it is needed."""
    running = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


class Firefox:
    """Firefox, by its Marionette: messages are a length, a colon and JSON."""

    def __init__(self, port: int) -> None:
        """Connect, and begin a session."""
        self.socket = patiently(
            lambda: socket.create_connection(("127.0.0.1", port), PATIENCE), "Firefox"
        )
        self.stream = self.socket.makefile("rb")
        self.count = 0
        self.receive()  # it says what it is
        self.send("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})

    def receive(self) -> Any:
        """Return the next message."""
        digits = b""
        while (one := self.stream.read(1)) not in (b":", b""):
            digits += one
        return json.loads(self.stream.read(int(digits)))

    def send(self, name: str, given: dict[str, object]) -> Any:
        """Return the answer to a command; raise `RuntimeError` if it is an error."""
        self.count += 1
        text = json.dumps([0, self.count, name, given]).encode()
        self.socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""
        self.send("WebDriver:Navigate", {"url": address})

    def run(self, script: str, *given: object) -> Any:
        """Return what a function's body returns."""
        asked = {"script": script, "args": list(given), "newSandbox": False, "sandbox": None}
        return self.send("WebDriver:ExecuteScript", asked)["value"]


class WebKit:
    """WebKitGTK, by the WebDriver of the standard: JSON over HTTP."""

    def __init__(self, port: int) -> None:
        """Connect, and begin a session in the small browser of the engine."""
        self.address = f"http://127.0.0.1:{port}"
        patiently(lambda: self.ask("GET", "/status"), "WebKitGTK")
        options = {"binary": str(MINI), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.address += f"/session/{self.ask('POST', '/session', wanted)['sessionId']}"

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Return the answer to a request; raise `RuntimeError` if it is an error."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(f"{path}: {error.read().decode()}") from None

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""
        self.ask("POST", "/url", {"url": address})

    def run(self, script: str, *given: object) -> Any:
        """Return what a function's body returns."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(given)})


@contextmanager
def firefox(folder: Path) -> Iterator[Engine]:
    """Run Firefox without a window, with a profile of its own in a folder."""
    port = free_port()
    quiet = {
        "marionette.port": port,
        "app.update.enabled": False,
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "toolkit.telemetry.enabled": False,
    }
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in quiet.items()]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    assert FIREFOX
    command = (FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(folder))
    with process(*command, HOME=str(folder), MOZ_HEADLESS_WIDTH="1280"):
        engine = Firefox(port)
        try:
            yield engine
        finally:
            engine.stream.close()
            engine.socket.close()


@contextmanager
def webkit(folder: Path) -> Iterator[Engine]:
    """Run WebKitGTK on a screen that nobody sees."""
    port = free_port()
    assert WEBKIT
    assert DISPLAY
    reading, writing = os.pipe()  # the screen's number is written into it
    screen = (DISPLAY, "-displayfd", str(writing), "-screen", "0", "1280x900x24")
    server = subprocess.Popen(
        screen, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        number = os.read(reading, 8).decode().strip()
        own = {
            "DISPLAY": f":{number}",
            "GDK_BACKEND": "x11",
            "HOME": str(folder),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "WEBKIT_FORCE_SANDBOX": "0",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # pages of this book only
        }
        with process(WEBKIT, f"--port={port}", **own):
            engine = WebKit(port)
            try:
                yield engine
            finally:
                engine.ask("DELETE", "")  # the browser closes with its session
    finally:
        os.close(reading)
        os.close(writing)
        server.terminate()
        server.wait()
