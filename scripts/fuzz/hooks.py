"""Sends each request as the caller under test: with the next of its tokens, since each has limits of its own."""

import itertools
import os

import schemathesis

tokens = itertools.cycle(filter(None, os.environ.get("BELFRY_TOKENS", "").split(",")))
cookie = os.environ.get("BELFRY_COOKIE")


@schemathesis.hook
def before_call(context, case, kwargs):
    for name in [each for each in case.headers if each.lower() in ("authorization", "cookie")]:
        del case.headers[name]
    case.cookies.clear()
    token = next(tokens, None)
    if token:
        case.headers["Authorization"] = f"Bearer {token}"
    if cookie:
        case.headers["Cookie"] = cookie
