using GenAIOps.Emulator.Registry;

namespace GenAIOps.Emulator.Hosting;

/// <summary>An image's entry point, as this machine starts it.</summary>
internal sealed record ImageCommand(string FileName, IReadOnlyList<string> Arguments, string WorkingFolder)
{
    /// <exception cref="WorkloadStartException">The image names no entry point, or one that it does not contain.</exception>
    public static ImageCommand Resolve(UnpackedImage image, ImageStart start)
    {
        IEnumerable<string> entry = start.Command is { Count: > 0 } command ? command : image.Config.Entrypoint;
        // As in Kubernetes: a command of the container's own also drops the image's arguments.
        IEnumerable<string> rest = start.Arguments is { Count: > 0 } arguments ? arguments : start.Command is { Count: > 0 } ? [] : image.Config.Cmd;
        string[] words = [.. entry, .. rest];
        if (words is not [var program, ..])
            throw new WorkloadStartException($"Image '{start.Image}' has neither an Entrypoint nor a Cmd, so there is nothing to run.");
        string folder = image.Map(image.Config.WorkingDir);
        if (!Directory.Exists(folder))
            throw new WorkloadStartException($"Image '{start.Image}' has WorkingDir '{image.Config.WorkingDir}', which is not in its layers.");
        return new ImageCommand(FindProgram(program, image, folder, start.Image), [.. words.Skip(1).Select(word => MapArgument(word, image))], folder);
    }

    private static string FindProgram(string program, UnpackedImage image, string folder, string reference)
    {
        if (program is "dotnet" || program.EndsWith("/dotnet", StringComparison.Ordinal)) return HostDotnet();
        IEnumerable<string> candidates = program.StartsWith('/') ? [image.Map(program)]
            : program.Contains('/', StringComparison.Ordinal) ? [Path.Combine(folder, program)]
            : image.SearchPath.Select(directory => Path.Combine(image.Map(directory), program));
        return candidates.FirstOrDefault(File.Exists) is { } found
            ? found
            : throw new WorkloadStartException($"Image '{reference}' starts '{program}', which is not in its layers. "
                + "The emulator runs programs of the image itself, and 'dotnet' from this machine.");
    }

    private static string MapArgument(string argument, UnpackedImage image) =>
        argument.StartsWith('/') && Path.Exists(image.Map(argument)) ? image.Map(argument) : argument;

    private static string HostDotnet()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        IEnumerable<string?> folders =
        [
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? Path.GetDirectoryName(Environment.ProcessPath) : null,
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        ];
        return folders.OfType<string>().Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new WorkloadStartException("The image starts 'dotnet', and this machine has none in DOTNET_ROOT or PATH. Install the .NET runtime the image needs.");
    }
}
