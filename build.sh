#!/usr/bin/env bash
# Compiles the build when its sources changed, then runs it. Everything after that is C#: build/Build.cs.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
temp="$root/.nuke/temp"
dll="$root/build/bin/Release/net10.0/_build.dll"
stamp="$temp/build.stamp"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No server outlives the build: compilers and MSBuild nodes end with it.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0

fail() { # exit code, message
    printf '%s\n' "$2" >&2
    exit "$1"
}

command -v dotnet >/dev/null 2>&1 || fail 6 "The .NET SDK is not on the PATH. Install .NET 10 (https://dot.net), then run ./build.sh again."
dotnet --version >/dev/null 2>&1 || fail 6 "global.json asks for a .NET 10 SDK, and 'dotnet --list-sdks' shows none. Install .NET 10 (https://dot.net), then run ./build.sh again."
mkdir -p "$temp" 2>/dev/null && : >>"$temp/build.log" 2>/dev/null \
    || fail 6 "$temp cannot be written to: the disk is full, or the folder belongs to somebody else. Make room or take ownership, then run ./build.sh again."

out_of_date() {
    [ -f "$dll" ] && [ -f "$stamp" ] || return 0
    [ -n "$(find "$root/build" "$root/src" "$root/global.json" "$root/Directory.Build.props" "$root/Directory.Packages.props" \
        \( -name bin -o -name obj -o -path "$root/src/SupportAgent" \) -prune -o -newer "$stamp" -print -quit)" ]
}

compile() {
    : >"$temp/build.stamp.new"
    if ! dotnet build "$root/build/_build.csproj" -c Release -v quiet -nologo -clp:NoSummary >"$temp/build.log" 2>&1; then
        grep -E 'error|rror:' "$temp/build.log" | sort -u | head -20 >&2 || true
        if grep -qi 'no space left' "$temp/build.log"; then fail 6 "The disk is full: the build could not be compiled. Make room, then run ./build.sh again."; fi
        fail 1 "The build itself does not compile (the errors are above, the whole log is in .nuke/temp/build.log). Nothing was run."
    fi
    mv "$temp/build.stamp.new" "$stamp"
}

if out_of_date; then
    if command -v flock >/dev/null 2>&1; then
        # The same lock that a running build holds: its binaries must not be replaced under it.
        exec 9>>"$temp/build.lock"
        flock -n 9 || fail 5 "Another build is running in this folder. Wait for it to end, then run ./build.sh again."
        compile
        exec 9>&-
    else
        compile
    fi
fi

exec dotnet "$dll" "$@"
