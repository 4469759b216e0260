"""The forms of a page of the dashboard, as a person finds and sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    label: str = ""


def forms_of(page: str) -> list[Form]:
    """Filled in as they are; a choice stands at what is chosen, else at its first entry."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._is_open = False
        self._in_button = False
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert given["method"] == "post"
            self.forms.append(Form(given["action"]))
            self._is_open = True
        elif self._is_open and tag == "input":
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif self._is_open and tag == "select":
            self._choice = given["name"]
        elif self._is_open and tag == "option":
            fields = self.forms[-1].fields
            if self._choice not in fields or "selected" in given:
                fields[self._choice] = given["value"]
        elif self._is_open and tag == "button":
            self._in_button = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False
        elif tag == "button":
            self._in_button = False

    def handle_data(self, data: str) -> None:
        if self._in_button:
            self.forms[-1].label += data
