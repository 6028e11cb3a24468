using System.Diagnostics;
using System.Text.Json.Nodes;

namespace GenAIOps.Benchmarks;

/// <summary>The mock endpoint, running.</summary>
internal sealed class Mock : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private Mock(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static string Dll => Path.Combine(AppContext.BaseDirectory, "Benchmarks.dll");

    public static async Task<Mock> StartAsync(string latency, bool faults)
    {
        ProcessStartInfo info = new("dotnet", [Dll, "--mock", latency, faults ? "faults" : "none"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var process = Process.Start(info) ?? throw new InvalidOperationException("The mock endpoint could not be started.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mock endpoint ended before it said its address.");
        return new Mock(process, new Uri(line));
    }

    /// <summary>Forgets what was asked.</summary>
    public async Task ResetAsync()
    {
        using var response = await _http.PostAsync(new Uri(Address, "reset"), null);
        response.EnsureSuccessStatusCode();
    }

    public async Task<MockStats> StatsAsync()
    {
        var json = JsonNode.Parse(await _http.GetStringAsync(new Uri(Address, "stats")))!;
        return new MockStats((long)json["requests"]!, (int)json["rows"]!, (long)json["needless"]!, (double)json["latency"]! / 1000);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }
}

/// <param name="Requests">That were answered, faults included.</param>
/// <param name="Rows">Different questions.</param>
/// <param name="Needless">Requests beyond those that the faults required.</param>
/// <param name="Latency">Seconds between a request and its answer, as the mock measured it: the mean.</param>
internal sealed record MockStats(long Requests, int Rows, long Needless, double Latency);
