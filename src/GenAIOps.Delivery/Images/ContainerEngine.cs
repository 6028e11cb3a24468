using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GenAIOps.Delivery.Images;

/// <summary>Builds a Dockerfile with whichever engine is there.</summary>
/// <param name="Name">docker, podman or buildah.</param>
/// <param name="Commands">What is run, one after the other; <c>{0}</c> is a name of the image for this build alone.</param>
internal sealed record ContainerEngine(string Name, Func<DockerfileBuild, IReadOnlyList<string[]>> Commands)
{
    private static readonly ContainerEngine[] s_known =
    [
        // Without BuildKit's own attestations: their times would make two digests of one source. Ours are attached as evidence.
        new("docker", x => [["buildx", "build", "--provenance=false", "--sbom=false", "--build-arg", $"SOURCE_DATE_EPOCH={x.Epoch}", "--output", $"type=oci,dest={x.Archive},rewrite-timestamp=true", .. Arguments(x), x.Context]]),
        new("podman", x => [["build", "--timestamp", x.Epoch, "--tag", x.Tag, .. Arguments(x), x.Context], ["save", "--format", "oci-archive", "--output", x.Archive, x.Tag], ["rmi", x.Tag]]),
        new("buildah", x => [["build", "--timestamp", x.Epoch, "--tag", x.Tag, .. Arguments(x), x.Context], ["push", x.Tag, $"oci-archive:{x.Archive}"], ["rmi", x.Tag]]),
    ];

    /// <exception cref="InvalidDataException">None is there, or the one that was asked for is not.</exception>
    public static ContainerEngine Find(string? name, Func<string, bool> isThere)
    {
        var wanted = name is null ? s_known : s_known.Where(x => x.Name == name).ToArray();
        if (wanted.Length == 0) throw new InvalidDataException($"'{name}' is no container engine that is known here. Use {string.Join(", ", s_known.Select(x => x.Name))}.");
        return wanted.FirstOrDefault(x => isThere(x.Name))
            ?? throw new InvalidDataException($"A Dockerfile needs {(name is null ? "docker, podman or buildah" : name)}, and it is not on the PATH. Nothing was built. Install one, or ship an existing image with Image.FromRegistry.");
    }

    /// <summary>Builds, and takes the image in.</summary>
    /// <exception cref="InvalidDataException">The engine failed; its last lines say why.</exception>
    public async Task<BuiltImage> BuildAsync(DockerfileBuild build, string layoutFolder, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var command in Commands(build)) await RunAsync(command, cancellationToken);
            return LayoutArchive.Read(build.Archive, layoutFolder);
        }
        finally
        {
            File.Delete(build.Archive);
        }
    }

    /// <summary>Whether a command answers.</summary>
    public static bool IsThere(string name)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, name == "docker" ? ["buildx", "version"] : ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static IEnumerable<string> Arguments(DockerfileBuild build) =>
        ["--file", build.Dockerfile, .. build.Arguments.OrderBy(x => x.Key, StringComparer.Ordinal).SelectMany(x => new[] { "--build-arg", $"{x.Key}={x.Value}" })];

    private async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidDataException($"{Name} could not be started.");
        await using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return;
        var lines = (await output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        throw new InvalidDataException($"{Name} {arguments[0]} ended with {process.ExitCode}. Nothing was deployed. Its last lines: {string.Join(" | ", lines.TakeLast(5))}");
    }
}

/// <summary>What an engine is asked for.</summary>
internal sealed record DockerfileBuild(string Dockerfile, string Context, string Archive, DateTimeOffset Created, IReadOnlyDictionary<string, string> Arguments)
{
    public string Epoch => Created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Of this build alone, so that two at once do not meet.</summary>
    public string Tag { get; } = $"localhost/genaiops-build:{Guid.NewGuid():n}";
}
