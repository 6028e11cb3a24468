using System.Security.Cryptography;
using System.Text;

namespace GenAIOps.Infrastructure;

/// <summary>What provisioning would do with a resource.</summary>
public enum DifferenceKind
{
    /// <summary>It is as the model says.</summary>
    None,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>Some of its properties are changed; all others stay.</summary>
    Change,

    /// <summary>It is deleted and made again: Azure lets nobody change it.</summary>
    Replace,
}

/// <param name="Path">Dotted, from the resource's root.</param>
/// <param name="Old">JSON; null where it is not set.</param>
/// <param name="New">JSON.</param>
public sealed record PropertyDifference(string Path, string? Old, string New);

/// <param name="Id">Of the resource.</param>
/// <param name="Kind">What would be done.</param>
/// <param name="Changes">What would be set.</param>
/// <param name="Kept">Others set it, or it is a default of ours that others changed: it stays, with the reason.</param>
/// <param name="Lowered">What the model names and would open something: applied only where the resource is allowed by name.</param>
public sealed record ResourceDifference(string Id, DifferenceKind Kind, IReadOnlyList<PropertyDifference> Changes, IReadOnlyList<string> Kept, IReadOnlyList<PropertyDifference> Lowered)
{
    /// <summary>As people name it: its type and name; those of its parent before them where the name is the same in each parent.</summary>
    public string Name => NameOf(Id);

    internal static string NameOf(string id) => id.Split('/') switch
    {
        [.., var parents, var parent, var type, "current"] => $"{parents}/{parent}/{type}/current",
        [.., var type, var name] => $"{type}/{name}",
        _ => id,
    };
}

/// <summary>What differs between an environment and its description, before anything is done.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Groups">The resource groups that would be made.</param>
/// <param name="Resources">All of them, in the order in which they are made.</param>
/// <param name="IsFirst">Whether nothing of it is there: no group, an empty one, or one whose first provisioning did not end.</param>
public sealed record EnvironmentDifference(string Environment, IReadOnlyList<string> Groups, IReadOnlyList<ResourceDifference> Resources, bool IsFirst)
{
    /// <summary>The subscriptions that would be made: on the emulator alone.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    public IEnumerable<ResourceDifference> Changed => Resources.Where(resource => resource.Kind != DifferenceKind.None);

    public bool HasChanges => Subscriptions.Count > 0 || Groups.Count > 0 || Changed.Any();

    /// <summary>SHA-256 of what would be written, hex: the same difference has the same hash, on any machine.</summary>
    public static string HashOf(IEnumerable<EnvironmentDifference> differences)
    {
        StringBuilder text = new();
        foreach (var difference in differences)
        {
            text.Append(difference.Environment).Append('\n');
            foreach (var subscription in difference.Subscriptions) text.Append("subscription ").Append(subscription.ToLowerInvariant()).Append('\n');
            foreach (var group in difference.Groups) text.Append("group ").Append(group.ToLowerInvariant()).Append('\n');
            foreach (var resource in difference.Changed)
            {
                text.Append(resource.Kind).Append(' ').Append(resource.Id.ToLowerInvariant()).Append('\n');
                foreach (var change in resource.Changes) text.Append("  ").Append(change.Path).Append(": ").Append(change.Old ?? "-").Append(" -> ").Append(change.New).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
