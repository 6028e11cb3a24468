using System.Text.RegularExpressions;

namespace GenAIOps.Delivery.Images;

/// <summary>An image's name: <c>registry/repository[:tag][@sha256:…]</c>, the registry never left out.</summary>
/// <remarks>github.com/distribution/reference: what has neither dot, colon nor is localhost is no registry.</remarks>
public sealed partial record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    /// <exception cref="InvalidDataException">It is no such name.</exception>
    public static ImageReference Parse(string text)
    {
        var match = Form().Match(text ?? "");
        return match.Success
            ? new ImageReference(match.Groups["registry"].Value, match.Groups["repository"].Value, Value("tag"), Value("digest"))
            : throw new InvalidDataException($"'{text}' is no image name. Write registry/repository:tag@sha256:…, such as mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:…");

        string? Value(string group) => match.Groups[group] is { Success: true, Value: var value } ? value : null;
    }

    public override string ToString() => $"{Registry}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    [GeneratedRegex(@"^(?<registry>(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|localhost|[a-zA-Z0-9-]+(?=:))(?::[0-9]{1,5})?)/(?<repository>[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
