using Cake.Core.IO;

namespace GenAIOps.Cake;

/// <summary>The agent that is shipped, and where to. What is null is decided as <c>./build.sh</c> does: by the environment, <c>.nuke/parameters.json</c>, or the default.</summary>
public sealed class GenAIOpsSettings
{
    /// <summary>The repository's root; null: the working directory.</summary>
    public DirectoryPath? Root { get; set; }

    /// <summary>The container app's, repository's and agent's name: lower-case letters, digits and hyphens, 2 to 24 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>The agent's folder, relative to the root, with <c>agent.yaml</c>, <c>prompts/</c> and <c>evaluation/</c> in it.</summary>
    public DirectoryPath Project { get; set; } = ".";

    /// <summary>The project's name and that of its assembly.</summary>
    public string Title { get; set; } = "";

    /// <summary>The solution that is built and tested, relative to the root.</summary>
    public FilePath Solution { get; set; } = "";

    /// <summary>The folders of the test projects: globs relative to the root.</summary>
    public ICollection<string> Tests { get; } = ["tests/*.Tests"];

    /// <summary>Where the compiled emulator is, relative to the root.</summary>
    public DirectoryPath EmulatorBinaries { get; set; } = "src/GenAIOps.Emulator/bin/Release/net10.0";

    /// <summary>emulator (a local Azure) or azure.</summary>
    public string? Cloud { get; set; }

    /// <summary>A GUID; needed with <c>azure</c>.</summary>
    public string? AzureSubscriptionId { get; set; }

    public string? AzureLocation { get; set; }

    /// <summary>The digest of the image to ship, of several agents <c>agent=digest</c> separated by commas; by default what was built.</summary>
    public string? Digest { get; set; }

    /// <summary>What the image is put on, by digest.</summary>
    public string? BaseImage { get; set; }

    /// <summary>Signs the evidence: the address of a Key Vault key, or a file.</summary>
    public string? SigningKey { get; set; }

    public int? EmulatorPort { get; set; }

    /// <summary>Approves a release to PROD: the digest, or <c>ask</c>.</summary>
    public string? Approve { get; set; }

    /// <summary>Who approves, as it is written into the evidence.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>The options that say the same to the engine.</summary>
    internal IEnumerable<string> Options()
    {
        (string Name, string? Value)[] all =
        [
            ("--cloud", Cloud), ("--azure-subscription-id", AzureSubscriptionId), ("--azure-location", AzureLocation), ("--digest", Digest), ("--base-image", BaseImage), ("--signing-key", SigningKey),
            ("--emulator-port", EmulatorPort?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("--approve", Approve), ("--approved-by", ApprovedBy),
        ];
        return all.Where(x => x.Value is not null).SelectMany(x => new[] { x.Name, x.Value! });
    }
}
