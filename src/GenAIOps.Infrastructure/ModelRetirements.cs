using System.Globalization;

namespace GenAIOps.Infrastructure;

/// <summary>When models stop answering, as Microsoft had it on a day: "Model retirement schedule", Azure OpenAI, page of 2026-07-07. Dates move; the page is asked before they are believed.</summary>
public static class ModelRetirements
{
    /// <summary>The day of the page.</summary>
    public const string AsOf = "2026-07-07";

    private const int WarnDays = 90;

    private static readonly Dictionary<string, (string Date, string? Replacement)> s_table = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gpt-4.1 2025-04-14"] = ("2026-10-14", null),
        ["gpt-4.1-mini 2025-04-14"] = ("2026-10-14", null),
        ["gpt-4.1-nano 2025-04-14"] = ("2026-10-14", null),
        ["gpt-4o 2024-05-13"] = ("2026-10-01", "gpt-5.1"),
        ["gpt-4o 2024-08-06"] = ("2026-10-01", "gpt-5.1"),
        ["gpt-4o 2024-11-20"] = ("2026-10-01", "gpt-5.1"),
        ["gpt-4o-mini 2024-07-18"] = ("2026-10-01", "gpt-4.1-mini"),
        ["gpt-5 2025-08-07"] = ("2027-02-06", null),
        ["gpt-5-chat 2025-08-07"] = ("2026-06-29", "gpt-chat-latest"),
        ["gpt-5-chat 2025-10-03"] = ("2026-05-13", "gpt-chat-latest"),
        ["gpt-5-codex 2025-09-15"] = ("2027-03-17", null),
        ["gpt-5-mini 2025-08-07"] = ("2027-02-06", null),
        ["gpt-5-nano 2025-08-07"] = ("2027-02-06", null),
        ["gpt-5-pro 2025-10-06"] = ("2027-04-07", null),
        ["gpt-5.1 2025-11-13"] = ("2027-05-15", null),
        ["gpt-5.1-chat 2025-11-13"] = ("2026-06-29", "gpt-chat-latest"),
        ["gpt-5.2 2025-12-11"] = ("2026-12-12", null),
        ["gpt-5.4 2026-03-05"] = ("2027-03-05", null),
        ["gpt-5.4-mini 2026-03-17"] = ("2027-03-18", null),
        ["gpt-5.4-nano 2026-03-17"] = ("2027-03-18", null),
        ["gpt-5.4-pro 2026-03-05"] = ("2027-03-06", null),
        ["gpt-5.5 2026-04-24"] = ("2027-04-23", null),
        ["o1 2024-12-17"] = ("2026-09-16", null),
        ["o3 2025-04-16"] = ("2026-10-16", null),
        ["o3-mini 2025-01-31"] = ("2026-10-01", "o4-mini"),
        ["o4-mini 2025-04-16"] = ("2026-10-16", null),
        ["text-embedding-3-large 1"] = ("2027-04-15", null),
        ["text-embedding-3-small 1"] = ("2027-04-15", null),
        ["text-embedding-ada-002 2"] = ("2027-04-15", null),
    };

    /// <returns>What to tell of a deployment today; null where its model lives on, or is of another vendor.</returns>
    public static string? Warning(ModelDeployment deployment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        if (deployment.Format != "OpenAI") return null;
        if (!s_table.TryGetValue($"{deployment.Model} {deployment.Version}", out var row)) return $"{deployment.Model} {deployment.Version} is not in the retirement schedule of {AsOf} that this version knows; look it up before you rely on it";
        var date = DateTimeOffset.ParseExact(row.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var days = (int)Math.Ceiling((date - now).TotalDays);
        if (days > WarnDays) return null;
        var next = row.Replacement is null ? "" : $"; Microsoft suggests {row.Replacement}";
        return days <= 0
            ? $"{deployment.Model} {deployment.Version} was to be retired on {row.Date} (schedule of {AsOf}){next}: its deployment answers with errors from then on"
            : $"{deployment.Model} {deployment.Version} is retired on {row.Date}, in {days} days (schedule of {AsOf}){next}: evaluate a newer version in time";
    }
}
