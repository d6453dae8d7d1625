"""The documents: their links lead somewhere, and they name no place of a developer's machine."""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def documents():
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others",
                             "--exclude-standard", "*.md"], check=True, capture_output=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name]
    # Markdown elsewhere is data: examples, golden files.
    return [name for name in names if "/" not in name or name.startswith("docs/")]


def anchors(text):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ +(.*)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


class Documents(unittest.TestCase):
    def test_the_ones_for_each_reader_are_there(self):
        for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE",
                     "docs/architecture.md", "docs/dependencies.md"):
            self.assertTrue((ROOT / name).is_file(), name)

    def test_links_lead_to_files_and_headings(self):
        dead = []
        for name in documents():
            text = (ROOT / name).read_text()
            for target in LINK.findall(FENCE.sub("", text)):
                if re.match(r"[a-z]+:", target):
                    continue
                path, _, anchor = target.partition("#")
                file = (ROOT / name).parent / path if path else ROOT / name
                if not file.exists():
                    dead.append(f"{name}: {target}")
                elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
                    dead.append(f"{name}: {target} (no such heading)")
        self.assertEqual(dead, [])

    def test_the_security_policy_says_what_is_not_stopped(self):
        self.assertIn("does not stop", (ROOT / "SECURITY.md").read_text())


if __name__ == "__main__":
    unittest.main()
