using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>How the processes of a revision are started and ended.</summary>
internal sealed record RevisionLaunch
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);

    public required string Revision { get; init; }
    /// <summary>Unique in this emulator, where one app may live in several environments: <c>app--suffix.environment</c>.</summary>
    public required string ProcessName { get; init; }
    public required string Image { get; init; }
    public required int Replicas { get; init; }
    public required TimeSpan Grace { get; init; }
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
    public string? ReadinessPath { get; init; }
    /// <summary>The app's id.</summary>
    public required string App { get; init; }
    public IReadOnlyList<string> Command { get; init; } = [];
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <param name="revision">The revision's resource.</param>
    /// <param name="app">Its app.</param>
    /// <param name="secrets">The values of the app's secrets.</param>
    /// <param name="domain">The default domain of the environment.</param>
    public static RevisionLaunch From(JsonObject revision, AppDocument app, IReadOnlyDictionary<string, string> secrets, string domain)
    {
        JsonNode template = revision["properties"]!["template"]!;
        JsonNode container = template["containers"]![0]!;
        string name = (string)revision["name"]!;
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (JsonNode? variable in container["env"] as JsonArray ?? [])
        {
            environment[(string)variable!["name"]!] = (string?)variable["secretRef"] is { Length: > 0 } secret
                ? secrets.GetValueOrDefault(secret) ?? throw new WorkloadStartException($"The template refers to secret '{secret}', which configuration.secrets does not have.")
                : (string?)variable["value"] ?? "";
        }
        environment["CONTAINER_APP_NAME"] = app.Name;
        environment["CONTAINER_APP_REVISION"] = name;
        environment["CONTAINER_APP_ENV_DNS_SUFFIX"] = domain;
        JsonNode? probe = (container["probes"] as JsonArray)?.FirstOrDefault(each => string.Equals((string?)each!["type"], "Readiness", StringComparison.OrdinalIgnoreCase));
        return new RevisionLaunch
        {
            Revision = name,
            App = app.Id,
            ProcessName = $"{name}.{domain.Split('.')[0]}",
            Image = (string)container["image"]!,
            Replicas = Math.Max(1, (int?)template["scale"]?["minReplicas"] ?? 0),
            Grace = (int?)template["terminationGracePeriodSeconds"] is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultGrace,
            Environment = environment,
            ReadinessPath = (string?)probe?["httpGet"]?["path"],
            Command = Strings(container["command"]),
            Arguments = Strings(container["args"]),
        };
    }

    public string ReplicaName(int index) => index == 0 ? ProcessName : $"{ProcessName}-{index + 1}";

    public ImageStart StartOf(int index) => new()
    {
        Image = Image,
        Name = ReplicaName(index),
        IdentityOwner = App,
        Environment = new Dictionary<string, string>(Environment, StringComparer.Ordinal) { ["CONTAINER_APP_REPLICA_NAME"] = ReplicaName(index) },
        ReadinessPath = ReadinessPath,
        Command = Command,
        Arguments = Arguments,
    };

    private static string[] Strings(JsonNode? node) => node is JsonArray array ? [.. array.Select(item => (string)item!)] : [];
}
