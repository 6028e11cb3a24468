#!/usr/bin/env pwsh
# Compiles the build, then runs it. Everything after that is C#: build/Build.cs.
$ErrorActionPreference = 'Stop'

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:MSBUILDDISABLENODEREUSE = '1'
$env:UseSharedCompilation = 'false'
$env:DOTNET_CLI_USE_MSBUILD_SERVER = '0'
# As in build.sh: the analyzers run in CI, in an editor and in a plain 'dotnet build'.
if (-not ($env:CI -or $env:TF_BUILD)) { $env:RunAnalyzers = 'false' }

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('The .NET SDK is not on the PATH. Install .NET 10 (https://dot.net), then run ./build.ps1 again.')
    exit 6
}

# On stderr: what the build prints may be for a program.
$first = if (Test-Path "$PSScriptRoot/build/bin/ready/_build.dll") { '' } else { ' (the first time this takes about a minute)' }
[Console]::Error.WriteLine("Compiling the build$first ...")
$compiler = dotnet build "$PSScriptRoot/build/_build.csproj" -c Release -v quiet -nologo -clp:NoSummary
if ($LASTEXITCODE -ne 0) {
    $compiler | ForEach-Object { [Console]::Error.WriteLine($_) }
    [Console]::Error.WriteLine('The build itself does not compile (the errors are above). Nothing was run.')
    exit 1
}

dotnet "$PSScriptRoot/build/bin/ready/_build.dll" @args
exit $LASTEXITCODE
