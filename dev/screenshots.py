"""Serve a database, open its pages in Chromium as a given user, write PNGs. See dev/screenshots."""

import argparse
import base64
import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket
from pictures import FOLDER, fill_in, read_list, squeeze
from server import Server

HOST = "127.0.0.1"
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --mute-audio "
    "--disable-background-networking --disable-component-update --disable-sync --hide-scrollbars "
    "--no-default-browser-check --disable-extensions --remote-debugging-port=0 "
    f"--remote-allow-origins=* --remote-debugging-address={HOST} about:blank"
).split()
# The page is still when nothing loads and the picture would not change any more.
STILL = """(() => document.readyState === 'complete'
    && !document.querySelector('.o_loading_indicator, .o_blockUI, .o_view_sample_loading')
    && [...document.images].every(i => i.complete)
    && document.fonts.status === 'loaded'
    && (!document.body.classList.contains('o_web_client')
        || !!document.querySelector('.o_action_manager > *, .o_home_menu')))()"""
NO_MOTION = (
    "*,*::before,*::after{animation:none!important;transition:none!important;"
    "caret-color:transparent!important}"
)
TROUBLE = """document.querySelector(
    '.o_error_dialog, .o_notification:has(.bg-danger)')?.innerText || ''"""
KEYS = {"Enter": 13, "Escape": 27, "Tab": 9}
CONTENT_HEIGHT = """Math.max(document.documentElement.scrollHeight,
    ...[...document.querySelectorAll('.o_content, .o_form_sheet_bg, .o_action_manager')]
        .map(e => e.getBoundingClientRect().top + e.scrollHeight))"""


