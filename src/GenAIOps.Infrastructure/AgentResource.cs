using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>What a body needs to know of other resources: expressions in a template, real values when provisioning.</summary>
internal interface IValues
{
    string Location { get; }

    /// <summary>Resource id of another resource of the environment.</summary>
    string Id(string key);

    /// <summary>A value that Azure gave the other resource, by its path from the resource's root.</summary>
    string Read(string key, string path);

    string RoleDefinition(string role);
}

/// <summary>One resource of an environment.</summary>
/// <param name="Key">What other resources call it.</param>
/// <param name="Type">Full type, such as Microsoft.CognitiveServices/accounts/projects.</param>
/// <param name="ApiVersion">The version that <paramref name="Body"/> is written in.</param>
/// <param name="Name">A child has its parents' names before its own, separated by slashes.</param>
/// <param name="Group">Its resource group.</param>
/// <param name="Body">What is sent.</param>
internal sealed record AgentResource(string Key, string Type, string ApiVersion, string Name, string Group, Func<IValues, JsonObject> Body)
{
    public const string RoleAssignment = "Microsoft.Authorization/roleAssignments";

    /// <summary>Key of the resource that this one extends (role assignments, diagnostic settings).</summary>
    public string? Extends { get; init; }

    /// <summary>Keys of resources that must be there first although the body does not mention them.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>A value without which the resource is left out: Azure always gives it, the emulator may not.</summary>
    public (string Key, string Path)? OmittedWithout { get; init; }

    /// <summary>Everything that must be there first.</summary>
    public IReadOnlyList<string> DependsOn()
    {
        var used = new UsedKeys();
        Body(used);
        return [.. used.Keys.Concat(After).Concat(Extends is null ? [] : [Extends]).Distinct().Order(StringComparer.Ordinal)];
    }

    public string Id(string subscriptionId, Func<string, string> idOf) =>
        $"{(Extends is null ? $"/subscriptions/{subscriptionId}/resourceGroups/{Group}" : idOf(Extends))}/providers/{Path()}";

    // Microsoft.X/parents/children + a/b -> Microsoft.X/parents/a/children/b
    private string Path()
    {
        var types = Type.Split('/');
        return types[0] + string.Concat(Name.Split('/').Select((name, level) => $"/{types[level + 1]}/{name}"));
    }

    private sealed class UsedKeys : IValues
    {
        public HashSet<string> Keys { get; } = [];

        public string Location => "";

        public string Id(string key) => Use(key);

        public string Read(string key, string path) => Use(key);

        public string RoleDefinition(string role) => "";

        private string Use(string key)
        {
            Keys.Add(key);
            return "";
        }
    }
}
