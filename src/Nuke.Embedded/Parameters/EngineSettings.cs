using System.Globalization;
using Nuke.Common.CI;
using Nuke.Common.IO;
using Nuke.Common.Sessions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>What the engine's own options say. In the environment they need the prefix: <c>NUKE_VERBOSITY</c>.</summary>
internal sealed record EngineSettings
{
    public required AbsolutePath Root { get; init; }
    public required ParameterFiles Files { get; init; }
    public required Host Host { get; init; }
    public required Verbosity Verbosity { get; init; }
    public required bool NoLogo { get; init; }
    public required Partition Partition { get; init; }

    /// <summary>Whether the output is a stream of JSON objects.</summary>
    public required bool Json { get; init; }

    public required bool NoCache { get; init; }

    /// <summary>Where the cache is; null for the default.</summary>
    public required string? Cache { get; init; }

    /// <summary>How many targets may run at once, 1 or more.</summary>
    public required int Parallel { get; init; }

    /// <param name="line">The command line.</param>
    /// <param name="environment">The surroundings.</param>
    /// <param name="problems">Takes what is wrong, except for a missing root.</param>
    /// <exception cref="InvalidInputException">There is no root directory.</exception>
    public static EngineSettings Read(CommandLine line, BuildEnvironment environment, List<string> problems)
    {
        var root = FindRoot(line, environment);
        var profiles = line.Options.GetValueOrDefault(EngineOption.Profile)
            ?? Variable(EngineOption.Profile, environment)?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).ToList()
            ?? [];
        var files = ParameterFiles.Read(root, profiles, problems);

        string? Text(EngineOption option)
        {
            if ((line.Text(option) ?? Variable(option, environment)) is { } text) return text;
            return files.Find(option.Name)?.Texts.FirstOrDefault();
        }

        return new EngineSettings
        {
            Root = root,
            Files = files,
            Host = Hosts.Detect(environment.Variables, OneOf(Text(EngineOption.Host), Hosts.Names, EngineOption.Host, problems)),
            Verbosity = OneOf(Text(EngineOption.Verbosity), Enum.GetNames<Verbosity>(), EngineOption.Verbosity, problems) is { } verbosity
                ? Enum.Parse<Verbosity>(verbosity)
                : Verbosity.Normal,
            Parallel = Number(Text(EngineOption.Parallel), problems) ?? Environment.ProcessorCount,
            Partition = PartitionOf(line.Text(EngineOption.Partition) ?? Variable(EngineOption.Partition, environment), problems),
            Json = line.Has(EngineOption.Json),
            NoCache = line.Has(EngineOption.NoCache),
            Cache = Text(EngineOption.Cache),
            NoLogo = bool.TryParse(Text(EngineOption.NoLogo), out var noLogo) && noLogo,
        };
    }

    private static AbsolutePath FindRoot(CommandLine line, BuildEnvironment environment)
    {
        var given = line.Text(EngineOption.Root) ?? Variable(EngineOption.Root, environment);
        if (given is not null)
        {
            var root = AbsolutePath.Create(Path.GetFullPath(given, environment.WorkingDirectory));
            return root.DirectoryExists() ? root : throw new InvalidInputException($"--root: '{root}' is no directory.");
        }

        return RootFinder.Find(environment.WorkingDirectory)
            ?? (environment.AssemblyDirectory is { } assembly ? RootFinder.Find(assembly) : null)
            ?? throw new InvalidInputException(
                $"No .nuke directory in '{environment.WorkingDirectory}' or above it. Make one to mark the root directory, or add --root <path>.");
    }

    private static int? Number(string? text, List<string> problems)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        problems.Add($"{EngineOption.Parallel.Text}: '{text}' must be a number of 1 or more.");
        return null;
    }

    private static Partition PartitionOf(string? text, List<string> problems)
    {
        try
        {
            return text is null ? Partition.Single : Partition.Parse(text);
        }
        catch (InvalidInputException e)
        {
            problems.Add($"{EngineOption.Partition.Text}: {e.Message}");
            return Partition.Single;
        }
    }

    private static string? OneOf(string? text, IReadOnlyList<string> choices, EngineOption option, List<string> problems)
    {
        if (text is null) return null;
        var choice = choices.FirstOrDefault(x => x.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (choice is null) problems.Add($"{option.Text}: '{text}' must be one of {string.Join(", ", choices)}.{DidYouMean.Hint(text, choices)}");
        return choice;
    }

    private static string? Variable(EngineOption option, BuildEnvironment environment) =>
        environment.Variables.GetValueOrDefault("NUKE_" + option.Name.Replace('-', '_').ToUpperInvariant()) is { Length: > 0 } text ? text : null;
}
