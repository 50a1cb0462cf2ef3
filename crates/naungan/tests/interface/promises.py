"""What the interface promises, asked of a running counter: every example of its page, and each rule of HTTP.

Each check says what is asked and what has to come; the first that fails ends it.
"""

import html
import http.client
import json
import re
import shlex
import time
import urllib.parse


class Counter:
    """A counter at an address, asked with a key."""

    def __init__(self, address):
        self.place = urllib.parse.urlsplit(address).netloc

    def ask(self, method, path, key=None, body=None, kind="application/json", **headings):
        line = http.client.HTTPConnection(self.place, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headings.items()}
        if key:
            sent["Authorization"] = f"Bearer {key}"
        if body is not None:
            sent["Content-Type"] = kind
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        line.request(method, path, body=body, headers=sent)
        answer = line.getresponse()
        text = answer.read()
        line.close()
        return answer.status, answer.headers, text


def is_so(what, found, wanted):
    if found != wanted:
        raise SystemExit(f"{what}: {found!r} instead of {wanted!r}")


TITLES = {}


def problem(what, answer, status, code):
    found, headings, text = answer
    is_so(what, (found, headings["Content-Type"]), (status, "application/problem+json"))
    said = json.loads(text)
    is_so(what, (said["status"], said["code"]), (status, code))
    assert said["type"].endswith(f"/messages/{code}") and said["title"] and said["detail"], said
    TITLES.setdefault(code, said["title"])
    is_so(f"{what}: the title of a code stays", said["title"], TITLES[code])
    return said


def promises(address, keys, places):
    counter = Counter(address)
    head, administrator, employer = keys["head"], keys["administrator"], keys["employer"]
    payer = f"/api/v1/payers/{places['PAYER']}"
    problems(counter, head, payer)
    methods(counter, head, payer)
    bodies(counter, head, employer, payer)
    marks(counter, head, payer)
    parts(counter, head, payer)
    replays(counter, administrator, places)
    scopes(counter, keys, places)
    files(counter, employer, payer, places)
    runs(counter, administrator)
    approvals(counter, head, employer, places)
    rates(counter, address)


def problems(counter, head, payer):
    problem("no key", counter.ask("GET", payer), 401, "sign_in")
    problem("a wrong key", counter.ask("GET", payer, "none"), 401, "sign_in")
    problem("not there", counter.ask("GET", "/api/v1/nowhere", head), 404, "not_there")
    said = problem("a fact", counter.ask("POST", f"{payer}/facts", head,
                                         {"name": "risk_class", "value": "none", "from": "2026-02"}),
                   422, "fact_refused")
    assert "provision" in said or said["detail"] != said["title"], said
    status, _, page = counter.ask("GET", urllib.parse.urlsplit(said["type"]).path)
    is_so("the page of the message", (status, b"<h1" in page), (200, True))


def methods(counter, head, payer):
    answer = counter.ask("DELETE", payer, head)
    problem("another method", answer, 405, "method")
    is_so("Allow", set(answer[1]["Allow"].split(",")) - {"OPTIONS"}, {"GET", "HEAD"})
    status, headings, text = counter.ask("OPTIONS", "/api/v1/people")
    is_so("OPTIONS", (status, headings["Allow"], text), (204, "OPTIONS,POST", b""))
    known = counter.ask("GET", payer, head)
    status, headings, text = counter.ask("HEAD", payer, head)
    is_so("HEAD", (status, text, headings["ETag"]), (200, b"", known[1]["ETag"]))


def bodies(counter, head, employer, payer):
    fact = {"name": "risk_class", "value": "medium", "from": "2026-02"}
    answer = counter.ask("POST", f"{payer}/facts", head, b"a=b", kind="application/x-www-form-urlencoded")
    problem("another kind", answer, 415, "body_kind")
    answer = counter.ask("POST", f"{payer}/facts", head, b"{" * 10)
    problem("no JSON", answer, 400, "unread")
    said = problem("unknown", counter.ask("POST", f"{payer}/facts", head, {**fact, "x": 1}), 422, "fields")
    is_so("the field", said["fields"][0]["field"], "/x")
    said = problem("asked", counter.ask("GET", f"{payer}?x=1", head), 422, "fields")
    is_so("the question", said["fields"][0]["field"], "?x")
    large = b'{"name":"' + b"a" * 200_000 + b'"}'
    problem("too large", counter.ask("POST", f"{payer}/facts", head, large), 413, "too_large")


