"""Prints what arrives, as it arrives, with httpx; goes on where it was when the connection ends: python follow.py [COUNT]"""

import json
import os
import sys
import time

import httpx

left = int(sys.argv[1]) if len(sys.argv) > 1 else -1
url = os.environ.get("BELFRY_URL", "http://127.0.0.1:3000")
headers = {"Authorization": f"Bearer {os.environ['BELFRY_TOKEN']}", "Accept": "text/event-stream"}
# A comment comes every 15 seconds, so a longer silence is a connection that is gone.
timeout = httpx.Timeout(10, read=40)


def events(response):
    """Server-sent events: lines `name: value`, and an empty one at the end of each."""
    event = {}
    for line in response.iter_lines():
        if line == "":
            yield event
            event = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            event[name] = value.removeprefix(" ")


while left != 0:
    try:
        with httpx.stream("GET", f"{url}/api/stream", headers=headers, timeout=timeout) as response:
            response.raise_for_status()
            print("open", flush=True)
            for event in events(response):
                if "id" in event:
                    headers["Last-Event-ID"] = event["id"]
                if event.get("event") == "notification":
                    notification = json.loads(event["data"])
                    print(notification["origin"], notification["id"], notification["type"], flush=True)
                    left -= 1
                    if left == 0:
                        break
    except httpx.TransportError:
        time.sleep(2)
