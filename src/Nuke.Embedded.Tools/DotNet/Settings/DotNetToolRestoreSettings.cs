using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet tool restore</c>.</summary>
[Argument("ToolManifest", "--tool-manifest {value}")]
[Argument("Sources", "--add-source {value}")]
public class DotNetToolRestoreSettings() : DotNetOptions("tool restore"),
    IDotNetFeedSettings, IDotNetSourcesSettings, IDotNetConfigFileSettings, IDotNetInteractiveSettings;

public static class DotNetToolRestoreSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetToolRestoreSettings
    {
        public string? ToolManifest => o.Get<string>("ToolManifest");
        public T SetToolManifest(string? value) => o.Set("ToolManifest", value);
        public T ResetToolManifest() => o.Set("ToolManifest", null);
    }
}