def marks(counter, head, payer):
    status, headings, _ = counter.ask("GET", payer, head)
    mark = headings["ETag"]
    again = counter.ask("GET", payer, head, If_None_Match=mark)
    is_so("304", (again[0], again[2], again[1]["ETag"]), (304, b"", mark))
    fact = {"name": "risk_class", "value": "high", "from": "2026-03"}
    answer = counter.ask("POST", f"{payer}/facts", head, fact, If_Match='"another"')
    problem("If-Match", answer, 412, "changed")
    status, _, text = counter.ask("POST", f"{payer}/facts", head, fact, If_Match=mark)
    is_so(f"If-Match {text}", status, 200)
    problem("changed since", counter.ask("POST", f"{payer}/facts", head, fact, If_Match=mark), 412, "changed")
    is_so("changed", counter.ask("GET", payer, head, If_None_Match=mark)[0], 200)


def parts(counter, head, payer):
    whole = json.loads(counter.ask("GET", f"{payer}/members?limit=200", head)[2])["items"]
    found, after = [], ""
    while True:
        part = json.loads(counter.ask("GET", f"{payer}/members?limit=1{after}", head)[2])
        found += part["items"]
        if part["next"] is None:
            break
        after = f"&after={part['next']}"
    is_so("parts", found, whole)
    problem("limit", counter.ask("GET", f"{payer}/members?limit=0", head), 422, "fields")


def replays(counter, administrator, places):
    payment = {"payer": int(places["PAYER"]), "amount": 1000, "channel": "bank", "reference": "P-1"}
    named = {"Idempotency_Key": "once"}
    problem("no name", counter.ask("POST", "/api/v1/payments", administrator, payment), 422, "fields")
    first = counter.ask("POST", "/api/v1/payments", administrator, payment, **named)
    again = counter.ask("POST", "/api/v1/payments", administrator, payment, **named)
    is_so("once", (first[0], first[1]["Idempotency-Replayed"]), (201, None))
    is_so("replayed", (again[0], again[1]["Idempotency-Replayed"], again[2]), (201, "true", first[2]))
    other = {**payment, "amount": 2000}
    problem("another", counter.ask("POST", "/api/v1/payments", administrator, other, **named), 422,
            "key_taken")


def scopes(counter, keys, places):
    payer = f"/api/v1/payers/{places['PAYER']}"
    is_so("her own", counter.ask("GET", payer, keys["employer"])[0], 200)
    elsewhere = counter.ask("GET", f"/api/v1/payers/{places['OTHER']}", keys["employer"])
    nowhere = counter.ask("GET", "/api/v1/payers/999999999", keys["employer"])
    is_so("another's", (elsewhere[0], elsewhere[2]), (nowhere[0], nowhere[2]))
    problem("not hers", elsewhere, 403, "forbidden")
    problem("no payments", counter.ask("POST", "/api/v1/payments", keys["employer"], {}), 403, "forbidden")


def worked(counter, key, place, over):
    """Follows events to their end; gives their names."""
    status, headings, text = counter.ask("GET", f"{place}/events", key)
    is_so("events", (status, headings["Content-Type"]), (200, "text/event-stream"))
    events = [dict(line.split(": ", 1) for line in event.splitlines() if ": " in line)
              for event in text.decode().split("\n\n") if event.startswith("id:")]
    last = events[-1]
    is_so(f"the end of {events}", (last["event"], json.loads(last["data"])["state"]), ("over", over))
    status, _, text = counter.ask("GET", f"{place}/events", key, Last_Event_ID=last["id"])
    is_so("the end was heard", (status, text), (204, b""))
    return [event["event"] for event in events]


