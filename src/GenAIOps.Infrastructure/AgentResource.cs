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

    /// <summary>Where the cloud's tokens are from.</summary>
    Uri Authority { get; }

    /// <summary>What is there of another resource; null where nothing is, and in a template.</summary>
    JsonObject? State(string key);
}

/// <summary>Whose a property is, once the resource is there.</summary>
internal enum Ownership
{
    /// <summary>The model's: another value is changed back.</summary>
    Exact,

    /// <summary>Whoever sets it: the model says what a new resource begins with.</summary>
    AtCreation,

    /// <summary>A number that others may raise.</summary>
    AtLeast,
}

/// <summary>One resource of an environment.</summary>
/// <param name="Key">What other resources call it.</param>
/// <param name="Type">Full type, such as Microsoft.CognitiveServices/accounts/projects.</param>
/// <param name="ApiVersion">The version that <paramref name="Body"/> is written in.</param>
/// <param name="Id">Where it is.</param>
/// <param name="Body">What a new one is made from.</param>
internal sealed record AgentResource(string Key, string Type, string ApiVersion, string Id, Func<IValues, JsonObject> Body)
{
    public const string RoleAssignment = "Microsoft.Authorization/roleAssignments";

    /// <summary>Key of the resource that this one extends (role assignments, diagnostic settings).</summary>
    public string? Extends { get; init; }

    /// <summary>Whether it is there already and is used as it is: never written.</summary>
    public bool Exists { get; init; }

    /// <summary>Key of the container app that a release makes: where that is not there, neither is this, and nothing is missing.</summary>
    public string? OfApp { get; init; }

    /// <summary>Keys of resources that must be there first although the body does not mention them.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>A value without which the resource is left out: Azure always gives it, the emulator may not.</summary>
    public (string Key, string Path)? OmittedWithout { get; init; }

    /// <summary>Properties that are not the model's alone, by their dotted path.</summary>
    public IReadOnlyDictionary<string, Ownership> Rules { get; init; } = new Dictionary<string, Ownership>();

    /// <summary>Everything that must be there first.</summary>
    public IReadOnlyList<string> DependsOn()
    {
        var used = new UsedKeys();
        Body(used);
        return [.. used.Keys.Concat(After).Concat(Extends is null ? [] : [Extends]).Distinct().Order(StringComparer.Ordinal)];
    }

    private sealed class UsedKeys : IValues
    {
        public HashSet<string> Keys { get; } = [];

        public string Location => "";

        public string Id(string key) => Use(key);

        public string Read(string key, string path) => Use(key);

        public string RoleDefinition(string role) => "";

        public Uri Authority => new("https://login.microsoftonline.com/");

        public JsonObject? State(string key) => null;

        private string Use(string key)
        {
            Keys.Add(key);
            return "";
        }
    }
}
