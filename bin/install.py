"""Make .venv ready for the demo, or with ``dev`` for work on the code: ``python3 bin/install.py [dev]``.

Runs on the machine's own Python before anything is installed, so it uses the standard library only, in a syntax that old
versions can still read far enough to say what is missing.
"""

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
MINIMUM = (3, 11)

# WeasyPrint draws certificates with these; no wheel carries them for Linux.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def say(line):
    print(line, flush=True)


def main():
    # An environment that has the developers' tools keeps them when its owner starts the demo.
    developer = sys.argv[1:] == ["dev"] or PYTHON.with_name("pytest" + PYTHON.suffix).exists()
    lock = ROOT / ("requirements-dev.lock" if developer else "requirements.lock")
    python = find_python()
    if sys.platform == "linux":
        provide_libraries()
    stamp = f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == stamp:
        return
    say(f"Installing {lock.name} into .venv. The first time takes about a minute.")
    make_venv(python)
    STAMP.unlink(missing_ok=True)
    install(lock)
    STAMP.write_text(stamp)


def find_python():
    """The Python that runs this file, or a newer one on the PATH when this one is too old."""
    if sys.version_info >= MINIMUM:
        return sys.executable
    for minor in range(MINIMUM[1], 20):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            return newer
    sys.exit(
        f"Python 3.11 or newer is needed; this is {platform.python_version()}. "
        "Install it, or say where it is: make demo PYTHON=/path/to/python3.11"
    )


def provide_libraries():
    """Install WeasyPrint's system libraries where we may; elsewhere say how, and go on without certificates."""
    missing = [package for library, package in LIBRARIES.items() if not can_load(library)]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Certificates need {', '.join(missing)}: installing with apt-get.")
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        quiet = {"env": env, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        done = subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=False, **quiet
        )
        if done.returncode == 0:
            return
    say("Lessons and quizzes work. Certificates wait until these system libraries are installed:")
    say("    sudo apt install " + " ".join(missing))


def can_load(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def make_venv(python):
    """A virtual environment with pip, also on a Debian that lacks python3-venv."""
    if not PYTHON.exists():
        if subprocess.run([python, "-c", "import ensurepip"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            subprocess.run([python, "-m", "venv", str(VENV)], check=True)
        else:
            subprocess.run([python, "-m", "venv", "--without-pip", str(VENV)], check=True)
    # A broken or half-made environment answers here, before anything else is tried in it.
    if subprocess.run([str(PYTHON), "-c", ""], check=False).returncode != 0:
        sys.exit("The folder .venv does not work on this machine. Remove it and run the command again.")


def pip(*arguments):
    """Run pip for the virtual environment: its own, else the machine's."""
    if subprocess.run([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        command = [str(PYTHON), "-m", "pip"]
    elif subprocess.run([sys.executable, "-c", "import pip"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    else:
        sys.exit("Neither pip nor venv is here. On Debian or Ubuntu: sudo apt install python3-venv")
    command += ["install", "--disable-pip-version-check", "--quiet", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0


def install(lock):
    """Exactly what the lock names, each file checked against its hash: with uv in seconds, else with pip."""
    uv = PYTHON.with_name("uv" + PYTHON.suffix)
    if pip("--require-hashes", "-r", str(ROOT / "requirements-uv.lock")) and uv.exists():
        command = [str(uv), "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(lock)]
        if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return
        say("uv could not install them; trying pip, which takes longer.")
    if not pip("--require-hashes", "-r", str(lock)):
        sys.exit("The packages could not be installed. Look at the lines above; a network is needed the first time.")


if __name__ == "__main__":
    main()
