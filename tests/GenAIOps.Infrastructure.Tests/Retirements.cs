namespace GenAIOps.Infrastructure.Tests;

public sealed class Retirements
{
    private static readonly ModelDeployment s_mini = new("mini", "OpenAI", "gpt-5-mini", "2025-08-07");

    [Theory]
    [InlineData("2026-08-01", null)]
    [InlineData("2026-11-30", "is retired on 2027-02-06, in 68 days")]
    [InlineData("2027-02-06", "was to be retired on 2027-02-06")]
    public void AModelIsWarnedOfInTime(string today, string? said)
    {
        var warning = ModelRetirements.Warning(s_mini, DateTimeOffset.Parse(today + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

        if (said is null) Assert.Null(warning);
        else Assert.Contains(said, warning);
    }

    [Fact]
    public void AnUnknownModelIsSaidToBeUnknown() => Assert.Contains("is not in the retirement schedule", ModelRetirements.Warning(s_mini with { Model = "gpt-9" }, DateTimeOffset.UnixEpoch));

    [Fact]
    public void TheEmulatorsModelLivesOn() => Assert.Null(ModelRetirements.Warning(ModelDeployment.Local, DateTimeOffset.MaxValue));

    [Fact]
    public void TheDefaultIsNotAtItsEnd() => Assert.Null(ModelRetirements.Warning(ModelDeployment.Cloud, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
}
