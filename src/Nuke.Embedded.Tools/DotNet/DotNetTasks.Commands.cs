using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

// One command each: by settings, by a lambda that makes them, or by one that makes several variants.
public static partial class DotNetTasks
{
    /// <summary>Restores the packages of projects.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetRestore(DotNetRestoreSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetRestore(DotNetRestoreSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetRestore(Configure<DotNetRestoreSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetRestore(DotNetRestoreSettings?)"/>
    public static IEnumerable<(DotNetRestoreSettings Settings, IReadOnlyCollection<Output> Output)> DotNetRestore(
        CombinatorialConfigure<DotNetRestoreSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Builds projects.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetBuild(DotNetBuildSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetBuild(DotNetBuildSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetBuild(Configure<DotNetBuildSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetBuild(DotNetBuildSettings?)"/>
    public static IEnumerable<(DotNetBuildSettings Settings, IReadOnlyCollection<Output> Output)> DotNetBuild(
        CombinatorialConfigure<DotNetBuildSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Runs tests.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetTest(DotNetTestSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetTest(DotNetTestSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetTest(Configure<DotNetTestSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetTest(DotNetTestSettings?)"/>
    public static IEnumerable<(DotNetTestSettings Settings, IReadOnlyCollection<Output> Output)> DotNetTest(
        CombinatorialConfigure<DotNetTestSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Makes packages of projects.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetPack(DotNetPackSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetPack(DotNetPackSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetPack(Configure<DotNetPackSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetPack(DotNetPackSettings?)"/>
    public static IEnumerable<(DotNetPackSettings Settings, IReadOnlyCollection<Output> Output)> DotNetPack(
        CombinatorialConfigure<DotNetPackSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Writes all that an application needs to a folder.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetPublish(DotNetPublishSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetPublish(DotNetPublishSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetPublish(Configure<DotNetPublishSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetPublish(DotNetPublishSettings?)"/>
    public static IEnumerable<(DotNetPublishSettings Settings, IReadOnlyCollection<Output> Output)> DotNetPublish(
        CombinatorialConfigure<DotNetPublishSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Builds and runs an application.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetRun(DotNetRunSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetRun(DotNetRunSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetRun(Configure<DotNetRunSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetRun(DotNetRunSettings?)"/>
    public static IEnumerable<(DotNetRunSettings Settings, IReadOnlyCollection<Output> Output)> DotNetRun(
        CombinatorialConfigure<DotNetRunSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Deletes what a build made.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetClean(DotNetCleanSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetClean(DotNetCleanSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetClean(Configure<DotNetCleanSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetClean(DotNetCleanSettings?)"/>
    public static IEnumerable<(DotNetCleanSettings Settings, IReadOnlyCollection<Output> Output)> DotNetClean(
        CombinatorialConfigure<DotNetCleanSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Uploads packages.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetNuGetPush(DotNetNuGetPushSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetNuGetPush(DotNetNuGetPushSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetNuGetPush(Configure<DotNetNuGetPushSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetNuGetPush(DotNetNuGetPushSettings?)"/>
    public static IEnumerable<(DotNetNuGetPushSettings Settings, IReadOnlyCollection<Output> Output)> DotNetNuGetPush(
        CombinatorialConfigure<DotNetNuGetPushSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Restores the tools of the manifest.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetToolRestore(DotNetToolRestoreSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetToolRestore(DotNetToolRestoreSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetToolRestore(Configure<DotNetToolRestoreSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetToolRestore(DotNetToolRestoreSettings?)"/>
    public static IEnumerable<(DotNetToolRestoreSettings Settings, IReadOnlyCollection<Output> Output)> DotNetToolRestore(
        CombinatorialConfigure<DotNetToolRestoreSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);

    /// <summary>Formats source code.</summary>
    /// <returns>The lines written.</returns>
    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IReadOnlyCollection<Output> DotNetFormat(DotNetFormatSettings? options = null) => ToolRuns.Run(options);

    /// <inheritdoc cref="DotNetFormat(DotNetFormatSettings?)"/>
    public static IReadOnlyCollection<Output> DotNetFormat(Configure<DotNetFormatSettings> configurator) => ToolRuns.Run(configurator);

    /// <inheritdoc cref="DotNetFormat(DotNetFormatSettings?)"/>
    public static IEnumerable<(DotNetFormatSettings Settings, IReadOnlyCollection<Output> Output)> DotNetFormat(
        CombinatorialConfigure<DotNetFormatSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        ToolRuns.Run(configurator, degreeOfParallelism, completeOnFailure);
}
