"""Many documents in one process: a summary of each of many councils, every one different.

peerpress is given the datasets, and reads, checks and transforms them too, its start included; FOP is given the FO that peerpress makes of them,
Typst the same words in its own markup, and both are told what they take after they were warmed up by the same documents.
"""

import subprocess
import sys
from pathlib import Path

import documents

JARS = "fop commons-io serializer xalan2 xml-apis batik-all commons-logging xercesImpl xmlgraphics-commons xml-apis-ext fontbox2".split()
JAVA = Path("/usr/share/java")
HERE = Path(__file__).resolve().parent
WARMUP = 2


def prepare(peerpress, folder, count):
    data, made = folder / "councils", folder / "made"
    subprocess.run([sys.executable, "fixtures/generate.py", "--councils", str(count), "--actions", "12", "-o", data], check=True)
    datasets = sorted(data.iterdir())
    subprocess.run([peerpress, "build", *datasets, "-o", f"{made}/", "-t", "fo,xhtml", "--name", "{dataset}", "-q", "-j1"], check=True)
    for page in made.glob("*.xhtml"):
        page.with_suffix(".typ").write_text(documents.typst(documents.read(page), None, True), encoding="utf-8")
    return datasets, made


def last_round(command, limit):
    """The seconds that a program prints of its last round; the limit is for each round."""
    try:
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=limit * (WARMUP + 1), check=True).stdout
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as error:
        print(f"{command[0]}, long-lived: exit {error.returncode}", file=sys.stderr)
        return None
    return float(said.split()[-1])


def measure_all(tools, peerpress, folder, given, measure):
    """The documents per second of each tool, and the processor time and memory of peerpress; what could not be measured is left out."""
    datasets, made = prepare(peerpress, folder, given.documents)
    rates = {}
    cost = measure([str(peerpress), "build", *map(str, datasets), "-o", f"{folder / 'published'}/", "-t", "pdf", "--name", "{dataset}", "-q", "-j1"],
                   given.build, given.limit)
    if cost:
        rates["peerpress"] = given.documents / cost[0]
    if "fop" in tools and all((JAVA / f"{jar}.jar").exists() for jar in JARS):
        command = ["java", "-Djava.awt.headless=true", "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
                   "-cp", ":".join(str(JAVA / f"{jar}.jar") for jar in JARS), str(HERE / "Lasting.java"), str(folder / "fop.xml"), str(WARMUP)]
        taken = last_round(command + [str(path) for path in sorted(made.glob("*.fo"))], given.limit)
        rates.update({"fop": given.documents / taken} if taken else {})
    if "typst-ua" in tools:
        pairs = [str(path) for source in sorted(made.glob("*.typ")) for path in (source, source.with_suffix(".typst.pdf"))]
        taken = last_round(["node", str(HERE / "typst.mjs"), str(given.build / "bench/tools/node_modules"), str(WARMUP), *pairs], given.limit)
        rates.update({"typst-ua": given.documents / taken} if taken else {})
    return {"count": given.documents, "rates": rates}
