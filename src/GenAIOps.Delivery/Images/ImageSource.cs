namespace GenAIOps.Delivery.Images;

/// <summary>Where an agent's image comes from. What follows, from <c>Push</c> on, does not know which of them it was.</summary>
public abstract record ImageSource
{
    private protected ImageSource() { }

    /// <summary>A CycloneDX bill of materials that the user brings, for images that this build cannot look into; null: made from the .NET project.</summary>
    public string? SbomFile { get; init; }
}

/// <summary>An agent's image: <c>Image.FromProject()</c>, <c>Image.FromDockerfile("Dockerfile")</c>, <c>Image.FromRegistry("registry/agent@sha256:…")</c>.</summary>
public static class Image
{
    /// <summary>The published .NET project of the agent.</summary>
    public static ProjectImage FromProject() => new();

    /// <summary>What a Dockerfile says, built by an engine that is there: docker buildx, podman or buildah.</summary>
    /// <param name="dockerfile">Relative to the agent's folder.</param>
    public static DockerfileImage FromDockerfile(string dockerfile = "Dockerfile") => new(dockerfile);

    /// <summary>An image that exists already.</summary>
    /// <param name="reference">By digest: <c>registry/repository@sha256:…</c></param>
    public static ExistingImage FromRegistry(string reference) => new(reference);
}

/// <inheritdoc cref="Image.FromProject"/>
public sealed record ProjectImage : ImageSource
{
    /// <summary>Such as <c>linux-x64</c> and <c>linux-arm64</c>: one image for each, and an index of them. Empty: portable, for hosts that have .NET.</summary>
    public IReadOnlyList<string> RuntimeIdentifiers { get; init; } = [];

    /// <summary>Whether .NET itself is in the image; needs <see cref="RuntimeIdentifiers"/>.</summary>
    public bool SelfContained { get; init; }

    public Compression Compression { get; init; }

    /// <summary>By digest, <c>registry/repository:tag@sha256:…</c>; null: none, for hosts that bring .NET.</summary>
    public string? Base { get; init; }
}

/// <inheritdoc cref="Image.FromDockerfile"/>
public sealed record DockerfileImage(string Dockerfile) : ImageSource
{
    /// <summary>The folder sent to the engine, relative to the agent's; null: the agent's.</summary>
    public string? Context { get; init; }

    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>();

    /// <summary>docker, podman or buildah; null: the first that is there.</summary>
    public string? Engine { get; init; }
}

/// <inheritdoc cref="Image.FromRegistry"/>
public sealed record ExistingImage(string Reference) : ImageSource;
