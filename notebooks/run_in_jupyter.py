"""run_in_jupyter.py KERNEL NOTEBOOK...: runs notebooks and exits with 1 where one fails.

Each runs in a process of its own, since a kernel that did not start can leave threads behind.
The rapaio kernel sometimes misses its first message; such a start is tried again.
"""
import pathlib
import subprocess
import sys
import time

ATTEMPTS = 4
START_FAILED = ("Kernel didn't respond", "Kernel died before replying")


def for_rapaio(line):
    """Its %classpath takes folders only; jars of a folder are %jar."""
    if not line.startswith("%classpath "):
        return line
    path = line[len("%classpath "):]
    return "%jar " + path[: -len("/*.jar")] if path.endswith("/*.jar") else line


def run(kernel, file):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and kernel == "rapaio":
            cell.source = "\n".join(map(for_rapaio, cell.source.split("\n")))
    NotebookClient(
        notebook,
        timeout=300,
        startup_timeout=30,
        kernel_name=kernel,
        resources={"metadata": {"path": str(pathlib.Path(file).resolve().parent)}},
    ).execute()


def main(kernel, files):
    failed = 0
    for file in files:
        began = time.time()
        for attempt in range(1, ATTEMPTS + 1):
            done = subprocess.run(
                [sys.executable, __file__, "--one", kernel, file], capture_output=True, text=True
            )
            if done.returncode == 0 or not any(s in done.stderr for s in START_FAILED):
                break
        word = "ok    " if done.returncode == 0 else "FAILED"
        print(f"{word} {file} {time.time() - began:.1f} s, attempts: {attempt}", flush=True)
        if done.returncode != 0:
            failed += 1
            print(done.stderr[-3000:])
    return 1 if failed or not files else 0


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        run(*sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
