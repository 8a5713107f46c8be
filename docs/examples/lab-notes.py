"""Says to people what a hub knows about their labs; to be run by cron, with the standard library alone:

python lab-notes.py missing-extension ORIGIN
python lab-notes.py before-stop ORIGIN TIMEOUT_S [AHEAD_S]
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

what, origin = sys.argv[1:3]
belfry = os.environ.get("BELFRY_URL", "http://127.0.0.1:3000")
token = os.environ["BELFRY_TOKEN"]


def ask(url, token, accept="application/json", body=None, key=None):
    headers = {"Authorization": f"token {token}", "Accept": accept, "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    request = urllib.request.Request(url, json.dumps(body).encode() if body else None, headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def say(username, kind, key, title, message):
    """The same again within a day is said once."""
    body = {
        "type": kind,
        "origin": origin,
        "category": "warning",
        "data": {"title": title, "message": message},
        "to": {"users": [username]},
    }
    try:
        ask(f"{belfry}/notifications", token, body=body, key=urllib.parse.quote(f"{kind} {username} {key}"))
        print(username, kind, flush=True)
    except urllib.error.HTTPError as error:
        # Who has never signed in to Belfry has no inbox yet.
        print(username, error.code, json.load(error)["detail"], file=sys.stderr)


def missing_extension():
    servers = ask(f"{belfry}/hub/api/notifications/active-servers?probe=true", token)["servers"]
    for username in sorted({one["username"] for one in servers if one.get("extension") == "missing"}):
        say(
            username,
            "extension-missing",
            datetime.now(timezone.utc).date(),
            "Your lab shows no messages",
            "It lacks the extension jupyterlab-notifications-extension. Until it has it, messages are in this inbox alone.",
        )


def before_stop(timeout, ahead=600):
    hub, hub_token = os.environ["JUPYTERHUB_API_URL"], os.environ["JUPYTERHUB_API_TOKEN"]
    url = f"{hub}/users?state=ready&limit=200"
    now = datetime.now(timezone.utc)
    while url:
        page = ask(url, hub_token, "application/jupyterhub-pagination+json")
        for user in page["items"]:
            for name, server in user["servers"].items():
                since = datetime.fromisoformat(server["last_activity"].replace("Z", "+00:00"))
                stops = since + timedelta(seconds=timeout)
                if now < stops <= now + timedelta(seconds=ahead):
                    minutes = max(1, round((stops - now).total_seconds() / 60))
                    say(
                        user["name"],
                        "lab-stops",
                        f"{name} {server['last_activity']}",
                        f"Your lab {name or 'server'} is stopped in {minutes} min",
                        "Nobody has worked in it for a while. Do something there to keep it.",
                    )
        following = page["_pagination"]["next"]
        url = following and following["url"]


if what == "missing-extension":
    missing_extension()
else:
    before_stop(*map(int, sys.argv[3:]))
