"""A hardware security module in software, with an empty token of this test process's own."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from config import HardwareModule

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKEN = "sacr"
PIN = "2468"


@functools.cache
def token() -> HardwareModule:
    """The token; RuntimeError, with the remedy, where SoftHSM is not installed.

    One for each process, for a module reads its configuration once.
    """
    if not LIBRARY.exists():
        msg = f"{LIBRARY} is missing: run tools/system.sh --for test"
        raise RuntimeError(msg)
    folder = Path(tempfile.mkdtemp(prefix="softhsm"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    subprocess.run(
        f"softhsm2-util --init-token --free --label {TOKEN} --pin {PIN} --so-pin 13579".split(),
        check=True,
        capture_output=True,
    )
    pin_file = folder / "pin"
    pin_file.write_text(f"{PIN}\n")
    pin_file.chmod(0o600)
    return HardwareModule(LIBRARY, TOKEN, pin_file)
