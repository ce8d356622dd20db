"""`demo`: takes real media through the running product, as a person would with the CLI."""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

from stack import build, commands, media
from stack.errors import OK, MissingError, StackError
from stack.layout import Stack, sha256_of

FILES = ("news.mp4", "street.avi", "speech.wav", "photo.jpg")
ADMINISTRATOR = "administrator"
WORKERS = "keeper,orchestrator,worker-ingest,worker-transcode"  # the keeper starts workflows once there is somebody for them
LONGEST_INGEST_S = 900
TITLE, TAG = "Evening news, opening", "demo"
# Stages of the product that no program does yet. A stage that comes is taken off here and shown above.
NOT_YET = (
    "virus scan and the words inside of files",
    "understanding: transcripts, objects, text in pictures",
    "search",
    "publication to channels",
    "the web application",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # it takes none


def run(stack: Stack, args: argparse.Namespace) -> int:
    del args
    _say("The stack")
    for only in ("", WORKERS):
        code = commands.up(stack, argparse.Namespace(only=only, s3=None))
        if code != OK:
            return code
    files = [media.folder() / name for name in FILES]

    _say("Sign in")
    _cli(stack, "login", ADMINISTRATOR, "--password-file", str(stack.state / "secrets" / ADMINISTRATOR))
    _say("Upload: the bytes go straight to object storage, in parts")
    uploaded = [json.loads(_cli(stack, "upload", "--json", str(file))) for file in files]
    for file, answer in zip(files, uploaded, strict=True):
        print(f"  {file.name:<12} → asset {answer['asset_id']}, {answer['status']}")
    _say("Ingest: looked into, and made into what people see, hear and play")
    for file, answer in zip(files, uploaded, strict=True):
        _ingest(stack, file, answer["asset_id"])
    _say("Play: HLS and DASH to the end, by addresses that need no header")
    for file, answer in zip(files, uploaded, strict=True):
        _play(stack, file, answer["asset_id"])
    _say("The catalogue")
    print(_cli(stack, "assets", "list"))
    _say("Say what it is, and find it by that")
    _cli(stack, "assets", "edit", uploaded[0]["asset_id"], "--title", TITLE, "--tag", TAG)
    print(_cli(stack, "assets", "list", "--tag", TAG))
    _say("Say one thing about all of them, and take it back")
    _tag_and_undo(stack, [answer["asset_id"] for answer in uploaded])
    _say("Download, and compare with what was sent")
    with tempfile.TemporaryDirectory() as place:
        for file, answer in zip(files, uploaded, strict=True):
            _compare(stack, file, answer["asset_id"], Path(place))

    _say("Not there yet")
    for stage in NOT_YET:
        print(f"  {stage}")
    return OK


def _ingest(stack: Stack, file: Path, asset: str) -> None:
    """Until the asset is ready; tells how far it is whenever that changes."""
    end, told = time.monotonic() + LONGEST_INGEST_S, ""
    while True:
        found = json.loads(_cli(stack, "assets", "processing", asset, "--json"))
        done = [one["profile_name"] for one in found["renditions"] if one["status"] == "ready"]
        percent = sum(one["progress_percent"] for one in found["renditions"]) // max(1, len(found["renditions"]))
        line = f"{found['status']}, {percent} %, {len(done)} of {len(found['renditions'])} renditions"
        if line != told:
            print(f"  {file.name:<12} {line}", flush=True)
            told = line
        if found["status"] == "ready":
            print(f"  {'':<12} {', '.join(done)}")
            return
        if found["status"] == "failed" or time.monotonic() > end:
            raise StackError(f"{file.name} is {found['status']}: {found.get('failure_reason', 'it took too long')}")
        time.sleep(0.5)


def _play(stack: Stack, file: Path, asset: str) -> None:
    """FFmpeg follows the addresses as a player would; of pictures the smallest is told."""
    shown = json.loads(_cli(stack, "assets", "play", asset, "--json"))
    for name in ("hls_url", "dash_url"):
        if name not in shown:
            continue
        seconds = _seconds_played(shown[name])
        if abs(seconds - shown["duration_ms"] / 1000) > 0.5:
            raise StackError(f"{file.name}: {shown[name]} ended after {seconds:.1f} s of {shown['duration_ms'] / 1000:.1f}")
        print(f"  {file.name:<12} {name[:-4].upper():<4} played to its end, {seconds:.1f} s")
    print(f"  {'':<12} {shown.get('hls_url') or shown['thumbnails'][0]['url']}")


def _seconds_played(address: str) -> float:
    # Every stream that there is; DASH and HLS name each rung once.
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", address, "-map", "0:v:0?", "-map", "0:a:0?", "-f", "null", "-progress", "-", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    micros = [line.split("=")[1] for line in done.stdout.splitlines() if line.startswith("out_time_us=")]
    if done.returncode or done.stderr or not micros or not micros[-1].isdigit():
        raise StackError(f"FFmpeg could not play {address}: {done.stderr.strip()[-1000:]}")
    return int(micros[-1]) / 1e6


def _tag_and_undo(stack: Stack, assets: list[str]) -> None:
    """A job over all of them, and the job that undoes it."""
    job = json.loads(_cli(stack, "assets", "bulk-edit", *assets, "--add-tag", "to-be-checked", "--wait", "--json"))
    undo = json.loads(_cli(stack, "jobs", "undo", job["job_id"], "--wait", "--json"))
    for one, outcome in ((job, "have another tag"), (undo, "are as they were")):
        if one["done"] != len(assets):
            raise StackError(f"of {len(assets)} assets only {one['done']} {outcome}: {one}")
        print(f"  {one['done']} of {one['total']} assets {outcome}")


def _compare(stack: Stack, sent: Path, asset: str, place: Path) -> None:
    received = place / sent.name
    _cli(stack, "assets", "download", asset, str(received))
    if sha256_of(received) != sha256_of(sent):
        raise StackError(f"{sent.name} came back with other bytes than were sent (asset {asset})")
    print(f"  {sent.name:<12} came back unchanged: sha256 {sha256_of(sent)[:16]}…")


def _cli(stack: Stack, *command: str) -> str:
    """What the product's CLI prints; its failure is the demo's."""
    program = build.program("acervo-cli")
    if not program.exists():
        raise MissingError(f"there is no {program}", "run ./acervo up")
    done = subprocess.run([program, *command], capture_output=True, text=True, env=commands.product_environment(stack))
    if done.returncode:
        raise StackError(f"`./acervo {' '.join(command[:2])}` failed: {done.stderr.strip()}", "run ./acervo status")
    return done.stdout.rstrip()


def _say(what: str) -> None:
    print(f"\n── {what}", flush=True)
