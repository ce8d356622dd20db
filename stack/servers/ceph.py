"""Ceph RGW on one machine: monitor, mgr, one OSD in a sparse file and the S3 gateway, all in the state folder.

It takes SeaweedFS's place with `up --s3 ceph` (or alone, with `up --only ceph`) and offers the same identities.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import urllib.parse
import uuid
from pathlib import Path

from stack import process
from stack.errors import MissingError, StackError, UsageError
from stack.finding import GOOD, WARNING, Finding, about_memory, about_version, gib, nearest_existing
from stack.layout import Stack, write_atomically
from stack.probe import http_status
from stack.servers import s3_roles
from stack.servers.base import Process, Server
from stack.tools import program_version

DISK_GIB = 10  # ACERVO_CEPH_OSD_GIB; the file is sparse: it takes what was ever stored in it
GATEWAY = "client.rgw.acervo"
OLDEST = (16, 2)
MEMORY = 1 << 30  # 300 MiB when idle; the OSD takes up to 900 MiB under load
OUR_OPTIONS_ONLY = {"CEPH_ARGS": ""}  # a user's own options for another cluster must not reach this one

CONFIG = """
[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
ms bind ipv6 = false
keyring = {folder}/keyring
run dir = {folder}
crash dir = {folder}/crash
# No sockets (their paths could be too long) and no files of their own: the stack keeps records and logs.
admin socket =
pid file =
log file =
mon cluster log file =
log to stderr = true
err to stderr = true
debug rocksdb = 1/1
# One copy on one disk is what we want here.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000

[mon]
mon data = {folder}/mon
mon data avail warn = 2
mon data avail crit = 1
auth allow insecure global id reclaim = false
# The gateway's first start makes five pools in a dozen steps; with the default, each waits a second.
paxos propose interval = 0.05

[mgr]
mgr data = {folder}/mgr
ms bind port min = {mgr}
ms bind port max = {mgr}
mgr tick period = 10
mgr initial modules =
# Not loading these halves its memory and its start.
mgr disabled modules = alerts diskprediction_local influx insights iostat localpool mirroring nfs osd_perf_query osd_support prometheus restful selftest snap_schedule stats telegraf test_orchestrator zabbix

[osd]
osd data = {folder}/osd
osd objectstore = bluestore
bluestore block create = true
bluestore cache autotune = false
bluestore cache size = 134217728
osd memory target = 939524096
ms bind port min = {osd_first}
ms bind port max = {osd_last}

[{gateway}]
rgw frontends = beast endpoint=127.0.0.1:{s3}
rgw data = {folder}/rgw
rgw thread pool size = 64
rgw dynamic resharding = false
# The disk file is small: bytes of deleted objects are given back after a minute, not after two hours.
rgw gc obj min wait = 60
rgw gc processor period = 60
rgw gc processor max time = 60
# An OSD that was killed comes back at the same address; look for it after a second instead of ten.
objecter timeout = 1
objecter tick interval = 0.5
"""

# Who may do what inside the cluster (these are Ceph's own keys, S3 identities are in s3_roles).
CLUSTER_KEYS = {
    "mon.": {"mon": "allow *"},
    "client.admin": {"mon": "allow *", "osd": "allow *", "mgr": "allow *"},
    "mgr.local": {"mon": "allow profile mgr", "osd": "allow *"},
    "osd.0": {"mon": "allow profile osd", "osd": "allow *", "mgr": "allow profile osd"},
    GATEWAY: {"mon": "allow rw", "osd": "allow rwx", "mgr": "allow rw"},
}


class Ceph(Server):
    name = "ceph"
    apt = ("ceph-mon", "ceph-mgr", "ceph-osd", "radosgw", "ceph-common")
    start_s = 120

    def prepare(self, stack: Stack) -> None:
        folder = self._folder(stack)
        write_atomically(self._config(stack), self._config_text(stack), mode=0o600)
        if not (folder / "made").exists():
            self._make_cluster(stack, folder)

    def start(self, stack: Stack) -> None:
        # All at once: each looks for the ones that it needs until they are there.
        self._spawn_monitor(stack)
        config = ["-c", str(self._config(stack)), "-f"]
        process.spawn(stack, "ceph-mgr", [_program("ceph-mgr"), *config, "-i", "local"], env=OUR_OPTIONS_ONLY)
        process.spawn(stack, "ceph-osd", [_program("ceph-osd"), *config, "-i", "0"], env=OUR_OPTIONS_ONLY)
        process.spawn(stack, "ceph-rgw", [_program("radosgw"), *config, "-n", GATEWAY], env=OUR_OPTIONS_ONLY)

    def ready(self, stack: Stack) -> bool:
        # The gateway answers by itself while the OSD is away, but not when it must look for a bucket it never saw.
        return http_status(f"http://{stack.address('s3')}/acervo-ready-{secrets.token_hex(8)}") == 404

    def after_ready(self, stack: Stack) -> None:
        identities = {role: [s3_roles.keys(stack, role), s3_roles.policy(role)] for role in s3_roles.RIGHTS}
        wanted = hashlib.sha256(json.dumps(identities).encode()).hexdigest()
        done = self._folder(stack) / "identities"
        if done.exists() and done.read_text() == wanted:
            return
        self._make_user(stack, s3_roles.BOOTSTRAP, ["--caps=user-policy=*"])
        everything = {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"]}
        self._give_rights(stack, s3_roles.BOOTSTRAP, {"Version": "2012-10-17", "Statement": [everything]})
        for role in s3_roles.RIGHTS:
            self._make_user(stack, role, ["--max-buckets=-1"])  # no buckets of its own
            self._give_rights(stack, role, s3_roles.policy(role))
        write_atomically(done, wanted)

    def stop(self, stack: Stack) -> None:
        # The gateway first: it cannot say goodbye to an OSD that has gone, and waits for it for minutes.
        for one in reversed(self.processes(stack)):
            process.stop(stack, one.name, one.stop_signal, one.grace_s)

    def processes(self, stack: Stack) -> list[Process]:
        return [
            Process("ceph-mon", stack.address("ceph_mon"), ("ceph_mon",)),
            Process("ceph-mgr", ports=("ceph_mgr",), grace_s=3),
            Process("ceph-osd"),
            # It keeps nothing of its own; asked to stop, it may finish a sleep of its lifecycle thread first.
            Process("ceph-rgw", stack.address("s3"), ("s3",), grace_s=3),
        ]

    def fingerprint(self, stack: Stack) -> str:
        return hashlib.sha256(self._config_text(stack).encode()).hexdigest()[:12]

    def hint(self, stack: Stack, log_tail: str) -> str:
        if "nable to bind" in log_tail:
            return "another program uses one of its ports: stop that one, or choose another --base-port"
        if "No space left on device" in log_tail:
            return super().hint(stack, log_tail)
        return "read ./acervo logs ceph-mon, ceph-osd and ceph-rgw, then run ./acervo up"

    def check(self, stack: Stack) -> list[Finding]:
        found = [about_version("ceph", program_version(["ceph-osd", "--version"]), OLDEST)]
        if not process.find(stack, "ceph-osd"):
            found.append(about_memory("ceph", MEMORY))
        disk = stack.state / "ceph" / "osd" / "block"
        size = disk.stat().st_size if disk.exists() else _disk_gib() << 30
        taken = disk.stat().st_blocks * 512 if disk.exists() else 0
        free = shutil.disk_usage(nearest_existing(disk)).free
        advice = f"it may grow by {gib(size - taken)}, but there are only {gib(free)}" if size - taken > free else ""
        found.append(Finding("ceph disk file", WARNING if advice else GOOD, f"{gib(taken)} of {gib(size)} taken", advice))
        return found

    def env(self, stack: Stack) -> dict[str, str]:
        return s3_roles.env(stack)

    def _folder(self, stack: Stack) -> Path:
        return stack.folder("ceph")

    def _config(self, stack: Stack) -> Path:
        return stack.config / "ceph.conf"

    def _config_text(self, stack: Stack) -> str:
        return CONFIG.lstrip().format(
            fsid=uuid.uuid5(uuid.NAMESPACE_OID, stack.id),
            folder=self._folder(stack),
            gateway=GATEWAY,
            mon=stack.port("ceph_mon"),
            mgr=stack.port("ceph_mgr"),
            osd_first=stack.port("ceph_osd_first"),
            osd_last=stack.port("ceph_osd_last"),
            s3=stack.port("s3"),
        )

    # Making the cluster, once. The file `made` comes last; without it everything is made anew.

    def _make_cluster(self, stack: Stack, folder: Path) -> None:
        self.stop(stack)
        shutil.rmtree(folder)
        for name in ("mon", "mgr", "osd", "rgw", "crash/posted"):
            (folder / name).mkdir(parents=True)
        folder.chmod(0o700)
        self._make_keys(stack, folder / "keyring")
        self._make_monitor(stack, folder)
        self._spawn_monitor(stack)
        disk = str(uuid.uuid4())
        self._admin(stack, "ceph", "--connect-timeout", "30", "osd", "new", disk)
        size = f"--bluestore-block-size={_disk_gib() << 30}"
        self._admin(stack, "ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk, size)
        (folder / "made").touch()

    def _make_keys(self, stack: Stack, keyring: Path) -> None:
        for name, rights in CLUSTER_KEYS.items():
            caps = [word for service, cap in rights.items() for word in ("--cap", service, cap)]
            create = [] if keyring.exists() else ["--create-keyring"]
            self._admin(stack, "ceph-authtool", str(keyring), *create, "--gen-key", "-n", name, *caps)

    def _make_monitor(self, stack: Stack, folder: Path) -> None:
        address = f"[v2:127.0.0.1:{stack.port('ceph_mon')}]"
        map_file = str(folder / "monmap")
        fsid = str(uuid.uuid5(uuid.NAMESPACE_OID, stack.id))
        self._admin(stack, "monmaptool", "--create", "--addv", "a", address, "--fsid", fsid, map_file)
        self._admin(
            stack, "ceph-mon", "--mkfs", "-i", "a", "--monmap", map_file, "--keyring", str(folder / "keyring")
        )

    def _spawn_monitor(self, stack: Stack) -> None:
        command = [_program("ceph-mon"), "-c", str(self._config(stack)), "-f", "-i", "a"]
        process.spawn(stack, "ceph-mon", command, env=OUR_OPTIONS_ONLY)

    # S3 users, each with its role's policy.

    def _make_user(self, stack: Stack, role: str, more: list[str]) -> None:
        access, secret = s3_roles.keys(stack, role)
        user = [f"--uid={role}", f"--display-name={role}", f"--access-key={access}", f"--secret-key={secret}", *more]
        there = self._run(stack, "radosgw-admin", "user", "info", f"--uid={role}").returncode == 0
        self._admin(stack, "radosgw-admin", "user", "modify" if there else "create", *user)

    def _give_rights(self, stack: Stack, role: str, policy: dict) -> None:
        question = {"Action": "PutUserPolicy", "UserName": role, "PolicyName": "role", "PolicyDocument": json.dumps(policy)}
        body = urllib.parse.urlencode(question).encode()
        answer = s3_roles.request(stack, s3_roles.BOOTSTRAP, "POST", "/", body, timeout_s=10)
        if answer is None or answer[0] != 200:
            raise StackError(f"ceph did not take the rights of {role}: {answer}")

    def _admin(self, stack: Stack, name: str, *arguments: str) -> None:
        done = self._run(stack, name, *arguments)
        if done.returncode:
            what = " ".join([name, *(word for word in arguments if "secret" not in word)])
            raise StackError(f"{what} failed: {done.stderr.strip()[-1000:]}", self.hint(stack, done.stderr))

    def _run(self, stack: Stack, name: str, *arguments: str) -> subprocess.CompletedProcess:
        config = [] if name in ("ceph-authtool", "monmaptool") else ["-c", str(self._config(stack))]
        command = [_program(name), *config, *arguments]
        try:
            environment = process.marked_environment(stack, OUR_OPTIONS_ONLY)
            return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd="/")
        except subprocess.TimeoutExpired as late:
            tail = process.tail(stack, "ceph-mon")
            raise StackError(f"{name} {arguments[0]} got no answer in 60 s; the monitor's last lines:\n{tail}") from late


def _disk_gib() -> int:
    text = os.environ.get("ACERVO_CEPH_OSD_GIB") or str(DISK_GIB)
    if not text.isdigit() or int(text) < 4:
        raise UsageError(f"ACERVO_CEPH_OSD_GIB is {text}: a whole number from 4 up is needed")
    return int(text)


def _program(name: str) -> str:
    path = shutil.which(name)
    if not path:
        raise MissingError(f"{name} is not installed", "run: apt-get install --no-install-recommends " + " ".join(Ceph.apt))
    return path
