using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Evidence;

/// <summary>A statement that is believed: signed by a trusted key, of this image, and of the past.</summary>
/// <param name="Predicate">What it says.</param>
/// <param name="CreatedAt">When it was attached, as signed.</param>
public sealed record Attestation(IPredicate Predicate, DateTimeOffset CreatedAt);

/// <summary>A statement that is signed as it must be, of a known kind, and of a form that this version cannot read.</summary>
/// <param name="PredicateType">As it stands there.</param>
/// <param name="Reason">Why it cannot be read.</param>
/// <param name="CreatedAt">When it was attached, as signed.</param>
public sealed record UnreadStatement(string PredicateType, string Reason, DateTimeOffset CreatedAt);

/// <summary>What is known of an image.</summary>
/// <param name="Believed">Oldest first.</param>
/// <param name="Unread">Oldest first: what a gate may not pass over as if it were not there.</param>
/// <param name="Rejected">Why each of the others is not believed.</param>
public sealed record EvidenceSet(IReadOnlyList<Attestation> Believed, IReadOnlyList<UnreadStatement> Unread, IReadOnlyList<string> Rejected)
{
    public static EvidenceSet Empty { get; } = new([], [], []);

    /// <summary>The newest of a kind; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The newest cannot be read: what an older one says may have been taken back.</exception>
    public T? Latest<T>()
        where T : class, IPredicate
    {
        var latest = Believed.LastOrDefault(attestation => attestation.Predicate is T);
        return Newer<T>(latest) is { } newer ? throw new InvalidDataException($"{newer.PredicateType} of {newer.CreatedAt:u}: {newer.Reason}") : (T?)latest?.Predicate;
    }

    /// <summary>As <see cref="Latest"/>, for those who can do without it: null too where the newest cannot be read.</summary>
    public T? LatestOrNull<T>()
        where T : class, IPredicate
    {
        var latest = Believed.LastOrDefault(attestation => attestation.Predicate is T);
        return Newer<T>(latest) is null ? (T?)latest?.Predicate : null;
    }

    /// <summary>All of a kind, oldest first.</summary>
    public IReadOnlyList<T> All<T>()
        where T : class, IPredicate => [.. Believed.Select(attestation => attestation.Predicate).OfType<T>()];

    /// <summary>Those of a kind that cannot be read, oldest first.</summary>
    public IReadOnlyList<UnreadStatement> UnreadOf<T>()
        where T : class, IPredicate
    {
        var kind = PredicateReader.KindOf(typeof(T));
        return [.. Unread.Where(unread => PredicateReader.KindOf(unread.PredicateType) == kind)];
    }

    /// <summary>What people are shown: everything that does not count, with the reason.</summary>
    public IEnumerable<string> NotCounted() => [.. Rejected, .. Unread.Select(unread => $"{unread.PredicateType} of {unread.CreatedAt:u} cannot be read: {unread.Reason}")];

    private UnreadStatement? Newer<T>(Attestation? latest)
        where T : class, IPredicate => UnreadOf<T>().LastOrDefault(unread => latest is null || unread.CreatedAt >= latest.CreatedAt);
}
