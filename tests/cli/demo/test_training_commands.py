"""Commands in training: on a demo's database alone, and never without a demo."""

from dataclasses import replace

from tests.factories import register
from tracker.packing import training


def in_training(app, monkeypatch) -> None:
    of_training = replace(app.config["TRACKER"], is_training=True, secret_key=None)
    monkeypatch.setitem(app.config, "TRACKER", of_training)


def test_a_councils_database_is_refused(
    flask, app, load, tmp_path, monkeypatch
) -> None:
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    in_training(app, monkeypatch)
    for words in (("imports", "list"), ("demo", "--people", "20")):
        assert flask(*words, code=2).err.strip() == training.NO_DEMO


def test_pages_without_a_demo_are_not_served(flask, app, monkeypatch) -> None:
    in_training(app, monkeypatch)
    ended = flask("serve", "--port", "0", code=2)
    assert "Run flask demo first, with TRACKER_TRAINING=yes" in ended.err


def test_it_is_not_examined_for_what_it_does_without(flask, app, monkeypatch) -> None:
    left_out = ("Letters:", "Backup:", "Keys beside the data:", "Authority:")
    found = flask("doctor", code=1).out
    assert all(each in found for each in left_out if each != "Authority:")
    in_training(app, monkeypatch)
    found = flask("doctor", code=1).out
    assert not any(each in found for each in left_out)
