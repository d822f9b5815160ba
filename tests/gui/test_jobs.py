"""The background runner: done, failed, progress, cancelled, one at a time."""

from threading import Event

from core.errors import ReadError
from gui.editing.jobs import Jobs


def test_a_job_reports_progress_and_its_result(qtbot):
    jobs, steps, results = Jobs(), [], []
    jobs.progressed.connect(lambda done, total: steps.append((done, total)))

    def work(progress):
        progress(1, 2)
        progress(2, 2)
        return "fertig"

    with qtbot.waitSignal(jobs.ended):
        assert jobs.run("x", work, results.append)
    assert steps == [(1, 2), (2, 2)]
    assert results == ["fertig"] and not jobs.busy


def test_a_failure_goes_to_its_handler_and_nothing_is_done(qtbot):
    jobs, failures, results = Jobs(), [], []

    def work(progress):
        raise ReadError("文件损坏，请重新复制一份。")

    with qtbot.waitSignal(jobs.ended):
        jobs.run("x", work, results.append, failures.append)
    assert str(failures[0]) == "文件损坏，请重新复制一份。" and results == []


def test_a_cancelled_job_calls_neither(qtbot):
    jobs, heard, started = Jobs(), [], Event()

    def work(progress):
        started.set()
        while True:
            progress(0, 1)

    with qtbot.waitSignal(jobs.ended):
        jobs.run("x", work, heard.append, heard.append)
        started.wait(5)
        jobs.cancel()
    assert heard == []


def test_a_second_job_waits_its_turn(qtbot):
    jobs, go = Jobs(), Event()
    with qtbot.waitSignal(jobs.ended):
        jobs.run("x", lambda _: go.wait(5), lambda _: None)
        assert not jobs.run("y", lambda _: None, lambda _: None)
        go.set()
