using System.Runtime.CompilerServices;

namespace GenAIOps.Pipeline;

/// <summary>The registry of all environments: a resource of the pipeline, not of one environment.</summary>
public sealed record ImageRegistry
{
    /// <param name="existing">Its resource id where it is there already; null: the pipeline makes one.</param>
    /// <param name="file">Filled in by the compiler: where mistakes are told.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public ImageRegistry(string? existing = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => (Existing, File, Line) = (existing, file, line);

    /// <summary>The resource id of one that exists; null: the pipeline makes one.</summary>
    public string? Existing { get; }

    /// <summary>5 to 50 letters and digits, unique in Azure. Null: the pipeline's name and the beginning of the subscription.</summary>
    public string? Name { get; init; }

    /// <summary>A GUID. Null: that of the first environment.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Null: the pipeline's name and <c>-shared</c>.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>Null: that of the first environment.</summary>
    public string? Location { get; init; }

    internal string File { get; }

    internal int Line { get; }
}
