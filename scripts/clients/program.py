"""What a program does with the generated package: python program.py ORIGIN"""

import json
import os
import sys
import time

from belfry_client import AuthenticatedClient
from belfry_client.api.broadcasts import get_broadcast, send_broadcast
from belfry_client.api.inbox import clear_origin, list_notifications, list_origin_notifications
from belfry_client.api.inbox import publish_notifications, undo_clear
from belfry_client.api.who_is_asking import get_me
from belfry_client.models import (
    BroadcastState,
    JobFinished,
    JobFinishedData,
    NewBroadcast,
    NewJobFinished,
    NewOtherNotification,
    NewOtherNotificationData,
    NotificationEvent,
    OtherNotification,
    Problem,
    UndoRequest,
    Variant,
)

origin = sys.argv[1]
belfry = AuthenticatedClient(base_url=os.environ["BELFRY_URL"], token=os.environ["BELFRY_TOKEN"])
assert get_me.sync(client=belfry).role == "admin"


def listed(**query):
    return [one for group in list_notifications.sync(client=belfry, **query) for one in group.notifications]


def note(**data):
    return NewOtherNotification(type_="note", origin=origin, data=NewOtherNotificationData.from_dict(data))


job = JobFinishedData(
    package="core/node",
    version="24.2.0",
    release="20261115175800",
    group_id="1",
    job_id="2",
    source="vcs:github",
    status="Complete",
)
first, second = publish_notifications.sync(
    client=belfry, body=[NewJobFinished(type_="job-finished", origin=origin, data=job), note(title="42 is out")]
)

answer = list_notifications.sync_detailed(client=belfry, limit=1, unread=True)
since = answer.headers["As-Of"]
etag = answer.headers["ETag"]
polled = list_notifications.sync_detailed(client=belfry, limit=1, unread=True, if_none_match=etag)
assert polled.status_code == 304 and int(polled.headers["X-Poll-Interval"]) > 0, polled
(newest,) = [one for group in answer.parsed for one in group.notifications]
assert isinstance(newest, OtherNotification) and newest.data["title"] == "42 is out", newest
(older,) = listed(before=second.id, limit=1)
assert isinstance(older, JobFinished) and older.id == first.id and older.data.status == "Complete", older
assert list_origin_notifications.sync(origin, client=belfry).total_count == 2

third = publish_notifications.sync(client=belfry, body=note(title="later"))
assert [one.id for one in listed(since=since)] == [third.id]

cleared = clear_origin.sync_detailed(origin, client=belfry, as_of=since)
assert cleared.headers["Cleared-Count"] == "2"
undone = undo_clear.sync_detailed(client=belfry, body=UndoRequest(token=cleared.headers["Undo-Token"]))
assert undone.status_code == 204

sent = send_broadcast.sync(
    client=belfry, body=NewBroadcast(message="42 is out", variant=Variant.SUCCESS), prefer="respond-async"
)
while sent.state not in (BroadcastState.FINISHED, BroadcastState.FAILED):
    time.sleep(0.1)
    sent = get_broadcast.sync(sent.id, client=belfry)
assert sent.state == BroadcastState.FINISHED and sent.total > 0, sent

bad = publish_notifications.sync(
    client=belfry, body=NewOtherNotification(type_="Not A Type", origin=origin, data=NewOtherNotificationData())
)
assert isinstance(bad, Problem) and bad.errors[0].path == "type", bad
with belfry.get_httpx_client().stream("GET", "/api/stream", params={"as_of": since}) as stream:
    fields = {}
    for line in stream.iter_lines():
        name, _, value = line.partition(": ")
        if name in ("id", "event", "data"):
            fields[name] = json.loads(value) if name == "data" else value
        elif line == "" and fields:
            break
arrived = NotificationEvent.from_dict(fields)
assert arrived.event == "notification" and arrived.data.id == third.id, fields
print("published, listed, polled, paged, cleared, brought back, broadcast and followed")
