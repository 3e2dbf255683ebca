"""The broker without a server: many processes ring and listen at once, and some are killed."""

import json
import multiprocessing
import os
import sys
from functools import partial
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Consumer, Exchange, Producer, Queue

from foundation.jobs import spool

SPAWNED = multiprocessing.get_context("spawn")
EXCHANGE = Exchange("bells", type="direct")
COMMON = Queue("bells", EXCHANGE, routing_key="bells")


def line_to(folder: Path, transport: str | type = spool.Transport) -> Connection:
    return Connection(
        transport=transport,
        transport_options={
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "control_folder": str(folder / "control"),
        },
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the messages lie; what is being read lies in a temporary folder of its own."""
    for name in ("queue", "control", "read"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "read"))
    return tmp_path


def ring_and_listen(folder: str, number: int, times: int, transport: str | type) -> None:
    """A process founds its own queue, rings the common one, hears one bell and leaves, `times`
    times over; it exits with 1 at the first thing that it cannot read.
    """
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115  it lives as long as the process
    for time in range(times):
        with line_to(Path(folder), transport) as line, line.channel() as channel:
            own = Queue(f"own{number}x{time}", EXCHANGE, routing_key="own")(channel)
            own.declare()
            Producer(channel).publish(
                {"of": number, "time": time, "text": "x" * 5_000},
                exchange=EXCHANGE,
                routing_key="bells",
                declare=[COMMON],
            )
            heard = COMMON(channel).get(no_ack=True)
            assert heard is None or len(heard.payload["text"]) == 5_000
            own.delete()


def exits_of(work) -> set[int | None]:
    """How eight processes ended that did this side by side, each with its own number."""
    processes = [SPAWNED.Process(target=work, args=(number,)) for number in range(8)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    return {process.exitcode for process in processes}


def work_of(folder: Path, number: int, transport: str | type = spool.Transport) -> None:
    ring_and_listen(str(folder), number, 40, transport)


def test_eight_processes_at_once_read_whole_messages_and_whole_tables(folder):
    assert exits_of(partial(work_of, folder)) == {0}


def test_after_eight_processes_the_table_names_the_common_queue_alone(folder):
    exits_of(partial(work_of, folder))
    table = json.loads((folder / "control" / "bells.exchange").read_text())
    assert table == [["bells", "", "bells"]]


def rung(folder: Path, *texts: str) -> None:
    with line_to(folder) as line, line.channel() as channel:
        for text in texts:
            Producer(channel).publish(
                {"text": text}, exchange=EXCHANGE, routing_key="bells", declare=[COMMON]
            )


def heard(folder: Path) -> list[str]:
    texts = []
    with line_to(folder) as line, line.channel() as channel:
        while message := COMMON(channel).get(no_ack=True):
            texts.append(message.payload["text"])
    return texts


class TestOneAfterTheOther:
    def test_what_was_rung_is_heard_in_its_order(self, folder):
        rung(folder, "một", "hai", "ba")
        assert heard(folder) == ["một", "hai", "ba"]

    def test_what_was_heard_is_not_heard_again(self, folder):
        rung(folder, "một")
        heard(folder)
        assert heard(folder) == []

    def test_what_a_killed_process_left_half_written_is_no_message(self, folder, monkeypatch):
        def killed(_source, _target):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(spool.os, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                rung(folder, "nửa")
        rung(folder, "một")
        assert heard(folder) == ["một"]

    def test_a_table_that_cannot_be_read_is_begun_anew(self, folder):
        """A version before this one could leave such a file behind when it was killed."""
        (folder / "control" / "bells.exchange").write_text('[["bells", "", "bells"]]]]')
        rung(folder, "một")
        assert heard(folder) == ["một"]

    def test_an_empty_message_is_put_aside(self, folder):
        rung(folder, "hai")
        (folder / "queue" / "0_x.bells.msg").write_text("")
        assert heard(folder) == ["hai"]

    @pytest.mark.parametrize("length", [1, 17, 41, 100])
    def test_half_a_message_is_put_aside(self, folder, length):
        rung(folder, "một")
        whole = next((folder / "queue").iterdir()).read_bytes()
        (folder / "queue" / "0_x.bells.msg").write_bytes(whole[:length])
        assert heard(folder) == ["một"]

    def test_half_a_letter_is_put_aside(self, folder):
        rung(folder, "một")
        (folder / "queue" / "0_x.bells.msg").write_bytes('{"body": "mộ'.encode()[:-1])
        assert heard(folder) == ["một"]

    @pytest.mark.parametrize("text", ["{}", "[]", "0", "null", '{"body": "e30="}'])
    def test_what_is_no_message_is_put_aside(self, folder, text):
        rung(folder, "một")
        (folder / "queue" / "0_x.bells.msg").write_text(text)
        assert heard(folder) == ["một"]

    def test_a_consumer_hears_what_comes_after_it_began(self, folder):
        texts = []
        with (
            line_to(folder) as line,
            line.channel() as channel,
            Consumer(channel, [COMMON], no_ack=True) as consumer,
        ):
            consumer.register_callback(lambda body, _message: texts.append(body["text"]))
            rung(folder, "một")
            line.drain_events(timeout=5)
        assert texts == ["một"]

    def test_a_fanout_reaches_every_queue_once(self, folder):
        everybody = Exchange("everybody", type="fanout")
        queues = [Queue(name, everybody) for name in ("a", "b")]
        with line_to(folder) as line, line.channel() as channel:
            Producer(channel).publish({"n": 1}, exchange=everybody, declare=queues)
            assert [queue(channel).get(no_ack=True).payload for queue in queues] == [{"n": 1}] * 2
            assert [queue(channel).get(no_ack=True) for queue in queues] == [None, None]

    def test_without_a_message_there_is_nothing_to_hear(self, folder):
        with line_to(folder) as line, line.channel() as channel:
            COMMON(channel).declare()
            with pytest.raises(Empty):
                channel._get("bells")

    def test_a_worker_may_be_the_first_to_come(self, tmp_path):
        with line_to(tmp_path / "new") as line, pytest.raises(Empty):
            line.SimpleQueue(COMMON).get(block=False)
