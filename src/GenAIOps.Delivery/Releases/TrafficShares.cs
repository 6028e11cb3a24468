namespace GenAIOps.Delivery.Releases;

/// <summary>
/// Whole traffic arrays: Azure replaces the array, so labels that others set are carried along (azure-container-apps issue 962), and
/// refuses one that does not add up or gives a share to what cannot serve, which it may list itself (issue 410).
/// </summary>
public static class TrafficShares
{
    public const string Candidate = "candidate";

    /// <summary>Green gets a share, the largest other revision that can serve the rest.</summary>
    public static IReadOnlyList<TrafficShare> Give(Observed observed, string green, int percent)
    {
        var label = LabelOf(observed, green) ?? Candidate;
        // A label names one revision: where green takes that of a candidate, blue, which was one, gives it up.
        var others = observed.Traffic.Where(share => share.Revision != green && share.Label != label).Select(share => share with { Percent = 0 });
        return observed.Find(green) is { CanServe: true }
            ? Whole(observed, [.. others, new TrafficShare(green, percent, label)], observed.Blue(green)?.Name ?? green)
            : Whole(observed, others, observed.Blue(green)?.Name);
    }

    /// <summary>One revision gets everything.</summary>
    public static IReadOnlyList<TrafficShare> AllTo(Observed observed, string revision) =>
        Whole(observed, observed.Traffic.Select(share => share with { Percent = 0 }), revision);

    /// <summary>The present shares, and green, which does not exist yet, at nothing; where nobody serves it gets everything.</summary>
    public static IReadOnlyList<TrafficShare> WithGreen(Observed observed, string green)
    {
        var others = observed.Traffic.Where(share => share.Revision != green).Select(share => share.Label == Candidate ? share with { Label = null } : share);
        return observed.Live is { } live
            ? [.. Whole(observed, others, live.Name), new TrafficShare(green, 0, Candidate)]
            : [.. Standing(observed, others).Select(share => share with { Percent = 0 }), new TrafficShare(green, 100, Candidate)];
    }

    /// <summary>What follows the latest revision is given to this one by name.</summary>
    public static IReadOnlyList<TrafficShare> Pinned(Observed observed, string revision) => Whole(observed, observed.Traffic, revision);

    /// <summary>Everything but this revision's share; where nobody else can serve, the traffic waits for the next revision.</summary>
    public static IReadOnlyList<TrafficShare> Without(Observed observed, string revision) =>
        Whole(observed, observed.Traffic.Where(share => share.Revision != revision), observed.Blue(revision)?.Name);

    /// <param name="observed">What there is.</param>
    /// <param name="shares">As they shall be.</param>
    /// <param name="heir">Who gets what they lack to 100; null: the latest revision, once one is ready.</param>
    private static List<TrafficShare> Whole(Observed observed, IEnumerable<TrafficShare> shares, string? heir)
    {
        var whole = Standing(observed, shares);
        var rest = 100 - whole.Sum(share => share.Percent);
        var at = whole.FindIndex(share => share.Revision == heir && heir is not null);
        if (at >= 0)
        {
            whole[at] = whole[at] with { Percent = whole[at].Percent + rest };
        }
        else if (rest > 0)
        {
            whole.Add(new TrafficShare(heir, rest, LabelOf(observed, heir) is { } label && whole.All(share => share.Label != label) ? label : null));
        }

        return [.. whole.Where(share => share.Percent > 0 || share.Label is not null)];
    }

    /// <summary>The shares of revisions that may have one.</summary>
    private static List<TrafficShare> Standing(Observed observed, IEnumerable<TrafficShare> shares) =>
        [.. shares.Where(share => observed.Find(share.Revision) is { CanServe: true })];

    private static string? LabelOf(Observed observed, string? revision) =>
        revision is null ? null : observed.Traffic.FirstOrDefault(share => share.Revision == revision && share.Label is not null)?.Label;
}
