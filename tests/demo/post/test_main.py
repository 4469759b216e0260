import signal
import subprocess
import sys
from pathlib import Path


def run(store: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "shop.demo.post", "--store", str(store), *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_says_where_it_is_and_ends_when_told_to(tmp_path: Path) -> None:
    with run(tmp_path / "post", "--smtp-port", "0", "--web-port", "0") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "mailbox at http://127.0.0.1:" in line
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_it_says_why_it_cannot_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with run(tmp_path / "file" / "post", "--smtp-port", "0", "--web-port", "0") as process:
        _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Demo post office cannot start" in said
    assert "Traceback" not in said
