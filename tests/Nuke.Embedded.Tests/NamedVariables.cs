using Nuke.Common;
using Nuke.Common.Execution;

namespace Nuke.Embedded.Tests;

/// <summary>A component that names its variables takes no other for a parameter, and no reference that nothing was filled in for.</summary>
public sealed class NamedVariables : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [ParameterVariables("SIGNING_KEY", "TENANT_ID")]
    private interface ISign : INukeBuild
    {
        [Parameter("Signs")] string? SigningKey => TryGetValue(() => SigningKey);
        [Parameter("Why")] string? Reason => TryGetValue(() => Reason);
        [Parameter] int? Hours => TryGetValue<int?>(() => Hours);
        [Parameter, Secret] string? Token => TryGetValue(() => Token);

        Target Sign => _ => _.Executes(() => Serilog.Log.Information("ran {Values}", $"{SigningKey}|{Reason}|{Hours}"));

        Target Explain => _ => _.Requires(() => Reason).Executes(() => { });
    }

    private sealed class Build : NukeBuild, ISign
    {
        [Parameter] public readonly string? Region;

        public Target Show => _ => _.Executes(() => Serilog.Log.Information("ran {Values}", Region));
    }

    private async Task<string> SignAsync(string arguments = "") => (await _world.RunAsync<Build>($"Sign {arguments}")).Ran;

    [Fact]
    public async Task AShellsVariableIsNoParameter()
    {
        _world.Variables["HOURS"] = "38";
        _world.Variables["Reason"] = _world.Variables["REASON"] = "of the shell";
        _world.Variables["SigningKey"] = "of the shell";
        Assert.Equal("||", await SignAsync());
    }

    [Fact]
    public async Task ANamedVariableAndAPrefixedOneAreRead()
    {
        _world.Variables["SIGNING_KEY"] = "key";
        _world.Variables["NUKE_HOURS"] = "38";
        Assert.Equal("key||38", await SignAsync());

        _world.With(".nuke/parameters.json", """{ "Reason": "file" }""");
        Assert.Equal("line|file|38", await SignAsync("--signing-key line"));
    }

    [Fact]
    public async Task ParametersOfTheBuildItselfAreReadAsInNuke()
    {
        _world.Variables["REGION"] = "$(WEST)";
        Assert.Equal("$(WEST)", (await _world.RunAsync<Build>("Show")).Ran);
    }

    [Fact]
    public async Task HelpAndRequirementsNameTheVariableThatIsRead()
    {
        var help = (await _world.RunAsync<Build>("--help")).Output;
        Assert.Matches("--signing-key <value> +Signs. Or the variable SIGNING_KEY\\.", help);
        Assert.DoesNotContain("variable REASON", help);
        Assert.Contains("in the environment as NUKE_REASON.", (await _world.RunAsync<Build>("Explain")).Output);
    }

    [Theory]
    [InlineData("$(SIGNING_KEY)", "SIGNING_KEY")]
    [InlineData("https://$(VAULT.Name).vault.azure.net/keys/a/b", "VAULT.Name")]
    [InlineData("${{ vars.SIGNING_KEY }}", "vars.SIGNING_KEY")]
    [InlineData("$[variables.key]", "variables.key")]
    [InlineData("${SIGNING_KEY}", "SIGNING_KEY")]
    [InlineData("$SIGNING_KEY", "SIGNING_KEY")]
    [InlineData("%SIGNING_KEY%", "SIGNING_KEY")]
    [InlineData("#{Signing.Key}", "Signing.Key")]
    public async Task AReferenceThatNothingWasFilledInForIsRefused(string text, string variable)
    {
        _world.Variables["SIGNING_KEY"] = text;
        var result = await _world.RunAsync<Build>("Sign");
        Assert.Equal((2, ""), (result.ExitCode, result.Ran));
        Assert.Contains($"environment variable SIGNING_KEY: '{text}' ", result.Output);
        Assert.Contains($"the variable {variable} is not defined in this pipeline.", result.Output);
    }

    [Theory]
    [InlineData("keys/a.pem")]
    [InlineData("costs $5, 100 % sure")]
    [InlineData("$(cat key.pem)")]
    [InlineData("50%off%of")]
    public async Task OtherValuesAreTakenAsTheyAre(string text)
    {
        _world.Variables["SIGNING_KEY"] = text;
        Assert.Equal($"{text}||", await SignAsync());
    }

    [Fact]
    public async Task OfOtherSourcesAndTypesItIsRefusedToo()
    {
        Assert.Contains("--hours: '$(HOURS)' is what", (await _world.RunAsync<Build>("Sign --hours $(HOURS)")).Output);
        Assert.Contains("--token: the value is what", (await _world.RunAsync<Build>("Sign --token $(TOKEN)")).Output);

        _world.With(".nuke/parameters.json", """{ "Reason": "%REASON%" }""");
        Assert.Contains(".nuke/parameters.json: Reason: '%REASON%' is what", (await _world.RunAsync<Build>("Sign")).Output);
    }

    [Fact]
    public async Task AVariableThatIsNamedAndNoParameterIsHeldToTheSame()
    {
        _world.Variables["TENANT_ID"] = "$(TENANT_ID)";
        var result = await _world.RunAsync<Build>("Show");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("environment variable TENANT_ID: '$(TENANT_ID)' is what", result.Output);
    }
}
