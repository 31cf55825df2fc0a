import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_runner.messages import Call, ToolOutcome
from agent_runner.tools.kinds import CHANGING, READING
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox, tools


async def use(toolbox: Toolbox, name: str, /, **arguments: object) -> ToolOutcome:
    return await toolbox.use(Call("1", name, arguments))


def test_every_tool_is_known_as_looking_or_changing() -> None:
    assert {tool.name for tool in tools()} == READING | CHANGING
    assert not READING & CHANGING


def test_a_model_is_told_of_each_tool_and_its_parameters() -> None:
    [write] = [tool for tool in tools() if tool.name == "write_file"]
    assert write.description == "Write a text file whole; it and its folders are made where there are none."
    assert write.parameters["required"] == ["path", "content"]


async def test_a_file_is_written_listed_read_edited_and_found(toolbox: Toolbox, workspace: Workspace) -> None:
    written = await use(toolbox, "write_file", path="src/a.txt", content="one\ntwo\nthree\n")
    assert (written.failed, written.files) == (False, ["src/a.txt"])
    assert (await use(toolbox, "list_files")).text == "src/a.txt 14"
    assert (await use(toolbox, "read_file", path="src/a.txt", first_line=2, lines=1)).text == "two\n[1 more lines]"
    edited = await use(toolbox, "edit_file", path="src/a.txt", old="two", new="TWO")
    assert edited.files == ["src/a.txt"]
    assert (workspace.root / "src/a.txt").read_text() == "one\nTWO\nthree\n"
    assert (await use(toolbox, "search", text="tw", ignore_case=True)).text == "src/a.txt:2: TWO"


async def test_a_path_may_be_written_as_the_model_sees_it(toolbox: Toolbox, workspace: Workspace) -> None:
    assert not (await use(toolbox, "write_file", path="/workspace/a.txt", content="x")).failed
    assert (workspace.root / "a.txt").exists()


@pytest.mark.parametrize("path", ["../out.txt", "/etc/passwd", "a/../../out.txt", "link/passwd", "file-link", "\0"])
@pytest.mark.parametrize(
    ("tool", "more"),
    [
        ("read_file", {}),
        ("write_file", {"content": "x"}),
        ("edit_file", {"old": "root", "new": "x"}),
        ("list_files", {}),
        ("search", {"text": "root"}),
    ],
)
async def test_no_path_leaves_the_workspace(
    toolbox: Toolbox, workspace: Workspace, path: str, tool: str, more: dict[str, str]
) -> None:
    outside = workspace.root.parent / "outside.txt"
    outside.write_text("root")
    (workspace.root / "link").symlink_to("/etc")
    (workspace.root / "file-link").symlink_to(outside)
    outcome = await use(toolbox, tool, path=path, **more)
    assert outcome.failed
    assert "leads out of the workspace" in outcome.text or "is no path that can be followed" in outcome.text
    assert outside.read_text() == "root"
    assert not (workspace.root.parent / "out.txt").exists()


@pytest.mark.parametrize(
    ("tool", "more"),
    [
        ("read_file", {"path": "folder/secret"}),
        ("write_file", {"path": "folder/new", "content": "x"}),
        ("write_file", {"path": "folder/deep/new", "content": "x"}),
        ("edit_file", {"path": "folder/secret", "old": "key", "new": "x"}),
        ("list_files", {"path": "folder"}),
        ("search", {"path": "folder", "text": "key"}),
        ("search", {"path": "folder/secret", "text": "key"}),
        ("read_file", {"path": "secret"}),
        ("search", {"path": "secret", "text": "key"}),
    ],
)
async def test_a_symlink_that_is_put_in_the_way_after_the_look_leads_nowhere(
    toolbox: Toolbox, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tool: str, more: dict[str, str]
) -> None:
    """As a command might that runs beside it: the worker itself may read its keys in /proc."""
    outside = workspace.root.parent / "outside"
    for folder in (outside, workspace.root / "folder"):
        folder.mkdir()
        (folder / "secret").write_text("key")
    (workspace.root / "secret").write_text("key")
    look = Workspace.path

    def swapped(self: Workspace, given: str) -> Path:
        found = look(self, given)
        (workspace.root / "folder").rename(workspace.root / "former")
        (workspace.root / "folder").symlink_to(outside)
        (workspace.root / "secret").unlink()
        (workspace.root / "secret").symlink_to(outside / "secret")
        return found

    monkeypatch.setattr(Workspace, "path", swapped)
    # The questions that come before the file is opened are answered as before the swap.
    for question in ("exists", "is_file"):
        monkeypatch.setattr(Path, question, lambda _: True)
    monkeypatch.setattr(Path, "is_dir", lambda path: path.name == "folder")
    outcome = await use(toolbox, tool, **more)
    assert "key" not in outcome.text
    assert "secret 3" not in outcome.text
    assert outcome.failed or tool in ("list_files", "search")
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"secret": b"key"}


