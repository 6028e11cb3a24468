using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>The Docker command line.</summary>
public static class DockerTasks
{
    /// <summary>The executable in <c>DOCKER_EXE</c>, else the one in PATH.</summary>
    public static string DockerPath => ToolPathResolver.TryGetEnvironmentExecutable("DOCKER_EXE") ?? ToolPathResolver.GetPathExecutable("docker");

    /// <summary>Runs <c>docker</c> to its end: <c>Docker($"image ls")</c>.</summary>
    /// <inheritdoc cref="DotNet.DotNetTasks.DotNet(ArgumentStringHandler, string?, IReadOnlyDictionary{string, string}?, int?, bool?, bool?, Action{OutputType, string}?, Func{IProcess, object?}?)"/>
    public static IReadOnlyCollection<Output> Docker(
        ArgumentStringHandler arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<IProcess, object?>? exitHandler = null) =>
        ToolRuns.Run(DockerPath, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, exitHandler);

    /// <summary>Builds an image.</summary>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DockerBuild(DockerBuildSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DockerBuild(DockerBuildSettings?)"/>
    public static IReadOnlyCollection<Output> DockerBuild(Configure<DockerBuildSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DockerBuild(DockerBuildSettings?)"/>
    public static IEnumerable<(DockerBuildSettings Settings, IReadOnlyCollection<Output> Output)> DockerBuild(
        CombinatorialConfigure<DockerBuildSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Runs a command in a new container.</summary>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DockerRun(DockerRunSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DockerRun(DockerRunSettings?)"/>
    public static IReadOnlyCollection<Output> DockerRun(Configure<DockerRunSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DockerRun(DockerRunSettings?)"/>
    public static IEnumerable<(DockerRunSettings Settings, IReadOnlyCollection<Output> Output)> DockerRun(
        CombinatorialConfigure<DockerRunSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Downloads an image.</summary>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DockerPull(DockerPullSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DockerPull(DockerPullSettings?)"/>
    public static IReadOnlyCollection<Output> DockerPull(Configure<DockerPullSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DockerPull(DockerPullSettings?)"/>
    public static IEnumerable<(DockerPullSettings Settings, IReadOnlyCollection<Output> Output)> DockerPull(
        CombinatorialConfigure<DockerPullSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Uploads an image.</summary>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DockerPush(DockerPushSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DockerPush(DockerPushSettings?)"/>
    public static IReadOnlyCollection<Output> DockerPush(Configure<DockerPushSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DockerPush(DockerPushSettings?)"/>
    public static IEnumerable<(DockerPushSettings Settings, IReadOnlyCollection<Output> Output)> DockerPush(
        CombinatorialConfigure<DockerPushSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Gives an image another name.</summary>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DockerTag(DockerTagSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DockerTag(DockerTagSettings?)"/>
    public static IReadOnlyCollection<Output> DockerTag(Configure<DockerTagSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DockerTag(DockerTagSettings?)"/>
    public static IEnumerable<(DockerTagSettings Settings, IReadOnlyCollection<Output> Output)> DockerTag(
        CombinatorialConfigure<DockerTagSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Signs in to a registry.</summary>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DockerLogin(DockerLoginSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DockerLogin(DockerLoginSettings?)"/>
    public static IReadOnlyCollection<Output> DockerLogin(Configure<DockerLoginSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DockerLogin(DockerLoginSettings?)"/>
    public static IEnumerable<(DockerLoginSettings Settings, IReadOnlyCollection<Output> Output)> DockerLogin(
        CombinatorialConfigure<DockerLoginSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);
}
