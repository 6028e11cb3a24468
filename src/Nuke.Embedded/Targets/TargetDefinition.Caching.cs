using Nuke.Common.IO;

namespace Nuke.Common.Targets;

// What a target's result depends on, and where it is.
internal sealed partial class TargetDefinition
{
    public List<string> InputPatterns { get; } = [];
    public List<string> OutputPatterns { get; } = [];
    public List<(string Text, Func<object?> Value)> KeyValues { get; } = [];

    /// <summary>The definitions that this one is made of: its own and inherited ones.</summary>
    public List<Target> Sources { get; } = [];

    public bool IsCacheable => InputPatterns.Count > 0 || OutputPatterns.Count > 0 || KeyValues.Count > 0;

    public ITargetDefinition Inputs(params string[] patterns)
    {
        InputPatterns.AddRange(patterns.Select(x => FileSet.Checked(root, Name, nameof(Inputs), x)));
        return this;
    }

    public ITargetDefinition Outputs(params string[] patterns)
    {
        OutputPatterns.AddRange(patterns.Select(x => FileSet.Checked(root, Name, nameof(Outputs), x)));
        return this;
    }

    public ITargetDefinition CacheKey(Func<object?> value, string? valueExpression = null)
    {
        KeyValues.Add((Conditions.Readable(valueExpression ?? ""), value));
        return this;
    }
}
