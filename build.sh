#!/usr/bin/env bash
# Compiles the build when its sources changed, then runs it. Everything after that is C#: build/Build.cs.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
temp="$root/.nuke/temp"
dll="$root/build/bin/ready/_build.dll"
emulator="$root/src/GenAIOps.Emulator/bin/Release/net10.0/GenAIOps.Emulator.dll"
stamp="$temp/build.stamp"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No server outlives the build: compilers and MSBuild nodes end with it.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
# The analyzers cost as much as the compilers. They run in CI, in an editor and in a plain 'dotnet build', not where somebody waits for a release.
[ "${CI:-}${TF_BUILD:-}" ] || export RunAnalyzers=false

fail() { # exit code, message
    printf '%s\n' "$2" >&2
    exit "$1"
}

command -v dotnet >/dev/null 2>&1 || fail 6 "The .NET SDK is not on the PATH. Install .NET 10 (https://dot.net), then run ./build.sh again."
mkdir -p "$temp" 2>/dev/null && : >>"$temp/build.log" 2>/dev/null \
    || fail 6 "$temp cannot be written to: the disk is full, or the folder belongs to somebody else. Make room or take ownership, then run ./build.sh again."

# What the build is compiled from. Content decides; what the file system says of the files only saves reading them.
inputs() { # find's last words
    cd "$root" && find build src global.json Directory.Build.props Directory.Packages.props .editorconfig \
        \( -name bin -o -name obj -o -path src/SupportAgent \) -prune -o -type f "$@"
}

observed() { # size, mode, and both times of every input and of the compiled build: a change cannot hide its ctime
    case "$OSTYPE" in
        linux*) { inputs -printf '%p %m %s %T@ %C@\n'; stat -c '%s %.Y %.Z' "$dll"; } ;;
        *) { inputs -exec stat -f '%N %p %z %Fm %Fc' {} +; stat -f '%z %Fm %Fc' "$dll"; } ;;
    esac 2>/dev/null | LC_ALL=C sort | cksum
}

content() { # of the build's own sources, of all else, and the sources' names: three words
    local sum=(shasum -a 256) sums
    command -v sha256sum >/dev/null 2>&1 && sum=(sha256sum)
    sums="$(inputs -print0 | LC_ALL=C sort -z | (cd "$root" && xargs -0 "${sum[@]}"))"
    printf '%s\n' \
        "$(grep ' build/.*\.cs$' <<<"$sums" | "${sum[@]}" | cut -c1-64)" \
        "$(grep -v ' build/.*\.cs$' <<<"$sums" | "${sum[@]}" | cut -c1-64)" \
        "$(grep ' build/.*\.cs$' <<<"$sums" | cut -c67- | "${sum[@]}" | cut -c1-64)" | paste -s -d ' ' -
}

up_to_date() {
    [ -f "$dll" ] && [ -f "$emulator" ] && [ -f "$stamp" ] || return 1
    { read -r was_observed && read -r was_content; } <"$stamp" || return 1
    local now
    now="$(observed)"
    [ "$now" = "$was_observed" ] && return 0
    [ "$(content)" = "$was_content" ] && printf '%s\n%s\n' "$now" "$was_content" >"$stamp"
}

# An edit of the build's own sources alone: the compiler with the arguments of the last full build, without MSBuild. Whatever it finds
# wrong is left to the full build to tell.
compile_edit() {
    local obj="$root/build/obj/Release/net10.0" compiler folder is was
    [ -f "$obj/csc.rsp" ] && { read -r compiler && read -r folder; } <"$obj/csc.path" || return 1
    [ -f "$compiler" ] && [ -f "$emulator" ] && [ "$folder" = "$root/build/" ] && [ -n "${was_content:-}" ] || return 1
    read -r -a is <<<"$1"
    read -r -a was <<<"$was_content"
    [ "${is[1]}" = "${was[1]}" ] && [ "${is[2]}" = "${was[2]}" ] || return 1
    # Without analyzers, and without .NET's own generators: where one of these is needed the compiler fails, and the full build has its turn. COM's alone would not fail.
    ! grep -rqs --include='*.cs' GeneratedComInterface "$root/build" || return 1
    grep -Ev '^/analyzer:.*/(Microsoft\.NET\.Sdk|Microsoft\.(NETCore|AspNetCore)\.App\.Ref|microsoft\.extensions\.[a-z.]*|system\.clientmodel)/' "$obj/csc.rsp" >"$obj/edit.rsp" || return 1
    (cd "$root/build" && DOTNET_TieredPGO=0 dotnet exec "$compiler" -noconfig -skipanalyzers+ "@$obj/edit.rsp") >"$temp/build.log" 2>&1 || return 1
    cp "$obj/_build.dll" "$root/build/bin/Release/net10.0/" && cp "$obj/_build.pdb" "$root/build/bin/Release/net10.0/" 2>/dev/null
    cp "$obj/_build.dll" "$dll"
}

# The compilers of one compilation share a server that nobody else uses, and that ends with them.
server="genaiops-$$"
end_server() {
    local version sdks
    version="$(dotnet --version)" && sdks="$(dotnet --list-sdks | sed -n "s/^$version \[\(.*\)\]$/\1/p")" \
        && dotnet exec "$sdks/$version/Roslyn/bincore/VBCSCompiler.dll" -shutdown "-pipename:$server"
} >/dev/null 2>&1

# What stands between the command and the build's first line, on stderr: what the build prints may be for a program. On a terminal it counts the seconds.
ticker=""
say_compiling() {
    local what="Compiling the build" began=$SECONDS
    [ -f "$dll" ] || what="$what (the first time this takes about a minute)"
    printf '%s …' "$what" >&2
    if [ -t 2 ]; then
        # It ends with this process, however that ends, and holds neither the lock nor what the build prints to.
        (while sleep 1 && kill -0 $$ 2>/dev/null; do printf '\r%s … %d s' "$what" $((SECONDS - began)) >&2; done) </dev/null >/dev/null 9>&- &
        ticker=$!
    else
        printf '\n' >&2
    fi
}

end_ticker() {
    [ -n "$ticker" ] || return 0
    { kill "$ticker" && wait "$ticker"; } 2>/dev/null || true
    ticker=""
    printf '\n' >&2
}

compile() {
    local before
    say_compiling
    trap end_ticker EXIT
    before="$(content)"
    if ! compile_edit "$before"; then
        dotnet --version >/dev/null 2>&1 || fail 6 "global.json asks for a .NET 10 SDK, and 'dotnet --list-sdks' shows none. Install .NET 10 (https://dot.net), then run ./build.sh again."
        trap 'end_ticker; end_server' EXIT
        if ! dotnet build "$root/build/_build.csproj" -c Release -v quiet -nologo -clp:NoSummary -p:UseSharedCompilation=true "-p:SharedCompilationId=$server" >"$temp/build.log" 2>&1; then
            end_ticker
            grep -E 'error|rror:' "$temp/build.log" | sort -u | head -20 >&2 || true
            if grep -qi 'no space left' "$temp/build.log"; then fail 6 "The disk is full: the build could not be compiled. Make room, then run ./build.sh again."; fi
            fail 1 "The build itself does not compile (the errors are above, the whole log is in .nuke/temp/build.log). Nothing was run."
        fi
        end_server || true
    fi
    trap - EXIT
    end_ticker
    printf '%s\n%s\n' "$(observed)" "$before" >"$stamp"
}

if ! up_to_date; then
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
