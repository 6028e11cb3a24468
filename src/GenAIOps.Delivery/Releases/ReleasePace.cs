namespace GenAIOps.Delivery.Releases;

/// <summary>How patiently a release goes.</summary>
public sealed record ReleasePace
{
    /// <summary>Probes to the app and to green at each share.</summary>
    public int Probes { get; init; } = 20;

    /// <summary>How long green may take to become ready.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two looks at the host.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Between the last request that blue could have got and its stop: ingress configuration spreads meanwhile.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long giving the traffic back may take after a cancellation.</summary>
    public TimeSpan RetreatDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often in a row somebody else may change the app under the release's hands before it gives up.</summary>
    public int StaleLooks { get; init; } = 5;
}
