using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Npm;

/// <summary>The npm command line.</summary>
public static class NpmTasks
{
    /// <summary>The executable in <c>NPM_EXE</c>, else the one in PATH.</summary>
    public static string NpmPath => ToolPathResolver.TryGetEnvironmentExecutable("NPM_EXE") ?? ToolPathResolver.GetPathExecutable("npm");

    /// <summary>Runs <c>npm</c> to its end: <c>Npm($"test", workingDirectory: RootDirectory / "web")</c>.</summary>
    /// <inheritdoc cref="DotNet.DotNetTasks.DotNet(ArgumentStringHandler, string?, IReadOnlyDictionary{string, string}?, int?, bool?, bool?, Action{OutputType, string}?, Func{IProcess, object?}?)"/>
    public static IReadOnlyCollection<Output> Npm(
        ArgumentStringHandler arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<IProcess, object?>? exitHandler = null) =>
        ToolRuns.Run(NpmPath, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler);

    /// <summary>Installs exactly what the lock file says.</summary>
    public static IReadOnlyCollection<Output> NpmCi(NpmCiSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="NpmCi(NpmCiSettings?)"/>
    public static IReadOnlyCollection<Output> NpmCi(Configure<NpmCiSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="NpmCi(NpmCiSettings?)"/>
    public static IEnumerable<(NpmCiSettings Settings, IReadOnlyCollection<Output> Output)> NpmCi(
        CombinatorialConfigure<NpmCiSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Installs packages: those named, or those of <c>package.json</c>.</summary>
    public static IReadOnlyCollection<Output> NpmInstall(NpmInstallSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="NpmInstall(NpmInstallSettings?)"/>
    public static IReadOnlyCollection<Output> NpmInstall(Configure<NpmInstallSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="NpmInstall(NpmInstallSettings?)"/>
    public static IEnumerable<(NpmInstallSettings Settings, IReadOnlyCollection<Output> Output)> NpmInstall(
        CombinatorialConfigure<NpmInstallSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Runs a script of <c>package.json</c>.</summary>
    public static IReadOnlyCollection<Output> NpmRun(NpmRunSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="NpmRun(NpmRunSettings?)"/>
    public static IReadOnlyCollection<Output> NpmRun(Configure<NpmRunSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="NpmRun(NpmRunSettings?)"/>
    public static IEnumerable<(NpmRunSettings Settings, IReadOnlyCollection<Output> Output)> NpmRun(
        CombinatorialConfigure<NpmRunSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);
}
