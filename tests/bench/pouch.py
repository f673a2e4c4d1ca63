"""PouchDB and express-pouchdb by npm, fetched into a folder of the system's for such things."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_WANTED: Final = ("pouchdb@9", "express-pouchdb@4.2", "express@4")
_SERVER: Final = """
const express = require('express'), PouchDB = require('pouchdb'), path = require('path');
const Kept = PouchDB.defaults({prefix: path.join(process.argv[2], 'server') + path.sep});
const app = express();
app.get('/spent', (_, answer) => answer.json(process.cpuUsage()));
app.use('/', require('express-pouchdb')(Kept, {logPath: path.join(process.argv[2], 'log')}));
const listening = app.listen(0, '127.0.0.1', () => console.log(listening.address().port));
"""
_CLIENT: Final = """
const PouchDB = require('pouchdb'), path = require('path'), fs = require('fs');
const [, , folder, port] = process.argv;
const documents = JSON.parse(fs.readFileSync(path.join(folder, 'documents.json')));
(async () => {
  const url = `http://127.0.0.1:${port}/station`, options = {batch_size: 1000};
  const first = new PouchDB(path.join(folder, 'first'));
  for (let at = 0; at < documents.length; at += 1000)
    await first.bulkDocs(documents.slice(at, at + 1000));
  const spent = async () => {
    const there = await (await fetch(`http://127.0.0.1:${port}/spent`)).json();
    const here = process.cpuUsage();
    return {at: Number(process.hrtime.bigint()) / 1e9,
            cpu: here.user + here.system + there.user + there.system};
  };
  const began = await spent();
  const up = (await first.replicate.to(url, options)).docs_written;
  const between = await spent();
  const second = new PouchDB(path.join(folder, 'second'));
  const down = (await second.replicate.from(url, options)).docs_written;
  const ended = await spent();
  console.log(JSON.stringify({
    up: up / (between.at - began.at), up_cpu: (between.cpu - began.cpu) / up,
    down: down / (ended.at - between.at), down_cpu: (ended.cpu - between.cpu) / down,
  }));
  process.exit(0);
})();
"""


@dataclass(frozen=True)
class Rates:
    """Documents a second, to the server and from it, in batches of 1,000.

    `up_cpu`, `down_cpu`: microseconds of both sides' CPU that a document takes, however busy the
    machine is with other things.
    """

    up: float
    up_cpu: float
    down: float
    down_cpu: float


def measured(*, documents: list[dict[str, object]]) -> Rates | None:
    """Replicate documents to a server and on to somebody else; None where npm is not here."""
    node = shutil.which("node")
    installed = _installed() if node else None
    if node is None or installed is None:
        print("PouchDB was left out: npm is not here, or could not fetch it")
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server").mkdir()
        (folder / "documents.json").write_text(json.dumps(documents), "utf-8")
        for script, text in (("server.js", _SERVER), ("client.js", _CLIENT)):
            (installed / script).write_text(text, "utf-8")
        serve = [node, str(installed / "server.js"), name]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, cwd=name) as server:
            try:
                assert server.stdout is not None
                port = server.stdout.readline().strip()
                told = subprocess.run(
                    [node, str(installed / "client.js"), name, port],
                    check=True, capture_output=True, text=True, cwd=name,
                )  # fmt: skip
            finally:
                server.terminate()
    return Rates(**json.loads(told.stdout.splitlines()[-1]))


def _installed() -> Path | None:
    """Return where the packages are; they are fetched once."""
    npm = shutil.which("npm")
    folder = Path(tempfile.gettempdir()) / "renda-bench" / "pouchdb"
    if (folder / "whole").exists():
        return folder
    if npm is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *_WANTED]
    # What LevelDB brings along for this machine is unpacked by its own script.
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode:
        return None
    (folder / "whole").touch()
    return folder
