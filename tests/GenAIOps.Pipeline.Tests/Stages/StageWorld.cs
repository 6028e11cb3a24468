using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Tests.Support;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Testing;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>A repository whose build has every component. A test says what Build.cs says, and runs targets, or code inside of one. There is no emulator to start.</summary>
internal sealed class StageWorld : IDisposable
{
    private static readonly AsyncLocal<StageWorld?> s_current = new();

    public Folder Folder { get; } = new();

    public AbsolutePath Root => Folder.Root;

    public Func<AbsolutePath, IReadOnlyList<AgentDefinition>> Agents { get; set; } = root => [Agent(root)];

    public IReadOnlyList<DeploymentEnvironment> Environments { get; set; } = DeploymentEnvironment.Defaults;

    public void Dispose() => Folder.Dispose();

    public static AgentDefinition Agent(AbsolutePath root, string name = "agent") => new(name, root / "src" / name, "/_/build/Build.cs", 11)
    {
        Title = "Agent",
        Solution = root / "Agent.sln",
        Tests = ["tests/*.Tests"],
        EmulatorBinaries = root / "no-emulator",
    };

    public Task<BuildTestResult<StageBuild>> RunAsync(params string[] arguments) => RunAsync<StageBuild>(null, arguments);

    /// <summary>Runs a stage as a target does.</summary>
    public Task<BuildTestResult<StageBuild>> ActAsync(Func<BuildContext, CancellationToken, Task> stage, params string[] arguments) => RunAsync<StageBuild>(stage, ["Act", .. arguments]);

    /// <inheritdoc cref="ActAsync(Func{BuildContext, CancellationToken, Task}, string[])"/>
    public async Task<BuildTestResult<StageBuild>> ActAsync(Action<BuildContext> stage, params string[] arguments) => await ActAsync((context, _) =>
    {
        stage(context);
        return Task.CompletedTask;
    }, arguments);

    public async Task<BuildTestResult<T>> RunAsync<T>(Func<BuildContext, CancellationToken, Task>? stage, params string[] arguments)
        where T : NukeBuild, new()
    {
        s_current.Value = this;
        Stage = stage;
        using BuildTest<T> test = new(Root);
        return await test.RunAsync(arguments, TestContext.Current.CancellationToken);
    }

    internal static StageWorld Current => s_current.Value!;

    internal Func<BuildContext, CancellationToken, Task>? Stage { get; private set; }
}
