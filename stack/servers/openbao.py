"""OpenBao (the Vault API) for secrets: one node with raft storage, unsealed by a key kept in the state folder.

The server initialises itself from its configuration: there is no moment at which keys exist only on a screen or in a
killed command.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from stack import process, toolchain
from stack.layout import Stack, write_atomically
from stack.probe import http_status
from stack.servers.base import Process, Server

CONFIG = """
ui = false
disable_mlock = true
api_addr = "http://{address}"
cluster_addr = "http://{cluster}"
# The administrator's token lives as long as the stack.
max_lease_ttl = "87600h"

listener "tcp" {{
  address = "{address}"
  cluster_address = "{cluster}"
  tls_disable = true
}}

storage "raft" {{
  path = "{folder}"
  node_id = "local"
}}

seal "static" {{
  current_key_id = "local-1"
  current_key = "file://{seal_key}"
}}

initialize "secrets" {{
  request "mount-kv" {{
    operation = "update"
    path = "sys/mounts/secret"
    data = {{ type = "kv", options = {{ version = "2" }} }}
  }}
}}

initialize "access" {{
  request "enable-approle" {{
    operation = "update"
    path = "sys/auth/approle"
    data = {{ type = "approle" }}
  }}
  request "administrator-policy" {{
    operation = "update"
    path = "sys/policies/acl/administrator"
    data = {{ policy = "path \\"*\\" {{ capabilities = [\\"create\\", \\"read\\", \\"update\\", \\"delete\\", \\"list\\", \\"sudo\\"] }}" }}
  }}
  request "administrator-token" {{
    operation = "update"
    path = "auth/token/create-orphan"
    data = {{ id = "{token}", policies = ["administrator"], period = "87600h", display_name = "administrator" }}
  }}
}}
"""


class OpenBao(Server):
    name = "openbao"
    python = True

    def prepare(self, stack: Stack) -> None:
        key = stack.state / "secrets" / "openbao_seal_key"
        if not key.exists():
            write_atomically(key, secrets.token_hex(32), mode=0o600)
        text = CONFIG.format(
            address=stack.address("openbao"),
            cluster=stack.address("openbao_cluster"),
            folder=self._raft(stack),
            seal_key=key,
            token=stack.secret("openbao_administrator"),
        )
        write_atomically(stack.config / "openbao.hcl", text.lstrip(), mode=0o600)

    def start(self, stack: Stack) -> None:
        if process.find(stack, "openbao"):
            return
        if not self._initialised(stack).exists():
            # It never came as far as `ready`: an interrupted initialisation cannot be taken up again.
            shutil.rmtree(self._raft(stack), ignore_errors=True)
        self._raft(stack).mkdir(parents=True, exist_ok=True)
        command = [toolchain.venv_program("bao"), "server", f"-config={stack.config / 'openbao.hcl'}"]
        process.spawn(stack, "openbao", command)

    def ready(self, stack: Stack) -> bool:
        # Asks for the secrets engine with the administrator's token: both come last in the initialisation.
        headers = {"X-Vault-Token": stack.secret("openbao_administrator")}
        return http_status(f"http://{stack.address('openbao')}/v1/secret/config", headers=headers) == 200

    def after_ready(self, stack: Stack) -> None:
        self._initialised(stack).touch()

    def processes(self, stack: Stack) -> list[Process]:
        return [Process("openbao", stack.address("openbao"), ("openbao", "openbao_cluster"))]

    def env(self, stack: Stack) -> dict[str, str]:
        return {
            "ACERVO_TEST_VAULT_ADDRESS": f"http://{stack.address('openbao')}",
            "ACERVO_TEST_VAULT_TOKEN": stack.secret("openbao_administrator"),
        }

    def _raft(self, stack: Stack) -> Path:
        return stack.folder("openbao") / "raft"

    def _initialised(self, stack: Stack) -> Path:
        return stack.folder("openbao") / "initialised"