async def test_a_pipe_in_the_workspace_holds_nobody(toolbox: Toolbox, workspace: Workspace) -> None:
    os.mkfifo(workspace.root / "pipe")
    assert "is not a regular file" in (await use(toolbox, "read_file", path="pipe")).text
    assert "is not a regular file" in (await use(toolbox, "search", path="pipe", text="x")).text
    assert (await use(toolbox, "list_files")).text == "There are no files."


async def test_a_file_whose_name_is_no_utf_8_is_listed(toolbox: Toolbox, workspace: Workspace) -> None:
    Path(os.fsdecode(bytes(workspace.root) + b"/caf\xe9")).write_text("x")
    assert (await use(toolbox, "list_files")).text == "caf\udce9 1"


async def test_what_is_no_text_is_told(toolbox: Toolbox, workspace: Workspace) -> None:
    written = await use(toolbox, "write_file", path="a.txt", content="\ud83d")
    assert written.failed
    assert "write_file failed: 'utf-8' codec can't encode" in written.text
    assert (await use(toolbox, "run_command", command="echo \0")).text == "run_command failed: embedded null byte."
    assert list(workspace.root.iterdir()) == []


@pytest.fixture
def nested_folders(workspace: Workspace) -> Iterator[None]:
    """Deeper than Python calls functions, and longer than a path may be."""
    handle = os.open(workspace.root, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("abcd", dir_fd=handle)
        below = os.open("abcd", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(os.open("end.txt", os.O_CREAT, dir_fd=handle))
    os.close(handle)
    yield
    subprocess.run(["rm", "-r", workspace.root / "abcd"], check=True)  # pytest, too, would give up on it


@pytest.mark.usefixtures("nested_folders")
async def test_folders_nested_without_end_are_looked_through(toolbox: Toolbox) -> None:
    assert (await use(toolbox, "list_files")).text.endswith("/abcd/end.txt 0")


@pytest.mark.parametrize(("tool", "more"), [("list_files", {}), ("search", {"text": "x"})])
async def test_a_look_that_takes_too_long_ends(
    toolbox: Toolbox, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tool: str, more: dict[str, str]
) -> None:
    monkeypatch.setattr("agent_runner.tools.paths.LONGEST_WALK", 0)
    (workspace.root / "a.txt").write_text("y")
    outcome = await use(toolbox, tool, **more)
    assert outcome.failed
    assert "too much to look at within 0 s: name a folder" in outcome.text


async def test_a_symlink_within_the_workspace_is_followed(toolbox: Toolbox, workspace: Workspace) -> None:
    (workspace.root / "real.txt").write_text("x")
    (workspace.root / "link.txt").symlink_to("real.txt")
    assert (await use(toolbox, "read_file", path="link.txt")).text == "x"
    assert (await use(toolbox, "edit_file", path="link.txt", old="x", new="y")).files == ["real.txt"]


async def test_a_loop_of_symlinks_is_told(toolbox: Toolbox, workspace: Workspace) -> None:
    (workspace.root / "a").symlink_to("b")
    (workspace.root / "b").symlink_to("a")
    assert (await use(toolbox, "read_file", path="a")).failed


async def test_listing_and_searching_do_not_follow_links_out(toolbox: Toolbox, workspace: Workspace) -> None:
    (workspace.root / "link").symlink_to("/etc")
    (workspace.root / "passwd").symlink_to("/etc/passwd")
    (workspace.root / ".git").mkdir()
    (workspace.root / ".git" / "config").write_text("root")
    assert (await use(toolbox, "list_files")).text == "There are no files."
    assert (await use(toolbox, "search", text="root")).text == "Nothing found."


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("read_file", {"path": "none"}, "There is no 'none'"),
        ("read_file", {"path": "folder"}, "is not a regular file"),
        ("read_file", {"path": "a.txt", "first_line": 9}, "has only 2 lines"),
        ("read_file", {"path": "bytes"}, "is not text in UTF-8"),
        ("read_file", {"path": "a.txt", "lines": 0}, "lines: Input should be greater than or equal to 1"),
        ("list_files", {"path": "a.txt"}, "is not a folder"),
        ("write_file", {"path": "folder", "content": ""}, "is a folder: name a file"),
        ("write_file", {"path": "a.txt/b", "content": ""}, "write_file failed: "),
        ("edit_file", {"path": "a.txt", "old": "x", "new": ""}, "occurs 2 times"),
        ("edit_file", {"path": "a.txt", "old": "y", "new": ""}, "occurs 0 times"),
        ("search", {"text": "x", "name": ""}, "is no pattern for file names"),
        ("write_file", {"path": "a.txt"}, "content: Field required"),
        ("format_disk", {}, "There is no tool 'format_disk', only list_files"),
    ],
)
async def test_what_the_model_can_mend_is_told_to_it(
    toolbox: Toolbox, workspace: Workspace, tool: str, arguments: dict[str, object], said: str
) -> None:
    (workspace.root / "folder").mkdir()
    (workspace.root / "a.txt").write_text("x\nx\n")
    (workspace.root / "bytes").write_bytes(b"\xff\xfe")
    outcome = await use(toolbox, tool, **arguments)
    assert outcome.failed
    assert said in outcome.text


