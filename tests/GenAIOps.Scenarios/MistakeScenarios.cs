using System.Net;
using System.Net.Sockets;

namespace GenAIOps.Scenarios;

/// <summary>What a person mistypes or breaks is said in one line, with its exit code.</summary>
public sealed class MistakeScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    [Theory]
    [InlineData("RelaseProd", "ReleaseProd")]
    [InlineData("--cloud aws", "emulator")]
    [InlineData("--emulator-prot 1", "--emulator-port")]
    public async Task AMistypedWordIsNamedWithWhatWasMeant(string arguments, string meant) =>
        (await _world.BuildAsync(arguments.Split(' '))).MustEndWith(2).Saying(meant);

    [Fact]
    public async Task ATakenPortIsNamed()
    {
        await using var world = World.Create();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (await world.BuildAsync("LocalUp", "--emulator-port", $"{port}")).MustEndWith(6).Saying($"{port}");
    }

    [Fact]
    public async Task AnAgentThatDoesNotCompileIsNotTested() =>
        await WithAsync("src/SupportAgent/Program.cs", "this does not compile", async () => (await _world.BuildAsync()).MustEndWith(1).Saying("Program.cs(").Saying("do not compile"));

    [Fact]
    public async Task ABuildThatDoesNotCompileRunsNothing() =>
        await WithAsync("build/Build.cs", "this does not compile", async () => (await _world.BuildAsync()).MustEndWith(1).Saying("Nothing was run"));

    [Fact]
    public async Task AVariableOfAgentYamlThatNobodyKnowsIsNamedWithItsLine() =>
        await WithAsync("src/SupportAgent/agent.yaml", "  - name: SEARCH\n    value: ${SEARCH_ENDPOINT}\n", async () => (await _world.BuildAsync()).MustEndWith(2).Saying("agent.yaml, line").Saying("${SEARCH_ENDPOINT}"));

    [Fact]
    public async Task AChangedRowIsRefusedUntilItIsLocked() =>
        await WithAsync("src/SupportAgent/evaluation/datasets.lock.json", "\n", async () =>
            await WithAsync("src/SupportAgent/evaluation/golden.jsonl", """{"id": "g-new", "query": "Is there a new row?", "ground_truth": "Yes."}""" + "\n", async () =>
            {
                (await _world.BuildAsync("DeployDev", "--skip", "Test")).MustEndWith(2).Saying("golden.jsonl has 131 rows").Saying("./build.sh LockDatasets");
                (await _world.BuildAsync("LockDatasets")).MustEndWith(0).Saying("golden.jsonl: 131 rows");
                (await _world.BuildAsync("DeployDev", "--skip", "Test")).MustEndWith(0);
            }));

    private Task WithAsync(string file, string appended, Func<Task> act) => _world.WithAsync(file, text => text + appended, act);
}
