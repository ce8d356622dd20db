"""`completion`: a script that completes verbs and options of `./acervo` in bash, zsh or fish."""

from __future__ import annotations

import argparse
import shlex
import subprocess

from stack import build
from stack.errors import OK

SHELLS = ("bash", "zsh", "fish")
# The path of verbs so far is found word by word; what it may be followed by stands in the table.
BASH = """\
# Completion of ./acervo. Load it with:  source <(./acervo completion bash)
declare -gA _acervo_words=(
{table}
)
_acervo() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} path=acervo word
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        [[ -n ${{_acervo_words["$path $word"]+known}} ]] && path="$path $word"
    done
    COMPREPLY=($(compgen -W "${{_acervo_words["$path"]}}" -- "$current"))
}}
complete -o default -F _acervo acervo ./acervo
"""
ZSH = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS)


def script(shell: str, words: dict[str, list[str]]) -> str:
    """`words`: by the path of verbs ("acervo", "acervo assets list"), the verbs and options that may follow."""
    if shell == "fish":
        return _fish(words)
    table = "\n".join(f"    [{shlex.quote(path)}]={shlex.quote(' '.join(follow))}" for path, follow in words.items())
    return (ZSH if shell == "zsh" else "") + BASH.format(table=table)


def _fish(words: dict[str, list[str]]) -> str:
    lines = ["# Completion of ./acervo. Load it with:  ./acervo completion fish | source"]
    for path, follow in words.items():
        verbs = path.split()[1:]
        seen = " ; and ".join(f"__fish_seen_subcommand_from {verb}" for verb in verbs) or "__fish_use_subcommand"
        deeper = [word for word in follow if not word.startswith("-")]
        if verbs and deeper:
            seen += f" ; and not __fish_seen_subcommand_from {' '.join(deeper)}"
        lines += [f"complete -c acervo -n {shlex.quote(seen)} -l {word[2:]}" for word in follow if word.startswith("--")]
        if deeper:
            lines.append(f"complete -c acervo -n {shlex.quote(seen)} -a {shlex.quote(' '.join(deeper))}")
    return "\n".join(lines) + "\n"


def options_of(parser: argparse.ArgumentParser) -> list[str]:
    """Those that argparse knows; it has no public way to ask."""
    return sorted(option for option in parser._option_string_actions if option.startswith("--"))


def product_words() -> dict[str, list[str]]:
    """Of the C++ command line, as it says itself; nothing before it is built."""
    program = build.program("acervo-cli")
    if not program.exists():
        return {}
    done = subprocess.run([program, "--print-commands"], capture_output=True, text=True, timeout=30)
    words: dict[str, list[str]] = {}
    for line in done.stdout.splitlines() if done.returncode == OK else []:
        path, _, follow = line.partition("\t")
        words[path] = follow.split()
    return words
