"""Slurm with two nodes on one machine, in a folder of its own, every process ended by its id."""

import contextlib
import getpass
import os
import re
import secrets
import signal
import socket
import subprocess
from pathlib import Path

from support import free_port, have, run, stop, wait_until

NODES = ("one", "two")
CONFIGURATION = """ClusterName=vidproc
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,bf_interval=2
SlurmdParameters=config_overrides
SlurmdTimeout=5
KillWait=2
ReturnToService=2
JobRequeue=1
MailProg=/bin/true
"""


class Slurm:
    """A controller and two nodes of one processor each."""

    def __init__(self, folder):
        self.folder, self.children, self.key = Path(folder), {}, {}
        self.environment = {"SLURM_CONF": str(self.folder / "slurm.conf")}

    def __enter__(self):
        try:
            self._configure()
            self._begin("munged", "--foreground", "--force", "--num-threads=2", f"--key-file={self.folder}/munge.key",
                        f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munge.pid",
                        f"--log-file={self.folder}/munge.log", f"--seed-file={self.folder}/munge.seed")
            self._expect(lambda: (self.folder / "munge.socket").exists(), "munged did not start")
            self._begin("slurmctld", "-D", "-i")
            for node in NODES:
                self.start_node(node)
            self._expect(lambda: list(self.states().values()) == ["idle"] * len(NODES), "the nodes do not come up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def _configure(self):
        self.folder.chmod(0o755)
        (self.folder / "state").mkdir()
        key = self.folder / "munge.key"
        key.touch(0o600)
        key.write_bytes(secrets.token_bytes(128))
        text = CONFIGURATION.format(host=socket.gethostname().split(".")[0], port=free_port(), user=getpass.getuser(),
                                    folder=self.folder)
        for node in NODES:
            (self.folder / f"spool.{node}").mkdir()
            text += (f"NodeName={node} NodeHostname={socket.gethostname().split('.')[0]} NodeAddr=127.0.0.1 "
                     f"Port={free_port()} CPUs=1 RealMemory=512\n")
        text += "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n"
        (self.folder / "slurm.conf").write_text(text)

    def _begin(self, name, *options, called=None):
        with open(self.folder / f"{called or name}.err", "ab") as errors:
            self.children[called or name] = subprocess.Popen(
                [have(name), *options], stdin=subprocess.DEVNULL, stdout=errors, stderr=errors,
                env=dict(os.environ, **self.environment))

    def _expect(self, condition, complaint):
        if not wait_until(condition, 40, 0.3):
            raise RuntimeError(f"Slurm: {complaint}: {self._last_lines()}")

    def _last_lines(self):
        files = sorted(self.folder.glob("*.err")) + sorted(self.folder.glob("*.log"))
        return "; ".join(f"{f.name}: {lines[-1]}" for f in files if (lines := f.read_text(errors="replace").splitlines()))

    def start_node(self, node):
        """Starts a node's daemon, also again after `kill_node`."""
        self._begin("slurmd", "-D", "-N", node, called=node)

    def __exit__(self, *_):
        if "slurmctld" in self.children:
            self.command("scancel", "--user", getpass.getuser(), "--quiet")
        for node in NODES:
            for pid in self._workers(node):
                _kill(pid)
        for child in reversed(self.children.values()):
            stop(child)

    def command(self, *words):
        """Runs one of Slurm's commands."""
        return run(words, 60, env=self.environment)

    def states(self):
        """Each node's state, as `sinfo` says it."""
        out = self.command("sinfo", "-h", "-N", "-o", "%N %t").out.decode().split()
        return dict(zip(out[::2], out[1::2]))

    def submit(self, command, *options, folder="."):
        """Submits a shell command; the job's number.

        Raises RuntimeError when Slurm refuses it.
        """
        result = self.command("sbatch", "--parsable", "--requeue", "--mem=1", f"--chdir={folder}", f"--output={folder}/slurm-%A-%a.out", *options,
                              "--wrap", command)
        if not result.ok:
            raise RuntimeError(f"sbatch: {result.first_error}")
        return result.out.decode().strip().split(";")[0]

    def waiting(self):
        """The lines of `squeue`, one a task: job, state, node or reason."""
        return self.command("squeue", "-h", "-r", "-o", "%i %T %R").out.decode().splitlines()

    def wait(self, seconds):
        """Waits until no job is left; requeued ones need not wait for their delay."""
        def over():
            for line in self.waiting():
                if "BeginTime" in line:
                    self.command("scontrol", "update", f"JobId={line.split()[0]}", "StartTime=now")
            return not self.waiting()
        return wait_until(over, seconds, 1)

    def outcome(self, job):
        """The states in which a job's tasks ended, as `scontrol` still knows them, and how often each was requeued."""
        text = self.command("scontrol", "show", "job", job).out.decode()
        return re.findall(r"JobState=(\w+)", text), [int(n) for n in re.findall(r"Restarts=(\d+)", text)]

    def _workers(self, node):
        """The processes of a node's tasks, and the step daemons above them."""
        found = set()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                words = (entry / "environ").read_bytes().split(b"\0")
                if f"SLURM_CONF={self.folder}/slurm.conf".encode() in words and f"SLURMD_NODENAME={node}".encode() in words:
                    found.add(int(entry.name))
                    parent = int(re.search(r"PPid:\s+(\d+)", (entry / "status").read_text())[1])
                    if (Path("/proc") / str(parent) / "comm").read_text().startswith("slurmstepd"):
                        found.add(parent)
        return found

    def kill_node(self, node):
        """SIGKILL to a node: its daemon, the daemons of its steps, and its tasks. How many processes that were."""
        child = self.children.pop(node)
        child.kill()
        child.wait()
        workers = self._workers(node)
        for pid in workers:
            _kill(pid)
        return 1 + len(workers)


def _kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
