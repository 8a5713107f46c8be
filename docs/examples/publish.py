"""Publishes a notification with requests, and reads, clears and brings back what there is: python publish.py ORIGIN"""

import os
import sys
import uuid

import requests

origin = sys.argv[1]
belfry = requests.Session()
belfry.headers["Authorization"] = f"Bearer {os.environ['BELFRY_TOKEN']}"
url = os.environ.get("BELFRY_URL", "http://127.0.0.1:3000")


def ask(method, path, **more):
    response = belfry.request(method, url + path, timeout=30, **more)
    if not response.ok:
        # application/problem+json: `detail` in words, and with 400 `errors` by field
        raise SystemExit(f"{response.status_code}: {response.json()['detail']}")
    return response


# Sent again with the same key, it is published once.
published = ask(
    "POST",
    "/notifications",
    headers={"Idempotency-Key": str(uuid.uuid4())},
    json={
        "origin": origin,
        "type": "release",
        "category": "success",
        "data": {"title": "42 is out", "url": "https://example.org/42"},
    },
).json()
print("published", published["id"])

listed = ask("GET", "/notifications", params={"limit": 20, "unread": "true"})
for group in listed.json():
    for notification in group["notifications"]:
        print("unread", group["origin"], notification["id"], notification["type"])

# What came after the listing stays.
cleared = ask("DELETE", f"/notifications/{origin}", params={"as_of": listed.headers["As-Of"]})
ask("POST", "/api/undo", json={"token": cleared.headers["Undo-Token"]})
print("cleared, and brought back")
