"""
Sends each request as the caller under test: with the next of its tokens, since each has limits of its own. Holds what is
refused against the document: it allows none of it, and the answer says where the fault is.
"""

import itertools
import os
import re

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


# Why a field may be refused that the document allows: what no schema can say, and its description does.
RULES = [
    (re.compile(path), re.compile(message))
    for path, message in [
        (r".*", r"NUL character|half a surrogate|can't be stored|a character that no name has|without spaces, slashes"),
        (r".*", r"is larger than 16 KiB|is nested deeper|digits would not all be kept|too large to keep|too close to 0"),
        (r"as_of|since", r"is not the As-Of header"),
        (r"q", r"must hold a word"),
        # Two that do not go together, or only.
        (r"cleared|kept|since|before|per_origin", r"does not go with|goes with"),
        (r"quiet\.to", r"must be another time than from"),
        (r"map", r"is for the kind json alone|is missing"),
        # Addresses, in whole.
        (r"subscription\.keys\.(p256dh|auth)", r"must be \d+ bytes"),
        (r"url|subscription\.endpoint", r"is not found|private or reserved|may not be reached|must be an http|must end in the topic"),
        (r"links\..*", r"is no address|which is no field"),
        # What there is in the world.
        (r"(quiet|digestAt)\.zone", r"must be a time zone"),
        (r"expiresAt|sendAt", r"is in the past|has passed"),
        (r"kind", r"is for accounts of the hub alone"),
        (r"List-Unsubscribe", r"must be One-Click"),
        (r"recipients(\.\d+)?", r"The hub knows no"),
        (r"except", r"^Nobody is left"),
        # What a saved message's variables, and a countdown's `{in}`, leave of the limit.
        (r"message", r"without its variables|more than \d+ variables|with what \{in\} becomes"),
        (r"countdown", r"^Either countdown or weekly"),
        (r"countdown\.to|weekly\.until", r"^Nothing of it is still to come|is more than \d+ broadcasts"),
        (r"weekly\.zone", r"^Zone is one such as"),
    ]
]


@schemathesis.check
def nothing_fails(ctx, response, case):
    # What is not set up in this server says so; that is no failing.
    assert response.status_code < 500 or " are off: " in response.text, response.text


@schemathesis.check
def refuses_by_the_document(ctx, response, case):
    if response.status_code != 400 or case.meta is None:
        return
    errors = response.json().get("errors", [])
    assert errors, f"no field is named: {response.text}"
    if case.meta.generation.mode.is_positive:
        for error in errors:
            ruled = any(path.fullmatch(error["path"]) and message.search(error["message"]) for path, message in RULES)
            assert ruled, f"the document allows it: {error}"
