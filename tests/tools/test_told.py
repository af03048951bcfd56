"""A signal may come at any moment, also while the process is just looking whether one came."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.databases import ROOT

STORM = """
import os, signal, subprocess, sys, time
from {module} import Told

holder = [Told()]
signal.signal(signal.SIGUSR1, lambda *rest: holder[0].tell(*rest))
storm = subprocess.Popen([sys.executable, "-c",
    "import os, signal, time\\n"
    "for _ in range(20000): os.kill({{}}, signal.SIGUSR1); time.sleep(0.0002)".format(os.getpid())])
for _ in range(3000):
    holder[0] = Told()
    while not holder[0].wait(0.00001):
        pass
storm.kill()
storm.wait()
print("heard every time")
"""


@pytest.mark.parametrize("module", ["app.jobs", "tools.serve"])
def test_being_told_by_a_signal_at_any_moment_hangs_nothing(module: str) -> None:
    """With a threading.Event this ends in a handler waiting for its own thread's lock."""
    done = subprocess.run(
        [sys.executable, "-c", STORM.format(module=module)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "heard every time\n", done.stderr
