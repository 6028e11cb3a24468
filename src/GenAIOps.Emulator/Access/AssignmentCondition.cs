using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Access;

/// <summary>The role assignment that a request makes, changes or deletes.</summary>
/// <param name="Action"><c>write</c> or <c>delete</c>.</param>
/// <param name="Role">The GUID of the role definition.</param>
internal sealed record AssignmentRequest(string Action, string Role, string PrincipalId, string PrincipalType);

/// <summary>A condition on which role assignments may be made: the form that the portal writes, and that Foundry's roles have.</summary>
/// <remarks>For each action named in <c>ActionMatches</c>, attributes and the values that they may have; all of them must hold.</remarks>
internal sealed partial class AssignmentCondition
{
    private sealed record Clause(string Action, IReadOnlyList<(string Attribute, string[] Values)> Attributes);

    private readonly List<Clause> _clauses = [];

    private AssignmentCondition() { }

    /// <exception cref="AzureErrorException">It has another form, which this emulator cannot judge.</exception>
    public static AssignmentCondition Parse(string text)
    {
        AssignmentCondition condition = new();
        MatchCollection actions = ActionMatches().Matches(text);
        for (int at = 0; at < actions.Count; at++)
        {
            int end = at + 1 < actions.Count ? actions[at + 1].Index : text.Length;
            IEnumerable<(string, string[])> attributes = Attribute().Matches(text[actions[at].Index..end]).Select(match =>
                (match.Groups["name"].Value, match.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries).Select(value => value.Trim('\'')).ToArray()));
            condition._clauses.Add(new Clause(actions[at].Groups["action"].Value, [.. attributes]));
        }
        string rest = Attribute().Replace(ActionMatches().Replace(text, ""), "");
        if (condition._clauses.Count == 0 || condition._clauses.Exists(clause => clause.Attributes.Count == 0) || !Glue().IsMatch(rest))
            throw AzureErrorException.BadRequest("InvalidCondition", $"The condition cannot be judged by this emulator. It judges which roleAssignments may be written or deleted, by RoleDefinitionId, PrincipalId and PrincipalType: {text}");
        return condition;
    }

    public bool Holds(AssignmentRequest request) => _clauses
        .Where(clause => clause.Action.EndsWith($"/{request.Action}", StringComparison.OrdinalIgnoreCase))
        .All(clause => clause.Attributes.All(attribute => attribute.Values.Contains(Value(attribute.Attribute, request), StringComparer.OrdinalIgnoreCase)));

    private static string Value(string attribute, AssignmentRequest request) => attribute.ToUpperInvariant() switch
    {
        "ROLEDEFINITIONID" => request.Role,
        "PRINCIPALID" => request.PrincipalId,
        _ => request.PrincipalType,
    };

    [GeneratedRegex(@"!?\s*\(?\s*ActionMatches\s*\{\s*'(?<action>Microsoft\.Authorization/roleAssignments/(?:write|delete))'\s*\}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ActionMatches();

    [GeneratedRegex(@"@(?:Request|Resource)\[Microsoft\.Authorization/roleAssignments:(?<name>RoleDefinitionId|PrincipalId|PrincipalType)\]\s+ForAnyOfAnyValues:(?:GuidEquals|StringEqualsIgnoreCase)\s*\{(?<values>[^}]*)\}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^(?:[()!\s]|AND|OR)*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Glue();
}
