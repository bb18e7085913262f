"""Many documents in one process: the same text with its words in another order in each, so that no paragraph comes twice.

peerpress and FOP format the same FO files, Typst the same words in its own markup; each is told by the third time through all documents, when it
is warm, all on the same processor, and takes its turn in several rounds, of which the median counts. bench/lasting is peerpress, called as the library that the program is made of.
"""

import random
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import documents

JARS = "fop commons-io xml-apis batik-all commons-logging xmlgraphics-commons xml-apis-ext fontbox2".split()
JAVA = Path("/usr/share/java")
HERE = Path(__file__).resolve().parent
WARMUP = 2


def shuffled(text, number):
    chance = random.Random(number)
    out = []
    for kind, said in text:
        words = said.split()
        chance.shuffle(words)
        out.append((kind, " ".join(words)))
    return documents.repeat(out, 1)


def prepare(text, folder, count):
    """A folder for each tool with its documents."""
    made = {}
    for name, ending, write in (("peerpress", "fo", documents.fo), ("fop", "fo", documents.fo),
                                ("typst-ua", "typ", lambda words: documents.typst(words, None, True))):
        place = folder / "lasting" / name
        place.mkdir(parents=True)
        made[name] = [place / f"{number:04}.{ending}" for number in range(count)]
        for number, path in enumerate(made[name]):
            path.write_text(write(shuffled(text, number)), encoding="utf-8")
    return made


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


def measure_all(tools, text, folder, given, rounds):
    """The documents per second of each tool; what could not be measured is left out."""
    made = prepare(text, folder, given.documents)
    commands = {"peerpress": [given.build / "bench/lasting", str(WARMUP), *made["peerpress"]]}
    if "fop" in tools and all((JAVA / f"{jar}.jar").exists() for jar in JARS):
        commands["fop"] = ["java", "-Djava.awt.headless=true", "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
                           "-cp", ":".join(str(JAVA / f"{jar}.jar") for jar in JARS), HERE / "Lasting.java", folder / "fop.xml", str(WARMUP), *made["fop"]]
    if "typst-ua" in tools:
        pairs = [path for source in made["typst-ua"] for path in (source, source.with_suffix(".pdf"))]
        commands["typst-ua"] = ["node", HERE / "typst.mjs", given.build / "bench/tools/node_modules", str(WARMUP), *pairs]
    one = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    taken = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if all(taken[name]):
                taken[name].append(last_round(one + command, given.limit))
    rates = {name: given.documents / statistics.median(found) for name, found in taken.items() if all(found)}
    return {"count": given.documents, "rates": rates}
