"""Is the service told to stop whatever its main thread is about?"""

import os
import signal
import threading

import pytest

from office.service.stopping import interrupted, stopping


class Busy(threading.Event):
    """An event that can be caught while it is busy, as any is for a moment in
    `wait`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.busy = threading.Lock()

    def set(self) -> None:
        with self.busy:
            super().set()


def test_a_signal_that_comes_while_the_sign_to_stop_is_being_read_is_not_lost() -> None:
    stop = Busy()
    with stopping(stop):
        with stop.busy:
            os.kill(os.getpid(), signal.SIGTERM)
            assert not stop.is_set()
        assert stop.wait(10)


def test_how_signals_were_handled_before_is_restored() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stopping(threading.Event()):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_what_must_clear_away_is_interrupted_by_any_sign_and_the_signs_are_as_before(
    sign: signal.Signals,
) -> None:
    before = signal.getsignal(sign)
    with pytest.raises(KeyboardInterrupt), interrupted():
        signal.raise_signal(sign)
    assert signal.getsignal(sign) is before
