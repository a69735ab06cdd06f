"""What comes from outside is read without a failure, in time that grows with its length and no faster."""

from __future__ import annotations

import ast
import importlib
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform import outside

PROJECT = Path(__file__).resolve().parents[2]
MODULES = {
    str(path.relative_to(PROJECT)): path.read_text() for path in sorted((PROJECT / "kennisplatform").rglob("*.py"))
}
SIZE = 100_000
PIECES = (
    *"a0A .@[]<>-_/\\\"'(){}\n\t|#`*=&:+,;%~^$!?é",
    *(
        "a@",
        "a.",
        "[x](",
        "a ",
        "ab1-",
        "<a",
        '" ',
        "06 ",
        "1.",
        "A1a",
        "a\n",
        " \n",
        "- ",
        "|a",
        "[^a",
        "_a",
        "0(",
        "a-",
        "\u0316\u0300",
    ),
)
WORST = {piece: (piece * SIZE)[:SIZE] for piece in PIECES}
"""The worst texts that we know: long runs of one character, and of two that take turns."""
HELD_UP = 20
"""Seconds after which a test gives up on a pattern; one that is linear needs some milliseconds."""


class HeldUp(BaseException):
    """Something held the process."""


@contextmanager
def not_held_up(what: object) -> Iterator[None]:
    """Fail instead of waiting for hours."""

    def ring(*_: object) -> None:
        raise HeldUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(HELD_UP)
    try:
        yield
    except HeldUp:
        pytest.fail(f"{what} holds the process")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("naam@voorbeeld.nl", True),
        ("Jan.de-Vries+piket@mail.vr-noord.nl", True),
        ("o'neill@voorbeeld.co.uk", True),
        ("jan,piet@voorbeeld.nl", False),
        ("jan@voorbeeld.nl,piet@voorbeeld.nl", False),
        ("jan@voorbeeld.nl piet@voorbeeld.nl", False),
        ("Jan <jan@voorbeeld.nl>", False),
        ("jan@voorbeeld.nl\nBcc: piet@voorbeeld.nl", False),
        ("jan@voorbeeld.nl\n", False),
        ("jan@@voorbeeld.nl", False),
        ("jan@voorbeeld", False),
        ("jan@voorbeeld..nl", False),
        ("jan@.nl", False),
        ("jan@-voorbeeld.nl", False),
        ("jan@127.0.0.1", False),
        ("jan\x00@voorbeeld.nl", False),
        ("@voorbeeld.nl", False),
        ("jan@", False),
        ("", False),
        ("a" * 65 + "@voorbeeld.nl", False),
        ("jan@" + "a." * 124 + "nl", True),
        ("jan@" + "a." * 126 + "nl", False),
        ("a@" + "." * 40_000 + "@", False),
    ],
)
def test_an_e_mail_address_is_one_address_that_mail_can_be_sent_to(text, is_one):
    assert outside.is_email(text) is is_one


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://voorbeeld.nl/pad?x=1#y", "https://voorbeeld.nl/pad?x=1#y"),
        ("http://voorbeeld.nl", "http://voorbeeld.nl"),
        ("www.voorbeeld.nl/pad", "https://www.voorbeeld.nl/pad"),
        ("voorbeeld", None),
        ("ftp://voorbeeld.nl", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("http://[::1", None),
        ("https://a]b", None),
        ("https://a b/c", None),
        ("https://voorbeeld.nl:99999", None),
        ("https://", None),
        ("https://voorbeeld.nl/" + "a" * outside.LONGEST_URL, None),
    ],
)
def test_an_address_of_a_site_is_one_that_an_entry_can_keep(text, address):
    assert outside.web_address(text) == address


@pytest.mark.parametrize(
    ("text", "single", "wide"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:51008", "203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2::3", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("[2001:db8:1:2::3]", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("[2001:db8:1:2::3]:443", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        *((text, "unknown", "unknown") for text in ("unknown", "_hidden", "", "1.2.3", "[", ":", "x" * 5000, "a:b:c")),
        (None, "unknown", "unknown"),
    ],
)
def test_a_visitor_is_known_however_a_proxy_writes_the_address(text, single, wide):
    assert outside.visitor_address(text) == outside.VisitorAddress(single, wide)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("1000", 1000),
        *((text, None) for text in ("0", "1001", "-1", "", "²", "٣", "1.0", "1e3", "9" * 5000, " 1")),
    ],
)
def test_a_number_is_written_in_digits_and_lies_between_its_bounds(text, value):
    assert outside.number(text, 1, 1000) == value


@given(st.text(alphabet=st.characters(), max_size=300))
def test_no_text_at_all_is_a_failure(text):
    outside.is_email(text)
    outside.web_address(text)
    outside.host_of(text)
    outside.path_on("localhost", text)
    outside.visitor_address(text)
    outside.number(text, 0, 10)
    assert not set(outside.without_control_characters(text)) & set("\x00\x1b\x7f")


def test_a_path_is_only_taken_from_an_address_of_this_site():
    assert outside.path_on("voorbeeld.nl:5000", "http://voorbeeld.nl:5000/a/b?c=d#e") == "/a/b?c=d"
    for elsewhere in ("http://voorbeeld.nl/a", "http://kwaad.nl/voorbeeld.nl:5000", "/a", "http://[", ""):
        assert outside.path_on("voorbeeld.nl:5000", elsewhere) is None


