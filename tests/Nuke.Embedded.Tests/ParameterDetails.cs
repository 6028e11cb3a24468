using Nuke.Common;
using Nuke.Common.IO;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class ParameterDetails : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [ParameterPrefix("AgentPrefix")]
    private interface IHaveAgent : INukeBuild
    {
        [Parameter("What it is called")] string? Name => TryGetValue(() => Name);
        [Parameter(Name = "Endpoint")] Uri? Address => TryGetValue(() => Address);
    }

    private sealed class Build : NukeBuild, IHaveAgent
    {
        [Parameter] public readonly string? Name;
        [Parameter(ValueProviderMember = nameof(Regions))] private readonly string? Region;
        [Parameter(ValueProviderType = typeof(Clouds), ValueProviderMember = nameof(Clouds.Known))] private readonly string[] Cloud = [];
        [Parameter(List = false), Optional] private readonly string? Hidden;

        private static IEnumerable<string> Regions => ["west", "north"];

        private T From<T>()
            where T : INukeBuild => (T)(object)this;

        public Target Show => _ => _.Executes(() =>
            Serilog.Log.Information("ran {Values}", $"{Name}|{From<IHaveAgent>().Name}|{From<IHaveAgent>().Address}|{Region}|{string.Join('/', Cloud)}|{Hidden}"));

        public Target Ask => _ => _.Requires(() => From<IHaveAgent>().Name).Executes(Say("Ask"));
    }

    private static class Clouds
    {
        public static readonly IEnumerable<string> Known = ["public", "china"];
    }

    private sealed class Mistaken : NukeBuild
    {
        [Parameter(ValueProviderMember = "Nothing")] public readonly string? Region;
        public Target Show => _ => _.Executes(Say("Show"));
    }

    [Fact]
    public async Task AComponentsPrefixTellsItsParametersFromOthers()
    {
        Assert.Equal("own|agent|https://localhost/|||", (await _world.RunAsync<Build>("Show --name own --agent-name agent --agent-endpoint https://localhost")).Ran);

        _world.Variables["AGENT_NAME"] = "fromEnvironment";
        Assert.Equal("|fromEnvironment||||", (await _world.RunAsync<Build>("Show")).Ran);
    }

    [Fact]
    public async Task APrefixedParameterIsAskedForByItsWholeName()
    {
        var result = await _world.RunAsync<Build>("Ask --name own");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Target 'Ask' requires --agent-name (What it is called). Give it as --agent-name <value>, or in the environment as AGENT_NAME.", result.Output);
    }

    [Fact]
    public async Task AWrongPrefixIsCorrected()
    {
        var result = await _world.RunAsync<Build>("Show --agnt-name x");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Did you mean '--agent-name'?", result.Output);
    }

    [Fact]
    public async Task ProvidedValuesAreSuggestedAndNoneIsForbidden()
    {
        var help = (await _world.RunAsync<Build>("--help")).Output;
        Assert.Matches("--region <value> +Such as west, north\\.", help);
        Assert.Matches("--cloud <values> +Such as public, china\\.", help);
        Assert.DoesNotContain("--hidden", help);
        Assert.Equal("|||east|moon|x", (await _world.RunAsync<Build>("Show --region east --cloud moon --hidden x")).Ran);
    }

    [Fact]
    public async Task AProviderThatIsNoneIsNamed()
    {
        var result = await _world.RunAsync<Mistaken>("--help");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Parameter 'Region': its value provider 'Mistaken.Nothing' is no field or property of type IEnumerable<string>.", result.Output);
    }

    [Fact]
    public async Task TheSchemaIsWrittenWhenItWouldChange()
    {
        var file = _world.Root / ".nuke" / "build.schema.json";
        Assert.Contains("Wrote .nuke/build.schema.json.", (await _world.RunAsync<Build>("--generate-schema")).Output);
        using (var schema = System.Text.Json.JsonDocument.Parse(file.ReadAllText()))
        {
            var properties = schema.RootElement.GetProperty("allOf")[0].GetProperty("properties");
            Assert.Equal("string", properties.GetProperty("AgentName").GetProperty("type").GetString());
            Assert.Equal(["west", "north"], properties.GetProperty("Region").GetProperty("examples").EnumerateArray().Select(x => x.GetString()));
            Assert.Equal(["Ask", "Show"], schema.RootElement.GetProperty("definitions").GetProperty("ExecutableTarget").GetProperty("enum").EnumerateArray().Select(x => x.GetString()));
            Assert.True(schema.RootElement.GetProperty("definitions").GetProperty("NukeBuild").GetProperty("properties").TryGetProperty("Partition", out _));
        }

        var before = File.GetLastWriteTimeUtc(file);
        Assert.Contains(".nuke/build.schema.json is up to date.", (await _world.RunAsync<Build>("--generate-schema")).Output);
        Assert.Equal(before, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public async Task AProfileMayBeNamedInTheEnvironment()
    {
        _world.With(".nuke/parameters.a.json", """{ "Name": "a", "AgentName": "x" }""").With(".nuke/parameters.b.json", """{ "Name": "b" }""");
        _world.Variables["NUKE_PROFILE"] = "a b";
        Assert.Equal("b|x||||", (await _world.RunAsync<Build>("Show")).Ran);
    }
}
