"""A platform's program: enrols a rider, tells of her trips, hands over what they put aside, hears of it.

Only Python's own library is used. Usage:

    NAUNGAN=http://127.0.0.1:7070 KEY=... python3 client.py enrol
    NAUNGAN=http://127.0.0.1:7070 KEY=... python3 client.py trips trips.csv
    NAUNGAN=http://127.0.0.1:7070 KEY=... python3 client.py settle 2026-02-28
    SECRET=... python3 client.py listen 9000

Whatever is not answered is asked again under the same key: the answer is the same, and nothing happens twice.
"""

import csv
import hashlib
import hmac
import http.client
import http.server
import json
import os
import sys
import time
import urllib.parse

BATCH = 10_000
TRIES = 8
# A notice that is older was sent by somebody else who kept it.
STALE_SECONDS = 300


def ask(method, path, body=None, key=None):
    """Asks until there is an answer; pauses grow from a second to two minutes."""
    place = urllib.parse.urlsplit(os.environ["NAUNGAN"])
    headings = {"Authorization": f"Bearer {os.environ['KEY']}", "Content-Type": "application/json"}
    if key:
        headings["Idempotency-Key"] = key
    for tried in range(TRIES):
        try:
            kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
            line = kind(place.netloc, timeout=60)
            line.request(method, f"/api/v1/partner/{path}", json.dumps(body) if body is not None else None, headings)
            answer = line.getresponse()
            said = json.loads(answer.read())
            if answer.status < 300:
                return said
            if answer.status not in (429, 500, 502, 503):
                raise SystemExit(f"{method} {path}: {answer.status} {said.get('code')}: {said.get('detail')}")
        except (OSError, http.client.HTTPException, ValueError) as fault:
            print(f"{path}: {fault}; again in {2 ** tried} s", file=sys.stderr)
        time.sleep(2**tried)
    raise SystemExit(f"{method} {path} is not answered")


def enrol():
    """A rider of invented particulars, who lets 400 rupiah of every trip be put aside."""
    rider = {
        "rider": "driver-1", "nik": "9931014107900001", "name": "Siti Contoh", "birth_date": "1990-07-01",
        "sex": "female", "started": "2026-02-01", "facts": {"income": 1_000_000, "sector": "transport"},
        "consents": [{"purpose": "enrol"}, {"purpose": "put_aside", "amount": 400}, {"purpose": "show_cover"}],
    }
    print(ask("POST", "riders", rider, key="enrol-driver-1"))
    print(ask("GET", "riders/driver-1/cover"))


def trips(file):
    """Rows of `event,rider,began,ended,amount`, in batches. A batch is named by what is in it."""
    with open(file, newline="", encoding="utf-8") as rows:
        told = [{**row, "amount": int(row["amount"])} for row in csv.DictReader(rows)]
    for at in range(0, len(told), BATCH):
        batch = {"trips": told[at : at + BATCH]}
        key = hashlib.sha256(json.dumps(batch).encode()).hexdigest()
        came = ask("POST", "trips", batch, key=f"trips-{key[:40]}")
        print(f"taken {came['taken']}, known before {came['same']}, put aside {came['amount']}")
        for one in came["parked"]:
            print(f"  {one['event']} waits: {one['why']}")


def settle(until):
    """Asks for a settlement, and says how it is paid."""
    came = ask("POST", "settlements", {"until": until}, key=f"settle-{until}")
    print(f"pay {came['amount']} rupiah by the code {came['code']}")


def is_ours(heading, body, secret, now):
    """Whether a notice is signed with the secret, and new."""
    parts = dict(part.split("=", 1) for part in heading.split(",") if "=" in part)
    moment = parts.get("t", "")
    wanted = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    is_new = moment.isdigit() and abs(now - int(moment)) <= STALE_SECONDS
    return is_new and hmac.compare_digest(wanted, parts.get("v1", ""))


class Hook(http.server.BaseHTTPRequestHandler):
    """Takes notices; one that comes twice has the same id."""

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 1_000_000))
        ours = is_ours(self.headers.get("naungan-signature", ""), body, os.environ["SECRET"], time.time())
        self.send_response(204 if ours else 401)
        self.end_headers()
        if ours:
            event = json.loads(body)
            print(event["id"], event["type"], event["subject"], event["data"], flush=True)


def listen(port):
    http.server.HTTPServer(("127.0.0.1", int(port)), Hook).serve_forever()


if __name__ == "__main__":
    {"enrol": enrol, "trips": trips, "settle": settle, "listen": listen}[sys.argv[1]](*sys.argv[2:])
