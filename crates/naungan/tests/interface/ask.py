"""Asks a counter of invented people what its interface promises: the rules of HTTP, the examples of its page,
and with schemathesis whether any answer is of 5xx, or lacks in the document.

Usage: ask.py PROGRAM EXAMPLES
"""

import hashlib
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

import promises

# What a form allows and the law refuses is no fault of the form; a number of somebody else's is not there.
LEFT_OUT = "positive_data_acceptance,use_after_free,ensure_resource_availability,object_level_authorization"
PROVINCE = "31"
ROLES = ["head", "administrator", "employer", "hospital", "platform"]
MONTH = "2026-02"


def main(program, examples):
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        database = folder / "naungan.db"
        common = [program, "--database", str(database), "--lang", "en"]
        demo = ["demo", "--members", "60", "--months", "2", "--first", "2026-01", "--no-serve"]
        timed("the demonstration", lambda: subprocess.run(common + demo, check=True, stdout=subprocess.DEVNULL))
        places = prepared(database)
        keys = {role: key_of(role) for role in ROLES}
        with Served(common + ["--rate", "0"]) as address:
            timed("promises", lambda: promises.promises(address, keys, places))
            places.update(left(database))
            places.update(promises.claimed(address, keys["head"], places))
            timed("examples", lambda: promises.examples(address, keys, places))
        with Served(common + ["--rate", "2"]) as address:
            promises.rates(promises.Counter(address), address)
        settings = settled(folder, places)
        with Served(common + ["--rate", "0", "--no-worker"]) as address:
            asking = [asked(address, role, settings, examples, folder) for role in ROLES[:2]]
            return timed(f"schemathesis as {' and as '.join(ROLES[:2])}", lambda: max(map(heard, asking)))


class Served:
    """A counter that is closed at the end, however it comes."""

    def __init__(self, words):
        at = words.index("--rate")
        self.words = words[:at] + ["serve", "--listen", "127.0.0.1:0"] + words[at:]

    def __enter__(self):
        self.server = subprocess.Popen(self.words, stdout=subprocess.PIPE, text=True)
        return self.server.stdout.readline().split()[-1]

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait(timeout=30)


def timed(what, work):
    begun = time.monotonic()
    done = work()
    print(f"{what}: {time.monotonic() - begun:.1f} s", flush=True)
    return done


def prepared(database):
    """Adds the keys; gives numbers of people who are there."""
    with sqlite3.connect(database) as store:
        payer, membership, person, code = store.execute(
            "select p.id, m.id, m.person, b.code from payer p join membership m on m.payer = p.id"
            " join bill b on b.payer = p.id where p.province = ? and p.kind = 'employer' limit 1",
            (PROVINCE,),
        ).fetchone()
        other = store.execute(
            "select id from payer where kind = 'employer' and id <> ? and province <> ? limit 1", (payer, PROVINCE)
        ).fetchone()[0]
        platform = store.execute("select id from payer where kind = 'platform' limit 1").fetchone()[0]
        partners = {"employer": payer, "hospital": payer, "platform": platform}
        for at, role in enumerate(ROLES):
            key = hashlib.sha256(key_of(role).encode()).digest()
            province, own = (None, partners[role]) if role in partners else (PROVINCE, None)
            values = {"id": 900_000_001 + at, "name": f"Uji {role}", "key": key, "role": role, "payer": own,
                      "province": province if role != "administrator" else None, "known_at": 0}
            names = ", ".join(values)
            row = f"insert into client ({names}) values ({', '.join('?' * len(values))})"
            store.execute(row, tuple(values.values()))
    return {"PAYER": payer, "OTHER": other, "MEMBERSHIP": membership, "PERSON": person, "CODE": f"{code:011}",
            "BENEFIT": "jkm", "PATH": "pp-45-2015/29", "MONTH": MONTH, "DAY": "2026-02-27", "BILL": 1,
            "RIDER": "driver-1", "SETTLEMENT": 1}


def left(database):
    """What the promises have left may be asked for too."""
    with sqlite3.connect(database) as store:
        one = lambda what: store.execute(what).fetchone()[0]
        return {
            "UPLOAD": one("select id from upload where state = 'taken' order by id desc limit 1"),
            "RUN": one("select id from job where kind = 'signals' and state = 'done' limit 1"),
            "APPROVAL": one("select id from approval order by id limit 1"),
        }


def settled(folder, places):
    """Numbers of what is there, for whoever would make them up."""
    settings = folder / "settings.toml"
    settings.write_text(
        "[parameters]\n"
        f'"path.payer" = {places["PAYER"]}\n"path.membership" = {places["MEMBERSHIP"]}\n'
        f'"path.person" = {places["PERSON"]}\n"path.code" = "{places["CODE"]}"\n'
        f'"path.benefit" = "{places["BENEFIT"]}"\n"path.path" = "{places["PATH"]}"\n'
        f'"path.upload" = {places["UPLOAD"]}\n"path.run" = {places["RUN"]}\n'
        f'"path.approval" = {places["APPROVAL"]}\n"path.bill" = {places["BILL"]}\n'
        f'"path.claim" = {places["CLAIM"]}\n"path.file" = {places["FILE"]}\n'
        # What has changed since is said before a body is looked at.
        "[checks.negative_data_rejection]\n"
        'expected-statuses = ["400", "401", "403", "404", "405", "412", "413", "415", "422", "429"]\n'
        # So is what is not there at all.
        "[checks.missing_required_header]\n"
        'expected-statuses = ["400", "401", "403", "404", "406", "412", "415", "422"]\n'
    )
    return settings


def key_of(role):
    return f"kunci {role}"


def asked(address, role, settings, examples, folder):
    words = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run",
        f"{address}/api/openapi.json", "--url", address,
        "--header", f"Authorization: Bearer {key_of(role)}",
        "--max-examples", examples, "--no-shrink", "--generation-deterministic",
        "--phases", "examples,coverage,fuzzing", "--exclude-checks", LEFT_OUT, "--warnings", "off",
    ]
    said = open(folder / f"{role}.txt", "w+", encoding="utf-8")
    return subprocess.Popen(words, stdout=said, stderr=subprocess.STDOUT), said


def heard(one):
    """Both ask at once; what each has to say is said at the end."""
    asking, said = one
    status = asking.wait()
    said.seek(0)
    print(said.read(), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
