"""Manual pages out of what `--experimental-dump-help` says: one for the program, one for each command."""

from roff import bold, escaped, italic, paragraphs, prose, quoted

EXIT_STATUS = [
    ("0", "Done. A job that had been done already counts as done, and so does one that skipped damaged packets and counted "
          "them. Where standard output is the product, a reader that goes away ends the job with 0 too."),
    ("1", "A check failed."),
    ("2", "An error: an input that cannot be read, an output that cannot be written, an input that was cut off."),
    ("64", "Wrong usage."),
]
SIGNALS = ("A job that a signal interrupts (SIGINT, SIGTERM) passes on what is whole, publishes nothing as finished, and ends "
           "by that signal.")


def pages(tool, version):
    """File name and text of every page."""
    root = tool["command"]
    commands = list(walk(root, []))
    names = [name_of(path) for path, _ in commands]
    return {f"{name_of(path)}.1": page(path, command, names, version) for path, command in commands}


def walk(command, above):
    """The command and those under it, each with the words that call it; `help` needs no page."""
    path = [*above, command["commandName"]]
    yield path, command
    for below in shown(command.get("subcommands")):
        if below["commandName"] != "help":
            yield from walk(below, path)


def shown(items):
    return [item for item in items or [] if item.get("shouldDisplay", True)]


def name_of(path):
    return "-".join(path)


def page(path, command, names, version):
    name, program = name_of(path), path[0]
    arguments = shown(command.get("arguments"))
    positional = [a for a in arguments if a["kind"] == "positional"]
    options = [a for a in arguments if a["kind"] != "positional"]
    lines = [
        '.\\" Made by Tests/Documentation/generate.py from the program\'s own help; `make docs` renews it.',
        f".TH {quoted(name.upper())} 1 \"\" {quoted(f'{program} {version}')} {quoted(f'{program} manual')}",
        ".nr HY 0", ".nh", ".ad l",
        ".SH NAME", f"{escaped(name)} \\- {prose(sentence(command.get('abstract', name)))}",
        ".SH SYNOPSIS", *synopsis(path, command, positional, options),
        ".SH DESCRIPTION", *description(command),
    ]
    if positional:
        lines += [".SH ARGUMENTS", *[row for a in positional for row in entry(a)]]
    if options:
        lines += [".SH OPTIONS", *sections(options)]
    if commands := [c for c in shown(command.get("subcommands"))]:
        lines += [".SH COMMANDS", *[row for c in commands for row in listed(path, c)]]
    lines += [".SH EXIT STATUS"]
    for status, meaning in EXIT_STATUS:
        lines += [".TP", bold(status), prose(meaning)]
    lines += [".PP", prose(SIGNALS), ".SH SEE ALSO", *see_also(name, names)]
    return "\n".join(lines) + "\n"


def sentence(abstract):
    """An abstract as NAME wants it: without its full stop."""
    return abstract.strip().rstrip(".")


def synopsis(path, command, positional, options):
    words = [bold(" ".join(path))]
    if shown(command.get("subcommands")):
        words.append(italic("command"))
    words += [f"{bold(preferred(o))} {italic(o['valueName'])}" for o in options if not o["isOptional"]]
    words += ["[" + italic("options") + "]"]
    for argument in positional:
        word = italic(argument["valueName"]) + (" ..." if argument["isRepeating"] else "")
        words.append(f"[{word}]" if argument["isOptional"] else word)
    return [" ".join(words)]


def description(command):
    abstract = command.get("abstract", "").strip()
    return [prose(abstract)] + paragraphs(command.get("discussion", ""))


def sections(options):
    """Options without a section first, then each section under its title."""
    titles = list(dict.fromkeys(o.get("sectionTitle") for o in options))
    lines = []
    for title in sorted(titles, key=lambda t: t is not None):
        if title:
            lines.append(f".SS {quoted(title)}")
        for option in options:
            if option.get("sectionTitle") == title:
                lines += entry(option)
    return lines


def entry(argument):
    """One argument or option: its names and value, what it does, its values and default."""
    lines = [".TP", heading(argument)]
    text = argument.get("abstract", "").strip()
    if text and text[-1] not in ".?!)":
        text += "."
    described = argument.get("allValueDescriptions") or {}
    values = [v for v in argument.get("allValues") or [] if v not in described]
    if values and not all(v in text for v in values):
        text += f" Values: {', '.join(values)}."
    default = argument.get("defaultValue")
    if default and "default:" not in text:
        text += f" Default: {default}."
    lines.append(prose(text.strip()) if text.strip() else "\\&")
    for value in argument.get("allValues") or []:
        if value in described:
            lines += [".RS", ".TP", bold(value), prose(described[value]), ".RE"]
    if argument.get("discussion"):
        lines += [".RS", *paragraphs(argument["discussion"]), ".RE"]
    return lines


def heading(argument):
    if argument["kind"] == "positional":
        return italic(argument["valueName"])
    ordered = sorted(argument["names"], key=lambda n: n["kind"] != "short")
    value = " " + italic(argument["valueName"]) if argument["kind"] == "option" else ""
    return ", ".join(bold(spelled(name)) for name in ordered) + value


def spelled(name):
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def preferred(argument):
    return spelled(argument.get("preferredName") or argument["names"][0])


def listed(path, command):
    name = command["commandName"]
    if name == "help":
        return [".TP", f"{bold('help')} [{italic('command')}]", prose("Show the help of a command.")]
    return [".TP", f"{bold(name_of([*path, name]))}(1)", prose(command.get("abstract", ""))]


def see_also(name, names):
    others = [n for n in names if n != name] + ["ffmpeg", "ffprobe"]
    return [",\n".join(f"{bold(other)}(1)" for other in others)]
