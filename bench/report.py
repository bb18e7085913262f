"""The tables and the chart of bench/peers, and the targets beside what was measured."""

import html
import os
import platform
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

BEGIN, END = "<!-- bench/peers: begin -->", "<!-- bench/peers: end -->"
TITLES = {"table": "Table of 10,000 rows", "manual": "PostgreSQL's manual, DocBook"}
HEAD = "| | time | of peerpress's | processor time | memory | size | pages |\n|---|---|---|---|---|---|---|\n"


def seconds(value):
    return f"{1000 * value:.0f} ms" if value < 1 else f"{value:.1f} s" if value < 100 else f"{value:.0f} s"


def weight(size):
    return f"{size / 1000:,.0f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"


def line(label, result, ours):
    if not result or isinstance(result, str):
        return f"| {label} | {result or 'not measured'} | – | – | – | – | – |\n"
    ratio = f"{result.wall / ours.wall:.2f}" if hasattr(ours, "wall") else "–"
    return (f"| {label} | {seconds(result.wall)} | {ratio} | {seconds(result.cpu)} | {result.memory / 1024:.0f} MB | "
            f"{weight(result.size)} | {result.pages:,.0f} |\n")


def table(results, tools):
    ours = results.get("peerpress")
    rows = []
    for name, result in results.items():
        label = tools[name].label + (", tagged" if tools[name].tagged else "")
        rows.append((getattr(result, "wall", 1e9), line(label, result, ours)))
        if len(tools[name].commands) > 1 and hasattr(result, "wall"):
            rows.append((result.wall + 1e-6, f"| {label}, its second run | {seconds(result.last)} | "
                         f"{f'{result.last / ours.wall:.2f}' if hasattr(ours, 'wall') else '–'} | | | | |\n"))
    return HEAD + "".join(text for _, text in sorted(rows))


def machine():
    model = ""
    try:
        model = next((text.split(":")[1].strip() for text in Path("/proc/cpuinfo").read_text().splitlines() if text.startswith("model name")), "")
    except OSError:
        pass
    load = os.getloadavg()[1]
    return (f"{date.today()}, {os.cpu_count()} processors{f' ({model})' if model else ''}, Linux {platform.release().split('-')[0]}, "
            f"load of the machine at the end {load:.1f}")


def fastest(results, tools, size, chosen):
    """The name of the fastest of the tools that `chosen` takes."""
    found = [(result.wall, name) for name, result in results.get(size, {}).items() if hasattr(result, "wall") and chosen(name, tools[name])]
    return min(found)[1] if found else None


def targets(results, tools):
    """Rows of what was asked, what was measured, and whether it was met: of times by elapsed time."""
    rows = []
    get = lambda size, name: found if hasattr(found := results.get(size, {}).get(name), "wall") else None
    others = lambda name, tool: name not in ("peerpress", "floor")

    def add(asked, value, text, met):
        rows.append(f"| {asked} | {text if value is not None else 'not measured'} | {('yes' if met(value) else '**no**') if value is not None else '–'} |\n")

    def ratio(above, below):
        return above / below if above and below else None

    def compare(asked, above, below, met, also=""):
        """Elapsed time is what counts; it is disturbed by other work of the machine. Processor time counts all processors together."""
        both = (above.wall / below.wall, above.cpu / below.cpu) if above and below else None
        add(asked, both, f"{both[0]:.2f} times; by processor time {both[1]:.2f}{also}" if both else "", lambda found: met(found[0]))

    times = lambda value: f"{value:.2f} times" if value is not None else ""
    few, some, many = 6, 600, 6000
    ours, bare, built = get(few, "peerpress"), get(few, "floor"), results.get("build")
    compare("6 pages, cold, from XSL-FO: at most 1.25 times the bare program", ours, bare, lambda v: v <= 1.25)
    compare("the report, cold, from the dataset, its check included: at most 1.25 times the bare program", built, bare, lambda v: v <= 1.25,
            f" ({built.pages:.0f} pages in the house style)" if built else "")
    for size, least, words, chosen in ((few, 2.5, "the fastest peer", others), (some, 10, "the fastest peer that tags", lambda n, t: others(n, t) and t.tagged)):
        best = fastest(results, tools, size, chosen)
        compare(f"{size} pages: at least {least} times faster than {words}", best and get(size, best), get(size, "peerpress"), lambda v, least=least: v >= least,
                f" ({tools[best].label})" if best else "")
    compare("6 pages: at least 30 times faster than FOP", get(few, "fop"), ours, lambda v: v >= 30)
    compare("600 pages: at most half the time of the bare program", get(some, "peerpress"), get(some, "floor"), lambda v: v <= 0.5)
    tex = get(many, "pdftex")
    value = ratio(tex and tex.last, getattr(get(many, "peerpress"), "wall", None))
    add("6,000 pages: at least 4 times faster than pdfLaTeX (its second run alone)", value, times(value), lambda v: v >= 4)
    long = get(many, "peerpress")
    value = long.memory / 1024 if long else None
    add("6,000 pages: less than 100 MB", value, f"{value or 0:.0f} MB", lambda v: v < 100)
    short = get(60, "peerpress")
    value = ratio(long and long.cpu / long.pages, short and short.cpu / short.pages)
    add("a page of 6,000: at most 1.05 times one of 60 (processor time)", value, times(value), lambda v: v <= 1.05)
    compare("table of 10,000 rows: at least 10 times faster than FOP", get("table", "fop"), get("table", "peerpress"), lambda v: v >= 10)
    value = found.memory / 1024 if (found := get("table", "peerpress")) else None
    add("table of 10,000 rows: less than 150 MB", value, f"{value or 0:.0f} MB", lambda v: v < 150)
    rates = results.get("lasting", {}).get("rates", {})
    for name, label in (("typst-ua", "Typst"), ("fop", "FOP")):
        value = ratio(rates.get("peerpress"), rates.get(name))
        add(f"long-lived process: at least 4 times the documents of {label}", value, times(value), lambda v: v >= 4)
    manual = get("manual", "peerpress")
    compare("PostgreSQL's manual: at least 10 times faster than FOP", get("manual", "fop-plain"), manual, lambda v: v >= 10)
    least = get("manual", "fop-least")
    value = ratio(manual and manual.memory, least and least.memory)
    add("PostgreSQL's manual: in a fifth of the least memory that FOP can do with", value,
        f"{manual.memory / 1024:.0f} MB of {least.memory / 1024:.0f} MB" if value else "", lambda v: v <= 0.2)
    return "| asked | measured | met |\n|---|---|---|\n" + "".join(rows)


