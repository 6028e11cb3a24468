using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenAIOps.Pipeline.Local;

/// <summary>What a running emulator says of itself in <c>instance.json</c>.</summary>
internal sealed record EmulatorInstance
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public required int Pid { get; init; }
    public required int Port { get; init; }
    public required Uri Endpoint { get; init; }
    public required string CertificatePath { get; init; }
    public required string Token { get; init; }
    public string Build { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether the process is there. A reused process id is told apart by <see cref="EmulatorProcess.StatusAsync"/>, which asks the endpoint.</summary>
    [JsonIgnore]
    public bool IsRunning
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Pid);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>Null when no emulator has left an instance file; a file that cannot be read counts as none: the emulator writes it anew.</summary>
    public static EmulatorInstance? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<EmulatorInstance>(File.ReadAllText(path), Web);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