async def test_arguments_that_were_no_json_are_told(toolbox: Toolbox) -> None:
    outcome = await toolbox.use(Call("1", "list_files", {}, malformed='{"path'))
    assert outcome == ToolOutcome('The arguments are no JSON object: {"path', failed=True)


async def test_a_file_too_large_is_not_read(
    toolbox: Toolbox, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_runner.tools.files.MOST_BYTES", 3)
    monkeypatch.setattr("agent_runner.tools.search.MOST_BYTES", 3)
    (workspace.root / "a.txt").write_text("xxxx")
    assert "has more than 3 bytes" in (await use(toolbox, "read_file", path="a.txt")).text
    assert (await use(toolbox, "search", text="x")).text == "Nothing found."


async def test_long_lists_and_many_matches_are_cut(
    toolbox: Toolbox, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_runner.tools.files.MOST_FILES", 2)
    monkeypatch.setattr("agent_runner.tools.search.MOST_MATCHES", 2)
    for name in "abc":
        (workspace.root / name).write_text("x\n")
    assert (await use(toolbox, "list_files")).text == "a 2\nb 2\n[1 more: list a folder]"
    assert (await use(toolbox, "search", text="x")).text == "a:1: x\nb:1: x\n[more: narrow the search]"


async def test_a_search_looks_in_one_file_and_passes_over_what_is_no_text(
    toolbox: Toolbox, workspace: Workspace
) -> None:
    (workspace.root / "a.py").write_text("x.y\nxzy\n")
    (workspace.root / "b.txt").write_bytes(b"x.y\xff")
    assert (await use(toolbox, "search", text="x.y", path="a.py")).text == "a.py:1: x.y"
    assert (await use(toolbox, "search", text="x.y", name="*.txt")).text == "Nothing found."


async def test_an_edit_keeps_line_ends_and_mode(toolbox: Toolbox, workspace: Workspace) -> None:
    script = workspace.root / "run.sh"
    script.write_bytes(b"one\r\ntwo\r\n")
    script.chmod(0o750)
    await use(toolbox, "edit_file", path="run.sh", old="one", new="1")
    assert script.read_bytes() == b"1\r\ntwo\r\n"
    assert stat.S_IMODE(script.stat().st_mode) == 0o750


async def test_a_write_that_fails_leaves_the_former_file_and_nothing_else(
    toolbox: Toolbox, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.root / "a.txt").write_text("former")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    outcome = await use(toolbox, "write_file", path="a.txt", content="new")
    assert outcome == ToolOutcome("write_file failed: No space left on device.", failed=True)
    assert [path.name for path in workspace.root.iterdir()] == ["a.txt"]
    assert (workspace.root / "a.txt").read_text() == "former"


async def test_an_empty_file_is_told_as_such(toolbox: Toolbox, workspace: Workspace) -> None:
    (workspace.root / "empty").touch()
    assert (await use(toolbox, "read_file", path="empty")).text == "The file is empty."


async def test_a_new_file_has_the_mode_that_the_umask_leaves(toolbox: Toolbox, workspace: Workspace) -> None:
    await use(toolbox, "write_file", path="a.txt", content="x")
    (workspace.root / "b.txt").touch()
    assert (workspace.root / "a.txt").stat().st_mode == (workspace.root / "b.txt").stat().st_mode


async def test_an_answer_is_cut_in_its_middle(toolbox: Toolbox) -> None:
    await use(toolbox, "write_file", path="long.txt", content="a" * 3000 + "z" * 3000)
    text = (await use(toolbox, "read_file", path="long.txt")).text
    assert text == "a" * 1000 + "\n[… 4000 characters left out …]\n" + "z" * 1000
