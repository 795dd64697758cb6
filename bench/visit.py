"""What does a browser say to Streamlit's server when a learner opens a page and submits an answer?"""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from bench.server import Server

PAUSE_SECONDS = 0.3  # a learner does not click without a pause; some kernels hold packets back from who does


@dataclass(frozen=True)
class Rerun:
    """What came back: after how long, in how many messages and bytes, for how much of the server's processor."""

    seconds: float
    processor: float | None
    bytes: int
    messages: list[ForwardMsg]


class Visit:
    """One browser tab, without a browser: raw messages over the WebSocket."""

    def __init__(self, server: Server, page: str = "") -> None:
        self._server = server
        self._page = page
        self._script = ""
        self._cached: dict[str, ForwardMsg] = {}
        self._socket = connect(
            f"ws://localhost:{server.port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()

    def open(self, **params: str) -> Rerun:
        """Run the whole page at an address."""
        return self._run(ClientState(query_string=urlencode(params)))

    def submit(self, form: Rerun, typed: Any, **params: str) -> Rerun:
        """Type into the form of a page as it came, and press its button: only the form's fragment runs."""
        state = ClientState(query_string=urlencode(params))
        for message in form.messages:
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            widget = WidgetState(id=getattr(getattr(element, kind or "", None), "id", ""))
            if kind == "text_input":
                widget.string_value = typed
            elif kind == "button" and element.button.is_form_submitter and element.button.type == "primary":
                widget.trigger_value = True
                state.fragment_id = message.delta.fragment_id
            elif kind == "bidi_component" and element.bidi_component.form_id:
                widget.json_value = json.dumps({"cells": typed, "id": None})
            else:
                continue
            state.widget_states.widgets.append(widget)
        if not state.fragment_id:
            raise RuntimeError("the page holds no form in a fragment")
        return self._run(state)

    def press(self, page: Rerun, key: str, **params: str) -> Rerun:
        """Press the button whose key begins so, on a page as it came."""
        state = ClientState(query_string=urlencode(params))
        delta = next(message.delta for message in page.messages if f"-{key}" in message.delta.new_element.button.id)
        state.fragment_id = delta.fragment_id
        state.widget_states.widgets.add(id=delta.new_element.button.id, trigger_value=True)
        return self._run(state)

    def enter(self, page: Rerun, key: str, number: int, **params: str) -> Rerun:
        """Enter a number in the field whose key ends so, on a page as it came."""
        state = ClientState(query_string=urlencode(params))
        deltas = [message.delta for message in page.messages]
        delta = next(delta for delta in deltas if delta.new_element.number_input.id.endswith(key))
        state.fragment_id = delta.fragment_id
        state.widget_states.widgets.add(id=delta.new_element.number_input.id, int_value=number)
        return self._run(state)

    def _run(self, state: ClientState) -> Rerun:
        state.page_name, state.page_script_hash = self._page, self._script
        state.context_info.url = f"http://localhost:{self._server.port}/{self._page}"
        state.cached_message_hashes.extend(self._cached)
        request = BackMsg(rerun_script=state).SerializeToString()
        time.sleep(PAUSE_SECONDS)
        if hasattr(socket, "TCP_QUICKACK"):
            self._socket.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        used, begun = self._server.processor_seconds(), time.perf_counter()
        self._socket.send(request)
        messages, size = self._answer()
        seconds, spent = time.perf_counter() - begun, None
        if used is not None:
            time.sleep(0.02)  # what the server does after its last message counts too
            spent = (self._server.processor_seconds() or 0.0) - used
        return Rerun(seconds, spent, size, messages)

    def _answer(self) -> tuple[list[ForwardMsg], int]:
        messages: list[ForwardMsg] = []
        size = 0
        while True:
            received = self._socket.recv(timeout=20)
            message = ForwardMsg.FromString(received if isinstance(received, bytes) else received.encode())
            size += len(received)
            if message.metadata.cacheable:
                self._cached[message.hash] = message
            elif message.ref_hash:
                known = ForwardMsg()
                known.CopyFrom(self._cached[message.ref_hash])
                known.metadata.CopyFrom(message.metadata)
                message = known
            messages.append(message)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(self._server.log.read_text(errors="replace"))
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return messages, size
