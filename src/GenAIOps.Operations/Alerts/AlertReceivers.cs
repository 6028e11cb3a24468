using System.Text.Json.Nodes;

namespace GenAIOps.Operations.Alerts;

/// <summary>Who is told when a rule fires.</summary>
/// <param name="Emails">Addresses.</param>
/// <param name="Webhooks">Called with the common alert schema.</param>
public sealed record AlertReceivers(IReadOnlyList<string> Emails, IReadOnlyList<Uri> Webhooks)
{
    public static AlertReceivers None { get; } = new([], []);

    internal JsonObject Body(AlertScope scope) => new()
    {
        ["location"] = "global",
        ["tags"] = scope.Tags(),
        ["properties"] = new JsonObject
        {
            // Azure's limit; it is what an SMS shows.
            ["groupShortName"] = scope.Agent[..Math.Min(12, scope.Agent.Length)],
            ["enabled"] = true,
            ["emailReceivers"] = new JsonArray([.. Emails.Select((address, at) => new JsonObject
            {
                ["name"] = $"email-{at + 1}", ["emailAddress"] = address, ["useCommonAlertSchema"] = true,
            })]),
            ["webhookReceivers"] = new JsonArray([.. Webhooks.Select((address, at) => new JsonObject
            {
                ["name"] = $"webhook-{at + 1}", ["serviceUri"] = address.AbsoluteUri, ["useCommonAlertSchema"] = true,
            })]),
        },
    };
}