def files(counter, employer, payer, places):
    rows = "NIK,Nama,Upah\n9931014107900055,Siti Berkas,6000000\n9931014107900097,Zed Keliru,6000000\n123,X,1\n"
    where = f"{payer}/uploads?month={places['MONTH']}&names=changes&name=..%2Fupah.csv"
    sent = {"kind": "text/csv", "Idempotency_Key": "file"}
    problem("a file of JSON", counter.ask("POST", where, employer, {}), 415, "body_kind")
    status, headings, text = counter.ask("POST", where, employer, rows.encode(), **sent)
    is_so(f"202 {text}", status, 202)
    place = headings["Location"]
    is_so("its name", json.loads(text)["name"], "upah.csv")
    is_so("once", counter.ask("POST", where, employer, rows.encode(), **sent)[1]["Location"], place)
    worked(counter, employer, place, "checked")
    known = json.loads(counter.ask("GET", place, employer)[2])
    is_so("rows", known["rows"], {"joins": 2, "refused": 1})
    part = json.loads(counter.ask("GET", f"{place}/rows?state=refused", employer)[2])["items"]
    is_so("its own number", [row["row"] for row in part], [4])
    mark = counter.ask("GET", place, employer)[1]["ETag"]
    status, headings, text = counter.ask("POST", f"{place}/accept", employer, {}, If_Match=mark)
    is_so(f"accepted {text}", (status, headings["Location"]), (202, place))
    worked(counter, employer, place, "taken")
    known = json.loads(counter.ask("GET", place, employer)[2])
    is_so("taken", (known["taken"]["joined"], known["taken"]["refused"]), (1, 2))
    status, headings, text = counter.ask("GET", f"{place}/rejected?lang=en", employer)
    is_so("a table", (status, headings["Content-Type"]), (200, "text/csv; charset=utf-8"))
    lines = text.decode().splitlines()
    is_so("refused", len(lines), 3)
    assert "cannot be confirmed from here" in lines[1] + lines[2], lines
    problem("dropped", counter.ask("POST", f"{place}/drop", employer, {}), 422, "file_not_checked")


def runs(counter, administrator):
    asked = {"kind": "signals"}
    status, headings, text = counter.ask("POST", "/api/v1/runs", administrator, asked)
    is_so(f"a run {text}", status, 202)
    worked(counter, administrator, headings["Location"], "done")
    said = counter.ask("POST", "/api/v1/runs", administrator, {"kind": "month", "period": "2026-13"})
    problem("no month", said, 422, "fields")
    said = counter.ask("POST", "/api/v1/runs", administrator, {"kind": "month", "period": "2027-01"})
    problem("not the next", said, 422, "months_in_order")


def approvals(counter, head, employer, places):
    membership = f"/api/v1/memberships/{places['MEMBERSHIP']}"
    end = {"day": places["DAY"], "reason": "resigned", "note": "The employer is gone"}
    status, headings, text = counter.ask("POST", f"{membership}/ends", head, end)
    is_so(f"an end by staff {text}", (status, json.loads(text).get("state")), (202, "waiting"))
    known = json.loads(counter.ask("GET", headings["Location"], head)[2])
    is_so("it waits", (known["change"], known["state"]), ("end", "waiting"))
    ended = json.loads(counter.ask("GET", membership, head)[2])["ended"]
    is_so("nothing has ended", ended, None)
    payer = f"/api/v1/payers/{places['PAYER']}"
    paid = json.loads(counter.ask("GET", f"{payer}/payments?limit=200", head)[2])["items"][-1]
    back = {"change": "take_back", "payment": paid["payment"], "day": paid["paid_on"], "reason": "It bounced"}
    sent = {"Idempotency_Key": "back"}
    status, headings, text = counter.ask("POST", f"{payer}/approvals", head, back, **sent)
    is_so(f"taken back {text}", status, 202)
    again = counter.ask("POST", f"{payer}/approvals", head, back, **sent)
    is_so("asked once", again[1]["Location"], headings["Location"])
    problem("not hers to ask", counter.ask("POST", f"{payer}/approvals", employer, back), 403, "forbidden")
    other = {**back, "change": "merge"}
    said = problem("of people", counter.ask("POST", f"{payer}/approvals", head, other), 422, "fields")
    is_so("the field", said["fields"][0]["field"], "/change")


def rates(counter, address):
    """Last, since nothing more is answered for a while where requests are counted."""
    for _ in range(40):
        answer = counter.ask("GET", "/api/v1/law/acts")
        if answer[0] == 429:
            problem("too many", answer, 429, "too_many")
            assert int(answer[1]["Retry-After"]) >= 1, answer[1]["Retry-After"]
            time.sleep(int(answer[1]["Retry-After"]))
            return


