"""Checks what browsers run: the types of scripts (`types`, with TypeScript), and the style of scripts and style sheets
(`style`, with Biome).

Both come from npm, each as one package without others; nothing is built or bundled, and a site never needs them.
"""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import _npm
from _environment import ROOT, Refusal, main

TYPESCRIPT = (
    "typescript",
    "6.0.3",
    "sha512-y2TvuxSZPDyQakkFRPZHKFm+KKVqIisdg9/CZwm9ftvKXLP8NRWj38/ODjNbr43SsoXqNuAisEf1GdCxqWcdBw==",
)
"""The last that is one package for all systems."""

BIOME = "2.6.8"
BIOME_FOR = {
    # Linked with all that it needs, so that it runs with every C library.
    "linux-x64-musl": "64Yzo+J4fEk7Kf9SMnVdVxC+Y2A2e/L86QTP9JjGQ57lsddyELLpbBcNMxSJggre2T1AvISwwSrOApkBAHDqNA==",
    "linux-arm64-musl": "WB9PhOitX+bRc0G3+GNJGlvbKoWn3JoB9z4E04JQizIC9aPCQyIvwvWG7QZHxw6k20Fi+dHLmZ2fSEmBa9HqiA==",
    "darwin-x64": "QWWUPjlA0RnkkgYnFLUHZu+RrDc0FdK0A+wEPA+dENQJwsuSHMH89lspnAw2QUWWc9VHyfluGx1Xmp6Y2GZi8Q==",
    "darwin-arm64": "DHyj+JnRHcn4YdvpiqgTFZMYKSPELMCfFpNNlEuu1L8DKTGXhzW7raIwdsbo2Ie9nCljQLAQkVWQk/mwM0ueiA==",
    "win32-x64": "cD6HvGczZUiAYsY8s2TxxXj2AHFzEdMomvVJfEjzOjBM45nGqIDfBpbtvwGQzDCN8X2yKKk9u1jnDZisT2nxIg==",
    "win32-arm64": "ezjCEZzHIWE2pdh83a7zLVcAAcDaERcTcvfA7uWlxqz/1CuDxgtfO19pDg9B6YY4wKYIDvYBw2QCMnqIshSwmw==",
}
"""The SHA-512 of its package for each system."""


def check(arguments: list[str]) -> int:
    """Run the check that is named; with more arguments for it, such as `style --write`, which mends what it can."""
    checks = {"types": types, "style": style}
    if not arguments or arguments[0] not in checks:
        raise Refusal(f"Name a check: {' or '.join(checks)}.")
    return subprocess.run([*checks[arguments[0]](), *arguments[1:]], cwd=ROOT, check=False).returncode


def types() -> list[str]:
    """The command for `tsconfig.json`."""
    return [*_npm.node(), str(_npm.package(*TYPESCRIPT) / "lib" / "tsc.js"), "--project", str(ROOT)]


def style() -> list[str]:
    """The command for `biome.jsonc`."""
    program = biome(sys.platform, platform.machine())
    program.chmod(0o755)
    return [str(program), "check", "--error-on-warnings"]


def biome(system: str, machine: str) -> Path:
    """The program for a system, as Python names that."""
    processor = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(machine.lower(), machine)
    target = f"{system}-{processor}" + ("-musl" if system == "linux" else "")
    if target not in BIOME_FOR:
        raise Refusal(f"Biome, which checks style sheets and scripts, has no program for {system} on {machine}.")
    folder = _npm.package(f"@biomejs/cli-{target}", BIOME, f"sha512-{BIOME_FOR[target]}")
    return folder / ("biome.exe" if system == "win32" else "biome")


if __name__ == "__main__":
    main(check)
