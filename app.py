"""What runs when Flipside starts, before anything is drawn?"""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = Path(__file__).resolve().parent
os.environ.setdefault("PYTHONPATH", str(ROOT))  # so that an edit in engine/ reloads the page too

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        "frame-ancestors 'none'; object-src 'none'; base-uri 'self'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class SecurityHeaders:
    """Every answer of the server says what a page may load: nothing from another machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Import what a first visit needs, then keep the garbage collector from walking it again."""
    import pandas  # noqa: F401  two first charts at once would meet it half imported

    from ui import boot

    boot.warm()
    gc.collect()
    gc.freeze()
    yield


def plotly(_: Request) -> FileResponse:
    """Plotly for the browser, out of the installed package; only a page with a chart asks for it."""
    package = find_spec("plotly")
    file = Path((package and package.origin) or "").parent / "package_data" / "plotly.min.js"
    return FileResponse(file, media_type="text/javascript", headers={"Cache-Control": "max-age=3600"})


def figure(_: Request) -> Response:
    """The script of the lab's figures; its address names its version."""
    from ui.components.figure import SCRIPT

    return Response(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "max-age=31536000, immutable"})


app = st.App(
    str(ROOT / "ui" / "router.py"),
    lifespan=lifespan,
    routes=[Route("/plotly.min.js", plotly), Route("/figure.js", figure)],
    middleware=[Middleware(SecurityHeaders)],
)
