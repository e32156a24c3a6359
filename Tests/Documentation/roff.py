"""Text as a manual page wants it: groff's man macros."""

import re

SPECIAL = {"\\": "\\e", "-": "\\-", "'": "\\(aq", '"': "\\(dq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*|`[^`\n]+`")


def escaped(text):
    """Plain text, every character of it as it stands."""
    return "".join(SPECIAL.get(c, c if ord(c) < 127 else f"\\[u{ord(c):04X}]") for c in text)


def bold(text):
    return f"\\fB{escaped(text)}\\fR"


def italic(text):
    return f"\\fI{escaped(text)}\\fR"


def prose(text):
    """Text to be filled: options and what stands in backquotes are bold."""
    parts, place = [], 0
    for match in OPTION.finditer(text):
        parts += [escaped(text[place:match.start()]), bold(match.group().strip("`"))]
        place = match.end()
    return line("".join(parts) + escaped(text[place:]))


def line(text):
    """A line that no leading dot or quote turns into a request."""
    return "\\&" + text if text.startswith((".", "'")) else text


def quoted(text):
    """An argument of a macro."""
    return '"' + escaped(text) + '"'


def paragraphs(text):
    """Lines of a discussion: paragraphs are filled, indented lines stand as they are."""
    lines = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        for at, rows in runs(block.split("\n")):
            if at == "example":
                lines += [".PP", ".RS 4", ".EX", *[line(escaped(row)) for row in dedented(rows)], ".EE", ".RE"]
            else:
                lines += [".PP", prose(" ".join(row.strip() for row in rows))]
    return lines


def runs(rows):
    """Neighbouring rows of one kind: `example` where they are indented, else `text`."""
    found = []
    for row in rows:
        kind = "example" if row.startswith("  ") else "text"
        if found and found[-1][0] == kind:
            found[-1][1].append(row)
        else:
            found.append((kind, [row]))
    return found


def dedented(rows):
    margin = min(len(row) - len(row.lstrip()) for row in rows)
    return [row[margin:].rstrip() for row in rows]
