"""A delivery's hash is remembered for as long as the file system says that nothing about the file has changed."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from dagster_project.ingest import hashes
from dagster_project.ingest.hashes import SETTLED_NS, hash_files


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "hashes.parquet"


@pytest.fixture
def delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was written a while ago, since its inode's time cannot be set."""
    path = tmp_path / "calls.csv"
    path.write_bytes(b"first")
    ahead = time.time_ns() + SETTLED_NS + 1_000_000_000
    monkeypatch.setattr(hashes.time, "time_ns", lambda: ahead)
    return path


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def only_remembered(path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The hash without a look at the bytes."""
    with monkeypatch.context() as patch:
        patch.setattr(hashes, "_hash", lambda _: pytest.fail("the file was read"))
        return hash_files([path], memory)[0]


def test_a_file_that_has_not_changed_is_not_read_again(
    delivery: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hash_files([delivery], memory) == [sha256(b"first")]
    assert only_remembered(delivery, memory, monkeypatch) == sha256(b"first")


def test_other_bytes_of_the_same_length_and_time_are_seen(delivery: Path, memory: Path) -> None:
    hash_files([delivery], memory)
    before = delivery.stat()
    time.sleep(0.05)
    delivery.write_bytes(b"other")
    os.utime(delivery, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert hash_files([delivery], memory) == [sha256(b"other")]


def test_another_file_put_in_its_place_is_seen(delivery: Path, memory: Path) -> None:
    hash_files([delivery], memory)
    before = delivery.stat()
    other = delivery.with_name("other")
    other.write_bytes(b"other")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(delivery)
    assert hash_files([delivery], memory) == [sha256(b"other")]


def test_a_file_that_has_just_changed_is_not_trusted(tmp_path: Path, memory: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(b"first")
    hash_files([path], memory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashes, "_hash", lambda _: "read again")
        assert hash_files([path], memory) == ["read again"]


def test_what_is_remembered_can_be_left_aside(delivery: Path, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hash_files([delivery], memory)
    monkeypatch.setattr(hashes, "_hash", lambda _: "read again")
    assert hash_files([delivery], memory, anew=True) == ["read again"]


def test_a_file_that_is_gone_is_forgotten(delivery: Path, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hash_files([delivery], memory)
    hash_files([], memory)
    monkeypatch.setattr(hashes, "_hash", lambda _: "read again")
    assert hash_files([delivery], memory) == ["read again"]
