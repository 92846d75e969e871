"""Times a validator of Nova training files within one Python process, without the start of Python itself.

    python time_validator.py FILE.jsonl REPETITIONS [VALIDATOR.py]

With AWS's validator (nova_ft_dataset_validator.py, from its samples repository) its own entry point is timed;
without, a plain reading: json.loads of every line and the checks of the most common mistakes on dictionaries.
Prints one JSON list of seconds of processor time.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import re
import sys
import time
import warnings

warnings.filterwarnings("ignore")

RESERVED = re.compile(r"system:|user:|bot:|assistant:|thought:|\[eos\]|<image>|<video>|<unk>", re.IGNORECASE)
KEY = re.compile(r"^[\w\-/.]+$")


def check(record):
    problems = 0
    messages = record.get("messages", [])
    texts = [part.get("text", "") for part in record.get("system", [])]
    for index, message in enumerate(messages):
        problems += message.get("role") != ("assistant" if index % 2 else "user")
        for block in message.get("content", []):
            if "text" in block:
                texts.append(block["text"])
            image = block.get("image")
            if image is None:
                continue
            uri = image["source"]["s3Location"]["uri"]
            problems += image["format"] not in ("png", "jpeg", "gif", "webp")
            problems += not uri.startswith("s3://") or not KEY.match(uri[5:])
    problems += len(messages) < 2
    return problems + sum(1 for text in texts if RESERVED.search(text))


def plain(path):
    seen = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            check(json.loads(line))
            seen.add(hash(line))


def from_aws(path, validator):
    spec = importlib.util.spec_from_file_location("nova_ft_dataset_validator", validator)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    args = argparse.Namespace(input_file=path, model_name="lite", task_type="sft", platform="bedrock")
    return lambda: module.validate_converse_dataset(args)


def main():
    path, repetitions = sys.argv[1], int(sys.argv[2])
    work = from_aws(path, sys.argv[3]) if len(sys.argv) > 3 else lambda: plain(path)
    seconds = []
    for _ in range(repetitions):
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            start = time.process_time()
            work()
            seconds.append(time.process_time() - start)
    print(json.dumps(seconds))


main()
