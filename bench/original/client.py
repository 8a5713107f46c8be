"""The way the original tells labs: tornado's default HTTP client, ten requests at a time, five seconds each with the
wait in its queue counted in; with the argument `pycurl` its other client. Reads {"url": ..., "token": ...} a line, prints
{"delivered": N, "wallMs": M}."""

import asyncio
import json
import sys
import time

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

BODY = json.dumps({"message": "Maintenance at 18:00", "type": "warning", "autoClose": False, "immediate": True, "actions": []})


async def post(client, target):
    headers = {"Authorization": "token " + target["token"], "Content-Type": "application/json"}
    request = HTTPRequest(target["url"], method="POST", headers=headers, body=BODY, request_timeout=5, connect_timeout=5)
    try:
        response = await client.fetch(request, raise_error=False)
    except Exception:  # whatever it was, this lab was not told
        return False
    return response.code == 200


async def main():
    targets = [json.loads(line) for line in sys.stdin]
    if sys.argv[1:] == ["pycurl"]:
        AsyncHTTPClient.configure("tornado.curl_httpclient.CurlAsyncHTTPClient")
    client = AsyncHTTPClient()
    started = time.monotonic()
    delivered = sum(await asyncio.gather(*(post(client, target) for target in targets)))
    print(json.dumps({"delivered": delivered, "wallMs": (time.monotonic() - started) * 1000}))


asyncio.run(main())
