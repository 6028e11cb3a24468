using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Gates;

/// <summary>Requirements on people.</summary>
public static class Approval
{
    /// <summary>The name of the requirement, which no waiver stands in for.</summary>
    public const string Name = "approval";

    /// <summary>People approved this digest for this environment.</summary>
    /// <param name="people">How many different ones.</param>
    /// <param name="notAuthor">Whether the author of the commit does not count.</param>
    public static Requirement By(int people = 1, bool notAuthor = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        return new Requirement(Name, context => Judge(context, people, notAuthor)) { IsWaivable = false };
    }

    private static (bool, string) Judge(GateContext context, int people, bool notAuthor)
    {
        var decisions = context.Evidence.Believed
            .Where(x => x.PredicateType == EvidenceStore.Approval && Text(x.Predicate, "environment") == context.Environment)
            .Select(x => x.Predicate).ToArray();

        // A person's last word counts; a "no" of anybody closes the gate.
        var last = decisions.GroupBy(x => Text(x, "by") ?? "", StringComparer.OrdinalIgnoreCase).Select(x => x.Last()).ToArray();
        if (last.FirstOrDefault(x => Text(x, "decision") != "approved") is { } refusal) return (false, $"{Text(refusal, "by")} decided: {Text(refusal, "decision")}");

        List<string> notes = [];
        var valid = last.Where(x => IsValid(x, context, notAuthor, notes)).ToArray();
        if (valid.Length >= people) return (true, string.Join(", ", valid.Select(x => $"by {Text(x, "by")} at {Text(x, "at")}")));
        var missing = decisions.Length == 0 ? "nobody approved" : $"{valid.Length} of {people} approved";
        return (false, $"{missing} {context.Digest} for {context.Environment} (--approve {context.Digest}){string.Concat(notes.Select(x => "; " + x))}");
    }

    private static bool IsValid(JsonObject approval, GateContext context, bool notAuthor, List<string> notes)
    {
        var by = Text(approval, "by") ?? "";
        if (Text(approval, "expires") is { } end && (!DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires) || expires <= context.Now))
        {
            notes.Add($"the approval of {by} expired on {end}");
            return false;
        }

        if (context.Configuration is { } configuration && Text(approval, "configuration") != configuration)
        {
            notes.Add($"{by} approved another configuration (the variables of agent.yaml, the model)");
            return false;
        }

        if (!notAuthor) return true;
        var author = context.Evidence.Latest(BuildProvenance.PredicateType)?.Predicate["buildDefinition"]?["internalParameters"]?["author"] as JsonObject;
        if (author is null)
        {
            notes.Add("who wrote the commit is not known, so nobody can be told from its author");
            return false;
        }

        var (name, email) = (Text(author, "name") ?? "", Text(author, "email") ?? "");
        if (!new[] { name, email, email.Split('@')[0], $"{name} <{email}>" }.Contains(by, StringComparer.OrdinalIgnoreCase)) return true;
        notes.Add($"{by} wrote the commit");
        return false;
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
