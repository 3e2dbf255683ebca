"""The broker without a server: kombu's messages in files, safe beside other processes.

kombu's own transport opens a file and writes into it in its place. A process that reads meanwhile
finds half a message and ends; two that write the table of an exchange at once, or one that is
killed there, leave a table that nobody can read again. Here a file appears whole or not at all, and
one process at a time changes a table.
"""

import fcntl
import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


def write_whole(path: Path, content: object) -> None:
    """The content as JSON under that name, from one moment to the next."""
    beside = path.with_name(f"{uuid.uuid4()}.part")
    beside.write_text(dumps(content), encoding="utf-8")
    os.replace(beside, path)


def _is_message(content: Any) -> bool:
    """Whether kombu can read it: anything else would end the worker that does."""
    if not isinstance(content, dict) or "body" not in content:
        return False
    properties = content.get("properties")
    return isinstance(properties, dict) and {"delivery_tag", "delivery_info"} <= set(properties)


class Channel(filesystem.Channel):
    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        try:
            rows = loads(self._exchange_file(exchange).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # none yet, or left behind by kombu's own transport
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    @contextmanager
    def _table_to_change(self, exchange: str) -> Iterator[list[filesystem.exchange_queue_t]]:
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / "tables.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go when it is closed, by a kill too
            table = self.get_table(exchange)
            before = list(table)
            yield table
            if table != before:
                write_whole(self._exchange_file(exchange), table)

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None
    ) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_to_change(exchange) as table:
            if row not in table:
                table.insert(0, row)

    def _delete(
        self,
        queue: str,
        exchange: str,
        routing_key: str | None,
        pattern: str | None,
        *_args: Any,
        **_kwargs: Any,
    ) -> None:
        self._purge(queue)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_to_change(exchange) as table:
            if row in table:
                table.remove(row)

    def _put(self, *args: Any, **_kwargs: Any) -> None:
        queue, message = args  # kombu's two bases name the second one differently
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, message)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The oldest message of the queue.

        :raises queue.Empty: when there is none.
        """
        while True:
            try:
                message = super()._get(queue)
            except ValueError:  # half a message of kombu's own transport: it lies aside now
                continue
            if _is_message(message):
                return message
            logger.error("a file in the broker's folder was no message: %.200r", message)


class Transport(filesystem.Transport):
    Channel = Channel

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        # A worker may be the first to come, before anybody has rung.
        for name in ("data_folder_in", "data_folder_out", "control_folder"):
            Path(client.transport_options[name]).mkdir(parents=True, exist_ok=True)
        # kombu's is shared by all connections of a process, and believes a queue to be bound whose
        # table lies in another folder, or was taken away since.
        self.state = virtual.BrokerState()
