using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Sessions;
using Nuke.Common.Tooling;

namespace Nuke.Embedded.Tests;

public sealed class Secrets : IDisposable
{
    private const string Secret = "top/secret+1=";

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        [Parameter, Secret] public readonly string? ApiKey;

        public Target Log => _ => _.Executes(() => Serilog.Log.Information("key {Key}", ApiKey));
        public Target Escape => _ => _.Executes(() => Serilog.Log.Information(
            "{Url} {Base}", Uri.EscapeDataString(ApiKey!), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(ApiKey!))));
        public Target Throw => _ => _.Executes(() => throw new InvalidOperationException($"bad key {ApiKey}"));
        public Target Exit => _ => _.Executes(() => throw new ExitCodeException(3, $"bad key {ApiKey}"));
        public Target Child => _ => _.Executes(() => ProcessTasks.StartProcess("echo", $"child {ApiKey}", logOutput: true).AssertZeroExitCode());
        public Target FailingChild => _ => _.Executes(() => ProcessTasks.StartShell($"echo child {ApiKey}; exit 7").AssertZeroExitCode());
        public Target Summary => _ => _.Executes(() => ReportSummary(x => { x["Key"] = ApiKey!; return x; }));
        public Target Late => _ => _.Executes(() =>
        {
            BuildExtras.Mask("issued-token");
            Serilog.Log.Information("token issued-token");
        });
    }

    [Theory]
    [InlineData("Log")]
    [InlineData("Escape")]
    [InlineData("Throw")]
    [InlineData("Exit")]
    [InlineData("Child")]
    [InlineData("FailingChild")]
    [InlineData("Summary")]
    [InlineData("--help")]
    public async Task ASecretIsPrintedNowhere(string arguments)
    {
        _world.Variables["API_KEY"] = Secret;
        var result = await _world.RunAsync<Build>(arguments + " --verbosity verbose");
        if (arguments[0] != '-')
        {
            Assert.Contains("***", result.Output);
            Assert.DoesNotContain(Secret, result.ReportFile.ReadAllText());
        }

        Assert.DoesNotContain("top", result.Output);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)), result.Output);
    }

    [Fact]
    public async Task ASecretLearntLaterIsMaskedToo() => Assert.Contains("token ***", (await _world.RunAsync<Build>("Late")).Output);

    [Fact]
    public void ASecretInsideAnotherLeavesNoRest()
    {
        SecretMask mask = new();
        mask.Add("abc");
        mask.Add("abcdef");
        Assert.Equal("*** ***", mask.Apply("abcdef abc"));
    }

    [Fact]
    public void EveryLineOfAKeyFileIsASecret()
    {
        SecretMask mask = new();
        mask.Add("{\n  \"key\": \"12345\"\n}");
        Assert.Equal("  *** {", mask.Apply("  \"key\": \"12345\" {"));
    }

    /// <summary>Base64 writes three bytes as four characters: what stands before the secret moves it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("u:")]
    [InlineData("me:")]
    [InlineData("user:")]
    public void ASecretWithinBase64IsMasked(string before)
    {
        SecretMask mask = new();
        mask.Add("correct horse battery");
        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(before + "correct horse battery" + before));
        var masked = mask.Apply($"Authorization: Basic {text}");
        Assert.Contains("***", masked, StringComparison.Ordinal);

        // What is left gives back no four letters of it, wherever a reader begins to decode.
        foreach (var piece in masked.Split(' ')[^1].Split("***"))
        {
            for (var skip = 0; skip < 4 && skip < piece.Length; skip++)
            {
                var rest = piece[skip..].TrimEnd('=');
                var bytes = Convert.FromBase64String(rest[..(rest.Length / 4 * 4)]);
                Assert.DoesNotContain("hors", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("a?b>c?d>e?f>", "YT9iPmM_ZD5lP2Y-")]
    [InlineData("p@ss w/rd", "p%40ss%20w%2frd")]
    [InlineData("p@ss w/rd", "p%40ss+w%2Frd")]
    [InlineData("quo\"te\\", "quo\\u0022te\\\\")]
    public void ASecretIsMaskedInEveryForm(string secret, string form)
    {
        SecretMask mask = new();
        mask.Add(secret);
        Assert.Equal("x *** y", mask.Apply($"x {form} y"));
    }
}
