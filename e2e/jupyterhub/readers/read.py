"""Prints what each notification of a stream holds, as it comes: by sseclient-py over requests, or by requests alone."""

import json
import sys

import requests
import sseclient

url, token, how = sys.argv[1:]
response = requests.get(url, headers={"Authorization": f"Bearer {token}"}, stream=True, timeout=60)
response.raise_for_status()
print("open", flush=True)


def bodies():
    if how == "sseclient":
        for event in sseclient.SSEClient(response).events():
            if event.event == "notification":
                yield event.data
    else:
        for line in response.iter_lines():
            if line.startswith(b'data: {"id"'):
                yield line.removeprefix(b"data: ")


for body in bodies():
    print(json.loads(body)["data"]["n"], flush=True)