def write(results, tools, limit, missing):
    left_out = f" Not installed, and so not measured: {', '.join(missing)}." if missing else ""
    out = [f"Measured by `bench/peers`: {machine()}. A tool that took longer than {limit} s for a document was stopped.{left_out}\n\n"]
    for size in results:
        if size in ("build", "lasting"):
            continue
        out.append(f"**{TITLES[size] if size in TITLES else f'{size:,} pages'}**\n\n" + table(results[size], tools) + "\n")
        if size == 6 and "build" in results:
            out.append("The report itself, `peerpress build` from the dataset to the checked PDF, in the house style:\n\n"
                       + HEAD + line("peerpress build", results["build"], results[6].get("peerpress")) + "\n")
    if "lasting" in results:
        rates = results["lasting"]["rates"]
        out.append(f"**One process, {results['lasting']['count']} documents of 6 pages, every one different**\n\n| | documents a second |\n|---|---|\n"
                   + "".join(f"| {tools[name].label} | {rate:.0f} |\n" for name, rate in sorted(rates.items(), key=lambda found: -found[1])) + "\n")
    out.append("**What was asked**\n\n" + targets(results, tools))
    return "".join(out)


def put(said, path):
    """The text in place of what is between the markers."""
    page = path.read_text(encoding="utf-8")
    before, found, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    if not found or END not in rest:
        raise SystemExit(f"{path} lacks the markers {BEGIN} and {END}")
    path.write_text(f"{before}{BEGIN}\n{said}{END}{after}", encoding="utf-8")


def bars(results, tools, size):
    found = sorted((result.wall, name) for name, result in results.get(size, {}).items() if hasattr(result, "wall"))
    if not found:
        return ""
    out = [f'<fo:block font-weight="bold" space-before="8pt" space-after="3pt">{size:,} pages</fo:block>'
           '<fo:table table-layout="fixed" width="100%"><fo:table-column column-width="48mm"/><fo:table-column column-width="112mm"/><fo:table-body start-indent="0pt">']
    for wall, name in found:
        width = max(0.3, 92 * wall / found[-1][0])
        colour = {"peerpress": "#1d5f8a", "floor": "#9aa5ab"}.get(name, "#c98a2b")
        out.append(f'<fo:table-row><fo:table-cell><fo:block>{html.escape(tools[name].label)}</fo:block></fo:table-cell><fo:table-cell><fo:block>'
                   f'<fo:leader leader-length="{width:.2f}mm" leader-pattern="rule" rule-thickness="7pt" color="{colour}"/> '
                   f'{seconds(wall)}</fo:block></fo:table-cell></fo:table-row>')
    return "".join(out) + "</fo:table-body></fo:table>"


def draw(results, tools, peerpress, path):
    """A chart of the times, set and drawn by peerpress."""
    rows = sum(len(results.get(size, {})) for size in (6, 600))
    sheet = ('<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="en" font-family="Liberation Sans" font-size="9pt" line-height="12pt">'
             f'<fo:layout-master-set><fo:simple-page-master master-name="page" page-width="170mm" page-height="{32 + 4.4 * rows:.0f}mm">'
             '<fo:region-body background-color="#ffffff"/></fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference="page"><fo:flow flow-name="xsl-region-body">'
             f'<fo:block margin="4mm"><fo:block>Elapsed time, the shorter the better</fo:block>{bars(results, tools, 6)}{bars(results, tools, 600)}</fo:block>'
             '</fo:flow></fo:page-sequence></fo:root>')
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "chart.fo"
        source.write_text(sheet, encoding="utf-8")
        # Pages become numbered files.
        subprocess.run([peerpress, "render", source, "-o", Path(name) / "chart.svg"], check=True)
        (page,) = Path(name).glob("chart*.svg")
        shutil.copy(page, path)
