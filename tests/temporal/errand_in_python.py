"""The errand of src/temporal/worker/errand_workflow.cpp with the official SDK for Python: the same commands in the same order.

    errand_in_python.py worker ADDRESS NAMESPACE QUEUE     works until SIGTERM; prints "ready"
    errand_in_python.py check [--changed] FILE…            replays each once; exit code 1 when one does not fit
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from datetime import timedelta
from pathlib import Path

from temporalio import activity, workflow
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, Worker

SHORT = timedelta(seconds=20)


@activity.defn
async def greet(name: str) -> str:
    return f"Hello {name}"


@workflow.defn(name="shout")
class Shout:
    @workflow.run
    async def run(self, text: str) -> str:
        return text + "!"


@workflow.defn(name="errand")
class Errand:
    def __init__(self) -> None:
        self.word = ""

    @workflow.signal
    def say(self, word: str) -> None:
        self.word = word

    @workflow.run
    async def run(self, name: str, more: int) -> str:
        greeting = await workflow.execute_activity(greet, name, start_to_close_timeout=SHORT)
        await asyncio.sleep(0.01)
        if more > 0:
            workflow.continue_as_new(args=[name, more - 1])
        await workflow.wait_condition(lambda: self.word != "", timeout=3600)
        child = workflow.info().workflow_id + "-child"
        loud = await workflow.execute_child_workflow(Shout.run, f"{greeting} {self.word}", id=child)
        running = [workflow.start_activity(greet, name, start_to_close_timeout=SHORT) for name in ("one", "two")]
        one, two = [await result for result in running]
        return f"{loud}, {one}, {two}"


@workflow.defn(name="errand")
class ErrandByOtherCode:
    """A timer before the activity: no history of the errand fits."""

    @workflow.signal
    def say(self, word: str) -> None: ...

    @workflow.run
    async def run(self, name: str, more: int) -> str:
        await asyncio.sleep(0.01)
        return await workflow.execute_activity(greet, name, start_to_close_timeout=SHORT)


async def work(address: str, namespace: str, queue: str) -> None:
    client = await Client.connect(address, namespace=namespace)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    runner = UnsandboxedWorkflowRunner()
    async with Worker(client, task_queue=queue, workflows=[Errand, Shout], activities=[greet], workflow_runner=runner):
        print("ready", flush=True)
        await stop.wait()


async def check(files: list[str], flow: type) -> None:
    replayer = Replayer(workflows=[flow, Shout], workflow_runner=UnsandboxedWorkflowRunner())
    for file in files:
        text = Path(file).read_text()
        begun = json.loads(text)["events"][0]["workflowExecutionStartedEventAttributes"]
        await replayer.replay_workflow(WorkflowHistory.from_json(begun["workflowId"], text))
        print(f"{file} fits")


def main() -> int:
    if sys.argv[1] == "worker":
        asyncio.run(work(*sys.argv[2:]))
        return 0
    changed = sys.argv[2] == "--changed"
    try:
        asyncio.run(check(sys.argv[3 if changed else 2 :], ErrandByOtherCode if changed else Errand))
    except Exception:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # The core's threads may still hold Python's state when the interpreter takes it down, which aborts the process.
    os._exit(code)
