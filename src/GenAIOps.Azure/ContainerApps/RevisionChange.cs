namespace GenAIOps.Azure.ContainerApps;

/// <summary>A new revision, with the traffic and the tags that come into force with it.</summary>
public sealed record RevisionChange
{
    /// <summary>Resource id of the managed environment; a new app is put in the same location.</summary>
    public required string EnvironmentId { get; init; }

    public required RevisionTemplate Template { get; init; }

    /// <summary>The whole array: what is not in it loses its label and its share.</summary>
    public required IReadOnlyList<TrafficWeight> Traffic { get; init; }

    /// <summary>Our tags; those of others stay.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary><see cref="ContainerApp.Version"/> of the app that this change was decided on; null: there was no app.</summary>
    public required string? Seen { get; init; }
}

/// <param name="App">The app after the change.</param>
/// <param name="Kept">What others set in the template and the new revision has too, in words.</param>
public sealed record RevisionCreated(ContainerApp App, IReadOnlyList<string> Kept);
