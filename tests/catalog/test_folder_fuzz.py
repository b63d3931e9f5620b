"""Whatever is in a folder's files, reading it gives a village or a list of faults."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.test_folder_faults import OPTIONS, PRODUCTS, TOML
from tournee.catalog import folder

FILES = {"village.toml": TOML, "products.csv": PRODUCTS, "options.csv": OPTIONS}
PIECES = st.sampled_from(
    ['"', "'", '"""', "[", "]", "{", "}", "=", "\n", "\r", ",", ";", "|", "#", "\\", "\0", "é", "0", "1",
     "-", "nan", "inf", "true", "1979-05-27", "07:32:00", "a.b = 1", "[[shops]]", "[village]", "𝄞"]
) | st.text(max_size=3)  # fmt: skip


def read(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        for file, data in files.items():
            (Path(name) / file).write_bytes(data)
        try:
            folder.read(Path(name))
        except folder.FolderError as error:
            faults = error.faults
        else:
            return
    assert faults
    assert not any("\n" in str(fault) for fault in faults)


@given(
    file=st.sampled_from(sorted(FILES)),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), PIECES), min_size=1, max_size=4),
)
@settings(max_examples=400, deadline=None)
def test_any_edit_of_a_file_is_read_or_refused(
    file: str, edits: list[tuple[float, int, str]]
) -> None:
    text = FILES[file]
    for where, gone, piece in edits:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + gone :]
    read({name: data.encode() for name, data in FILES.items()} | {file: text.encode()})


@given(file=st.sampled_from(sorted(FILES)), data=st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(file: str, data: bytes) -> None:
    read({name: text.encode() for name, text in FILES.items()} | {file: data})
