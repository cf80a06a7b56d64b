"""How the documentation is built: `make docs` puts it into var/help.

The pages are served under /help with the headers of the application, which allow no
inline script and no inline style: see decision 0223.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tracker.version import VERSION  # noqa: E402 - the path comes first

project = "Tracker"
release = version = VERSION
# Other languages, also British English, bring a script that evaluates a text.
language = "en"
extensions = ["myst_parser", "docs._ext"]
# “--apply” is an option in prose too, and no dash.
smartquotes = False
exclude_patterns = ["_ext", "_templates", "_static"]
templates_path = ["_templates"]
needs_sphinx = "9.0"
nitpicky = True

# A link to a heading of a page is written as GitHub writes it.
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]

html_theme = "furo"
html_title = "Tracker"
html_favicon = "../static/icon.svg"
html_static_path = ["_static"]
html_css_files = ["help.css"]
html_search_scorer = str(Path(__file__).with_name("guides_first.js"))
html_theme_options = {"top_of_page_buttons": []}
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"
