"""Writers that are killed, and writers that are many: nothing acknowledged is lost, and the audit matches the rows."""

from __future__ import annotations

import os
import random
import time

from chancery.store import Identity, Save, Store, admit_local
from tests.atlases import build_record
from tests.faults.soundness import assert_sound
from tests.faults.writers import SHARED, drain, run_editors, started_writer

KILLS = 200
EDITORS = 8
EDITS = 100


def test_what_was_acknowledged_survives_200_kills(url: str) -> None:
    moments = random.Random(21)
    acknowledged: dict[str, int] = {}
    for life in range(KILLS):
        with started_writer(url, life) as (process, pipe):
            # Its first word says that it writes; the blow falls within the next few saves.
            assert pipe.poll(20), "the writer did not start"
            time.sleep(moments.uniform(0, 0.02))
            assert process.pid is not None
            os.kill(process.pid, 9)
            process.join(10)
            acknowledged |= drain(pipe)
    store = Store.open(url)
    records = {record.record_id: record for record in store.read_atlas().records}
    for record_id, version in acknowledged.items():
        assert records[record_id].version >= version
    assert len(acknowledged) >= KILLS
    evidence = {piece.record_id for piece in store.read_atlas().evidence}
    assert {record_id for record_id in records if record_id.startswith("life-")} <= evidence, "half a change was saved"
    assert_sound(store)
    store.close()


def test_eight_writers_with_100_edits_each_lose_none(url: str) -> None:
    store = Store.open(url, admit=admit_local)
    store.as_user(Identity.local()).apply([Save(build_record(record_id)) for record_id in SHARED])
    results = run_editors(url, EDITORS, EDITS)
    saved = dict(entry for entries, _ in results for entry in entries)
    assert len(saved) == EDITORS * EDITS
    assert sum(conflicts for _, conflicts in results) > 0, "nobody met anybody: this test showed nothing"
    changes = {change.change_id: change for change in store.list_changes(limit=EDITORS * EDITS)}
    assert {number: change.rows[0].differences[0][2] for number, change in changes.items()} == saved
    records = [store.read_record(record_id).record for record_id in SHARED]
    assert sum(record.version - 1 for record in records) == EDITORS * EDITS
    assert saved[store.revision()] in {record.title for record in records}
    assert_sound(store)
    store.close()