def claimed(address, head, places):
    """An accident of somebody who is there, with one of its papers."""
    counter = Counter(address)
    told = {"kind": "work_accident", "on": "2026-02-20", "facts": {"land_fare": 150000}}
    of = f"/api/v1/people/{places['PERSON']}/events"
    status, _, text = counter.ask("POST", of, head, told, Idempotency_Key="accident")
    is_so(f"an accident {text}", status in (200, 201), True)
    opened = json.loads(text)["claims"][0]
    claim, paper = opened["claim"], opened["papers"][0]["paper"]
    of = f"/api/v1/claims/{claim}/papers?paper={paper}&name=surat.pdf"
    status, _, text = counter.ask("POST", of, head, b"%PDF-1.4 surat", "application/pdf")
    is_so(f"a paper {text}", status in (200, 201), True)
    return {"CLAIM": claim, "PAPER": paper, "FILE": json.loads(text)["file"]}


def examples(address, keys, places):
    """Sends every example of the page as it stands there."""
    counter = Counter(address)
    status, _, page = counter.ask("GET", "/api?lang=en")
    is_so("the page", status, 200)
    found = re.findall(r'id="example-(\w+)"[^>]*><code>(.*?)</code>', page.decode(), re.S)
    assert len(found) > 30, len(found)
    for at, (name, text) in enumerate(found):
        words = html.unescape(text)
        for made_up, known in {'"person":1': f'"person":{places["PERSON"]}', "00000000000": places["CODE"],
                               '"into":12': f'"into":{places["PERSON"]}'}.items():
            words = words.replace(made_up, known)
        for place, value in {**places, "NAUNGAN": "", "NAME": f"example-{at}"}.items():
            words = re.sub(rf"\${place}\b", str(value), words)
        key = keys["head"]
        if any(piece in words for piece in ("/runs", "/payments\"", "/benefits/")) and "payers/" not in words:
            key = keys["administrator"]
        if "/registry/" in words:
            key = keys["administrator"]
        if "/hospital/" in words:
            key = keys["hospital"]
        if "/partner/" in words:
            key = keys["platform"]
        if "/gifts\"" in words and "--request POST" in words:
            key = keys["administrator"]
        words = shlex.split(words.replace("$KEY", key).replace("\\\n", ""))
        method, path, headings, body = words[2], words[3], {}, None
        for word, value in zip(words[4::2], words[5::2]):
            if word == "--header":
                title, value = value.split(": ", 1)
                headings[title] = value
            else:
                body = value.encode()
        kind = headings.pop("Content-Type", None)
        line = http.client.HTTPConnection(counter.place, timeout=20)
        line.request(method, path, body=body, headers={**headings, **({"Content-Type": kind} if kind else {})})
        answer = line.getresponse()
        said = answer.read()
        # Of made-up numbers the law, or the order of the counter, may say no; never for the form of what is sent.
        fine = answer.status < 300 or (answer.status == 422 and method == "POST")
        # No run of benefits has been made here, no hospital has billed, nobody draws a pension, has claimed or lost a job.
        fine = fine or (answer.status == 404 and (
            any(piece in path for piece in ("/benefits/runs/", "/hospital/bills/", "/care-bills/", "/pensions/",
                                            "/grievances/", "/letters", "/lists", "/campaigns/",
                                            "/pots/", "/job-loss/", "/courses/", "/interviews/"))
            or path.endswith(("/job-loss", "/grievances", "/recovery", "/case"))))
        # No platform has settled, and no rider lets one see her cover, before somebody has asked.
        fine = fine or (answer.status in (404, 422) and "/partner/" in path)
        # What only a member does herself, or an employer, the head of a branch may not.
        fine = fine or (answer.status == 403 and path.endswith(("/applications", "/job-loss", "/vacancies",
                                                                "/pledges", "/withdrawals")))
        fine = fine or (answer.status == 403 and path.endswith(("/interviews", "/marks", "/courses", "/contests",
                                                                "/dismissals", "/answer", "/withdraw")))
        # What only an auditor or the person herself reads.
        fine = fine or (answer.status == 403 and path.endswith(("/trail", "/readings")))
        # Cases are for workers' employers and for heirs to ask, and wishes for who looks for work.
        fine = fine or (answer.status == 403 and ("/cases" in path or path.endswith("/wishes")))
        # A pot of a made-up number is in no head's region.
        fine = fine or (answer.status == 403 and "/pots/" in path)
        # An agent is a person who has signed in, and no program.
        fine = fine or (answer.status == 403 and "/agent/" in path)
        is_so(f"the example {name}: {answer.status} {said[:300]}", fine, True)
        if answer.status == 422:
            is_so(f"the form of {name}: {said[:300]}", json.loads(said)["code"] == "fields", False)
    return len(found)
