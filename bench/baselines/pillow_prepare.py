"""What a Python script does to make images ready: Pillow on threads. The baseline of bench/prepare-images.ts.

    python3 pillow_prepare.py IMAGES OUT MAX_SIDE FORMAT THREADS

For each image: decode, turn upright, RGB, shrink, encode as png or jpeg (quality 90, 4:4:4), name by hash, write.
Prints one line of JSON: images, seconds, peak memory in bytes. Pillow lets go of the interpreter's lock while it
decodes, resizes and encodes, so threads do run at once.
"""

import hashlib
import io
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageOps


def prepare(path, out, max_side, kind):
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    if kind == "jpeg":
        upright.save(buffer, "JPEG", quality=90, subsampling=0)
    else:
        upright.save(buffer, "PNG")
    data = buffer.getvalue()
    name = hashlib.sha256(data).hexdigest()[:16]
    with open(os.path.join(out, f"{name}.{kind}"), "wb") as file:
        file.write(data)
    return len(data)


def main():
    images, out, max_side, kind, threads = sys.argv[1:6]
    os.makedirs(out, exist_ok=True)
    paths = sorted(os.path.join(images, name) for name in os.listdir(images))
    started = time.perf_counter()
    with ThreadPoolExecutor(int(threads)) as pool:
        sizes = list(pool.map(lambda path: prepare(path, out, int(max_side), kind), paths))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({"images": len(sizes), "seconds": seconds, "peak": peak, "bytes": sum(sizes)}))


main()