class Page:
    """One tab of a headless Chromium, spoken to by its devtools protocol."""

    def __init__(self, profile):
        browser = next(filter(shutil.which, BROWSERS), None)
        if not browser:
            sys.exit("screenshots: no Chromium on this machine; run dev/setup.")
        self.process = subprocess.Popen(
            [browser, *FLAGS, f"--user-data-dir={profile}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        address = self._tab(Path(profile) / "DevToolsActivePort")
        self.socket = websocket.create_connection(address, timeout=60)
        self.numbers = itertools.count(1)
        self.errors = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        script = (
            "document.addEventListener('DOMContentLoaded', () => {"
            " const style = document.createElement('style');"
            f" style.textContent = {json.dumps(NO_MOTION)}; document.head.append(style)}})"
        )
        self.call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def _tab(self, port_file):
        for _attempt in range(150):
            with contextlib.suppress(OSError, ValueError, IndexError, StopIteration):
                port = int(port_file.read_text(encoding="utf-8").split()[0])
                with urllib.request.urlopen(f"http://{HOST}:{port}/json", timeout=5) as answer:
                    tabs = json.load(answer)
                return next(t["webSocketDebuggerUrl"] for t in tabs if t["type"] == "page")
            time.sleep(0.2)
        sys.exit("screenshots: Chromium does not start; try `chromium --headless --no-sandbox`.")

    def close(self):
        self.process.terminate()
        self.process.wait(20)

    def call(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._hear(answer)

    def _hear(self, event):
        params = event.get("params", {})
        if event["method"] == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details["text"]
            self.errors.append(text)
        elif event["method"] == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.errors.append(
                " ".join(str(a.get("value", a.get("description"))) for a in params["args"])
            )
        elif event["method"] == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")

    def ask(self, expression):
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        return result["result"].get("value")

    def wait(self, expression, what, seconds):
        end = time.monotonic() + seconds
        while not self.ask(expression):
            if time.monotonic() > end:
                self.errors.append(f"waited {seconds} s in vain for {what}")
                return
            time.sleep(0.1)

    def settle(self, seconds):
        self.wait(STILL, "the page to come to rest", seconds)
        self.ask("new Promise(r => setTimeout(() => requestAnimationFrame(r), 400))")
        self.wait(STILL, "the page to come to rest", seconds)

    def size(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 768,
        )  # fmt: skip
        self.call("Emulation.setTouchEmulationEnabled", enabled=width < 768)

    def step(self, text, seconds):
        verb, _colon, rest = text.partition(":")
        selector, _equals, value = rest.rpartition("=") if verb == "type" else (rest, "", "")
        if verb == "key":
            code = KEYS.get(rest, 0)
            for kind in ("rawKeyDown", "char", "keyUp"):
                key = {"type": kind, "key": rest, "code": rest, "windowsVirtualKeyCode": code}
                self.call("Input.dispatchKeyEvent", **key, text="\r" if rest == "Enter" else "")
            return self.settle(seconds)
        found = f"document.querySelector({json.dumps(selector)})"
        self.wait(f"!!{found}", selector, seconds)
        if verb == "click":
            self.ask(f"{found}?.click()")
        elif verb == "type":
            self.ask(f"{found}?.focus(); {found}?.select?.()")
            self.call("Input.insertText", text=value)
        return self.settle(seconds)

    def picture(self, width, height, full):
        """Return the picture of the page as it stands, as PNG."""
        if full:
            tall = min(int(self.ask(CONTENT_HEIGHT) or height), 12000)
            self.size(width, max(height, tall + 20))
            self.settle(10)
        data = self.call("Page.captureScreenshot", format="png")["data"]
        self.size(width, height)
        return base64.b64decode(data)


def set_lang(server, login, lang):
    """Switch a user's language and return the one before."""
    with server.env() as env:
        user = env["res.users"].search([("login", "=", login)])
        if not user:
            users = ", ".join(env["res.users"].search([("share", "=", False)]).mapped("login"))
            sys.exit(f"screenshots: {server.base} has no user {login}; there are: {users}.")
        if lang not in dict(env["res.lang"].get_installed()):
            load = f"dev/odoo i18n loadlang -d {server.base} -l {lang}"
            sys.exit(f"screenshots: {server.base} has no {lang}; run: {load}")
        before = user.lang
        user.lang = lang
        return before


def addresses(words):
    """Group the words of the command line: each address with its name and its steps."""
    pages = []
    for word in words:
        if re.match(r"(click|wait|type|key):", word):
            if not pages:
                sys.exit("screenshots: a step needs an address before it.")
            pages[-1][2].append(word)
            continue
        name, equals, path = (
            word.partition("=") if re.match(r"[\w.-]+=/?", word) else ("", "", word)
        )
        path = path if equals else word
        name = name or re.sub(r"\W+", "-", path.split("?")[0]).strip("-") or "page"
        pages.append((name, "/" + path.lstrip("/"), []))
    return pages


def take_all(page, server, options):
    """Take the pictures of one user in all languages; return how many errors there were."""
    before, bad = set_lang(server, options.login, options.lang[0]), 0
    try:
        for lang in options.lang:
            set_lang(server, options.login, lang)
            open_session(page, server, options.login)
            bad += take(page, server, options, lang)
    finally:
        set_lang(server, options.login, before or "en_US")
    return bad


def take(page, server, options, lang):
    """Take the pictures of one user in one language; return how many errors there were."""
    bad = 0
    for width, (name, path, steps) in itertools.product(options.width, addresses(options.paths)):
        target = options.out / f"{name}-{options.login}-{lang}-{width}.png"
        data, errors = shoot(page, server, options, width, path, steps)
        bad += save(target, data, errors)
    return bad


def take_docs(page, server, options):
    """Take the pictures of dev/pictures.txt, all or those that are named; return how many errors there were."""
    bad = 0
    pictures = read_list(options.paths)
    for (login, lang), group in itertools.groupby(pictures, lambda one: (one.login, one.lang)):
        before = set_lang(server, login, lang)
        open_session(page, server, login)
        for one in group:
            with server.env() as env:
                path = fill_in(one.path, env)
            data, errors = shoot(page, server, options, one.width, path, one.steps)
            bad += save(one.target, squeeze(data), errors)
        set_lang(server, login, before or "en_US")
    size = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    print(f"{size / 1e6:.1f} MB in {FOLDER}")
    return bad


def open_session(page, server, login):
    sid = server.log_in(login)
    page.call("Network.setCookie", name="session_id", value=sid, domain=HOST, path="/")


def shoot(page, server, options, width, path, steps):
    """Open an address, go its steps; return the picture and the errors on the way."""
    height = options.height or (844 if width < 768 else 900)
    page.size(width, height)
    page.call("Page.navigate", url="about:blank")
    page.errors.clear()  # what the page before said when it was left
    page.call("Page.navigate", url=server.url + path)
    if options.wait:
        found = f"!!document.querySelector({json.dumps(options.wait)})"
        page.wait(found, options.wait, options.timeout)
    page.settle(options.timeout)
    for step in steps:
        page.step(step, options.timeout)
    page.errors += [page.ask(TROUBLE)] if page.ask(TROUBLE) else []
    return page.picture(width, height, options.full), list(dict.fromkeys(page.errors))


def save(target, data, errors):
    """Write a picture, tell its errors and return how many there are."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    print(target)
    for error in errors:
        print(f"    {error}", file=sys.stderr)
    return len(errors)


def options():
    parser = argparse.ArgumentParser(prog="dev/screenshots", description=__doc__)
    parser.add_argument("-d", "--database", help="commercial_contract_demo for --docs")
    parser.add_argument(
        "--docs",
        action="store_true",
        help="remake the pictures of dev/pictures.txt, or those named",
    )
    parser.add_argument("--login", default="admin", help="no password is needed")
    parser.add_argument("--lang", nargs="+", default=["en_US"], help="one or several, as zh_CN")
    parser.add_argument("--width", nargs="+", type=int, default=[1440], help="390 is a phone")
    parser.add_argument("--height", type=int, help="900, and 844 for a phone, if not given")
    parser.add_argument("--full", action="store_true", help="as high as the content")
    parser.add_argument("--wait", metavar="SELECTOR", help="wait for it on each page")
    parser.add_argument("--timeout", type=int, default=30, help="seconds for each wait")
    parser.add_argument("--out", type=Path, default=Path("demo-output/screenshots"))
    parser.add_argument("--http-port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", default=[], help="[NAME=]/odoo/... and steps")
    known, rest = parser.parse_known_args()
    known.paths += rest
    # `--width 390 1440 --out DIR PATH` is plain; `--lang zh_CN PATH` takes the path for a language
    for word in [w for w in known.lang if "/" in w]:
        known.lang.remove(word)
        known.paths.insert(0, word)
    if known.docs:
        known.database = known.database or "commercial_contract_demo"
    elif not known.database:
        parser.error("-d names the database")
    elif not known.paths:
        parser.error("name at least one address, as /odoo/contracts")
    return known


def main():
    known = options()
    server = Server(known.database, known.http_port)
    bad = 0
    with tempfile.TemporaryDirectory(
        prefix="commercial_contract_", ignore_cleanup_errors=True
    ) as profile:
        page = Page(profile)
        try:
            bad = take_docs(page, server, known) if known.docs else take_all(page, server, known)
        finally:
            page.close()
    sys.stdout.flush()
    os._exit(1 if bad else 0)


if __name__ == "__main__":
    main()
