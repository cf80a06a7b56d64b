"""Links to the documents at the top of the project, which are pages here too."""

import re
from collections.abc import Mapping

#: The page that shows a document of the project's top folder.
PAGES: Mapping[str, str] = {
    "README.md": "index",
    "GLOSSARY.md": "project/glossary",
    "CONTRIBUTING.md": "project/contributing",
    "CHANGELOG.md": "project/changes",
    "SECURITY.md": "project/reporting",
}
_LINK = re.compile(r"\]\((?:\.\./)+([A-Z]+\.md)((?:#[^)]*)?)\)")


def led_to(text: str, name: str) -> str:
    """A page whose links to those documents lead to their pages.

    ``name`` is the name of the page. Raises KeyError for a document without a page.
    """
    up = "../" * name.count("/")
    return _LINK.sub(lambda link: f"]({up}{PAGES[link[1]]}.md{link[2]})", text)
