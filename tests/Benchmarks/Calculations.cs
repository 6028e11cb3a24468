namespace GenAIOps.Benchmarks;

/// <summary>Suites that calculate only, so that they need no copy of the repository.</summary>
internal static class Calculations
{
    /// <returns>The names that are left.</returns>
    public static async Task<string[]> RunAsync(string[] names)
    {
        if (names.Contains("coverage")) Coverage.Run();
        if (names.Contains("bca")) await Bca.RunAsync();
        return [.. names.Where(x => x is not ("coverage" or "bca"))];
    }
}