# The rules that keep it so: what would be parsed elsewhere, and patterns that somebody adds.

PARSERS = {"Regexp", "urlsplit", "urlparse", "urldefrag", "ip_address", "ip_network", "FlaskForm"}
MAY_PARSE = {
    "kennisplatform/outside.py": {"urlsplit", "ip_address", "ip_network"},
    "kennisplatform/web/base/forms.py": {"FlaskForm"},
    "kennisplatform/curation/worklist/link_client.py": {"ip_address"},  # of what the resolver answered
    "kennisplatform/entries/rules/contact_rules.py": {"ip_address"},  # of the host of a checked address, with a net
}


@pytest.mark.parametrize(
    "module", [path for path, code in MODULES.items() if any(parser in code for parser in PARSERS)]
)
def test_nothing_else_parses_what_comes_from_outside(module):
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(MODULES[module]))
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert used & PARSERS <= MAY_PARSE.get(module, set())


FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
FROM_THE_START = {"match", "fullmatch"}
HAVE_PATTERNS = [path for path, code in MODULES.items() if any(f"re.{function}(" in code for function in FUNCTIONS)]
MADE_LATER = {'f\'<symbol class="bi[^"]*" viewBox="([^"]*)" id="{re.escape(name)}">(.*?)</symbol>\''}
"""Patterns that run over nothing from outside: a file of the project itself."""


class Use:
    """A regular expression in a module and how it is used."""

    def __init__(self, module: str, line: int, pattern: re.Pattern, methods: set[str]) -> None:
        self.module, self.line, self.pattern, self.methods = module, line, pattern, methods

    def run_over(self, text: str) -> None:
        """Do what the code does with it."""
        data = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        if self.methods & FROM_THE_START:
            self.pattern.fullmatch(data)
        if not self.methods <= FROM_THE_START:
            for _ in self.pattern.finditer(data):
                pass


@cache
def _uses() -> list[Use]:
    """Collect every pattern of the project: those with a name, those on the spot, those made in a function."""
    trees = {path: ast.parse(code) for path, code in MODULES.items()}
    everywhere = _methods_by_name(trees.values())
    uses = []
    for path in HAVE_PATTERNS:
        tree = trees[path]
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        here = _methods_by_name([tree])
        names = {id(node.value): node.targets[0].id for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}  # fmt: skip
        for node in filter(_is_call_of_re, ast.walk(tree)):
            pattern = _pattern(node, vars(module))
            if pattern:
                name = names.get(id(node), "")
                uses.append(
                    Use(path, node.lineno, pattern, _how(node, name, here if name.startswith("_") else everywhere))
                )
    return uses


def _is_call_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in FUNCTIONS
    )


def _methods_by_name(trees) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in FUNCTIONS:
                owner = node.value
                name = (
                    owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
                )
                found.setdefault(name, set()).add(node.attr)
    return found


def _how(node: ast.Call, name: str, methods: dict[str, set[str]]) -> set[str]:
    if node.func.attr != "compile":
        return {node.func.attr}
    return methods.get(name, set()) or {"search"}


def _pattern(node: ast.Call, names: dict[str, object]) -> re.Pattern | None:
    source = ast.unparse(node.args[0])
    if source in MADE_LATER:
        return None
    try:
        pattern = eval(source, dict(names))
    except NameError:
        # Made in a function, around something that was escaped: any name does.
        made = re.sub(r"\{re\.escape\([^)]*\)\}|\{[a-z_.]+\}", "naam", source)
        made = re.sub(r"re\.escape\([a-z_]+\)", "b'naam'", made)
        pattern = eval(made, dict(names))
    return re.compile(pattern, _flags(node, names))


def _flags(node: ast.Call, names: dict[str, object]) -> int:
    if node.func.attr != "compile" or len(node.args) < 2:
        return 0
    try:
        return eval(ast.unparse(node.args[1]), dict(names))
    except NameError:
        return 0  # those of another pattern, which is run over by itself


@pytest.mark.slow
def test_the_patterns_are_found():
    assert len(_uses()) > 50
    modules = " ".join(use.module for use in _uses())
    for known in ("outside.py", "audit.py", "completeness.py", "pasting.py", "plain_text.py", "references.py"):
        assert known in modules


@pytest.mark.slow
@pytest.mark.parametrize("module", HAVE_PATTERNS)
def test_every_pattern_of_the_project_gets_through_the_worst_texts(module):
    for use in _uses():
        if use.module == module:
            for piece, text in WORST.items():
                with not_held_up((module, use.line, use.pattern.pattern, piece)):
                    use.run_over(text)


def _models_patterns() -> Iterator[tuple[str, Callable[[object], object]]]:
    from pydantic import TypeAdapter

    from kennisplatform.entries import parts

    for name in ("Slug", "PartialDate", "EmailAddress", "TelephoneNumber", "Day"):
        yield name, TypeAdapter(getattr(parts, name)).validate_python


@pytest.mark.parametrize(("name", "validate"), list(_models_patterns()))
def test_the_texts_of_entries_are_judged_as_soon(name, validate):
    for piece, text in WORST.items():
        with not_held_up((name, piece)), suppress(ValueError):
            validate(text)
