[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(GenAIOps.Scenarios.ReleasedWorld))]

namespace GenAIOps.Scenarios;

/// <summary>
/// A world in which the agent has been released from nothing. Scenarios share it, one after the other; each leaves it with
/// a PROD that serves and a prompt that passes.
/// </summary>
public sealed class ReleasedWorld : IAsyncLifetime
{
    public const string Question = "How long do I have to return an item?";

    internal World World { get; } = World.Create();

    /// <summary>How the first build ended.</summary>
    internal Run First { get; private set; } = null!;

    public async ValueTask InitializeAsync() => First = (await World.BuildAsync()).MustEndWith(0);

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
