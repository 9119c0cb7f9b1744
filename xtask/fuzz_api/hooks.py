"""What the tester of the interface cannot know from the document.

Bodies that fit the document are made this phone's own, or carry a code that exists, in two of three cases:
otherwise every push would be refused as another phone's. And what was answered is counted, so that a run
in which everything was refused is seen as such.
"""

import atexit
import collections
import itertools
import json
import os
import re
import uuid

import schemathesis

DEVICE = os.environ["FUZZ_DEVICE"]
TOKEN = os.environ["FUZZ_TOKEN"]
DELIVER = os.environ["FUZZ_DELIVER"]
LOOKED_AT, SPENT = os.environ["FUZZ_CODES"].split()

CREDENTIAL = re.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")

numbers = itertools.count()
answered = collections.Counter()


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(numbers)
    # Wrong codes are counted by address: each comes from another one, as the proxy in front says.
    case.headers = dict(case.headers or {})
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    # A phone that is given another credential would be nobody to the next delivery.
    if case.path == "/sync/v1/keys" and isinstance(case.body, dict) and "deliver" in case.body:
        given = case.body["deliver"]
        if isinstance(given, str) and CREDENTIAL.fullmatch(given):
            case.body["deliver"] = DELIVER
    fits = case.meta is not None and case.meta.generation.mode == "positive"
    if fits and number % 3 and isinstance(case.body, dict):
        if case.path == "/sync/v1/push":
            make_ours(case.body)
        elif case.path == "/sync/v1/pull":
            case.body["pull"].pop("cursor", None)
        elif case.path == "/api/v1/enrolment/look":
            case.body["code"] = LOOKED_AT
        elif case.path == "/api/v1/enrolment":
            case.body.update(code=SPENT, device=DEVICE[:-1] + "f", token=TOKEN[:-1] + "f")


def make_ours(body):
    """Each mutation begins a lane in an epoch of its own."""
    for mutation in body["mutations"]:
        new = str(uuid.uuid4())
        mutation["envelope"].update(device=DEVICE, epoch=new, id=new, seq=1, prev="0" * 64)


@schemathesis.hook
def after_call(context, case, response):
    answered[f"{case.method} {case.path} {response.status_code}"] += 1


@atexit.register
def write():
    with open(os.environ["FUZZ_ANSWERED"], "w", encoding="utf-8") as file:
        json.dump(answered, file)
