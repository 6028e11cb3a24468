using GenAIOps.Azure.ContainerApps;

namespace GenAIOps.Delivery.Releases;

/// <summary>Whole traffic arrays: Azure replaces the array, so labels that others set are carried along (azure-container-apps issue 962).</summary>
public static class TrafficShares
{
    public const string Candidate = "candidate";

    /// <summary>Green gets a share, the largest other revision the rest.</summary>
    public static IReadOnlyList<TrafficWeight> Give(Observed observed, string green, int percent)
    {
        var blue = observed.Blue(green)?.Name;
        var shares = Foreign(observed, green, blue);
        var label = LabelOf(observed, green) ?? Candidate;

        // A label names one revision: where green takes that of a candidate, blue, which was one, gives it up.
        var ofBlue = LabelOf(observed, blue) is { } other && other != label ? other : null;
        if (blue is not null && percent < 100)
        {
            shares.Add(new TrafficWeight(blue, 100 - percent, ofBlue));
        }
        else if (ofBlue is not null and not Candidate)
        {
            shares.Add(new TrafficWeight(blue, 0, ofBlue));
        }

        if (observed.Find(green) is { Active: true })
        {
            shares.Add(new TrafficWeight(green, blue is null ? 100 : percent, label));
        }

        return shares;
    }

    /// <summary>The present shares, and green at nothing; the first revision of all gets everything.</summary>
    public static IReadOnlyList<TrafficWeight> WithGreen(Observed observed, string green) => observed.Live is null
        ? [new TrafficWeight(green, 100, Candidate)]
        : [.. observed.Traffic.Where(share => share.RevisionName != green && Alive(observed, share)).Select(share => share.Label == Candidate ? share with { Label = null } : share), new TrafficWeight(green, 0, Candidate)];

    public static IReadOnlyList<TrafficWeight> Pinned(Observed observed, string revision)
    {
        var following = observed.Traffic.Where(share => share.LatestRevision).Sum(share => share.Weight);
        return
        [
            .. observed.Traffic.Where(share => !share.LatestRevision && share.RevisionName != revision && Alive(observed, share)),
            new TrafficWeight(revision, following + observed.WeightOf(revision), LabelOf(observed, revision)),
        ];
    }

    public static IReadOnlyList<TrafficWeight> Without(Observed observed, string revision) =>
        [.. observed.Traffic.Where(share => share.RevisionName != revision && Alive(observed, share))];

    private static List<TrafficWeight> Foreign(Observed observed, string green, string? blue) =>
    [
        .. observed.Traffic
            .Where(share => share.RevisionName is not null && share.RevisionName != green && share.RevisionName != blue && share.Label is not null && share.Label != Candidate && Alive(observed, share))
            .Select(share => share with { Weight = 0 }),
    ];

    private static bool Alive(Observed observed, TrafficWeight share) => observed.Find(share.RevisionName) is { Active: true };

    private static string? LabelOf(Observed observed, string? revision) =>
        revision is null ? null : observed.Traffic.FirstOrDefault(share => share.RevisionName == revision && share.Label is not null)?.Label;
}
