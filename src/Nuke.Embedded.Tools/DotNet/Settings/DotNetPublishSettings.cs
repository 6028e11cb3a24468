using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet publish</c>.</summary>
[Argument("Manifest", "--manifest {value}")]
[Argument("Targets", "/t:{value}", Separator = ";")]
public class DotNetPublishSettings() : DotNetOptions("publish"),
    IDotNetProjectSettings, IDotNetConfigurationSettings, IDotNetFrameworkSettings, IDotNetRuntimeSettings, IDotNetArchitectureSettings,
    IDotNetSelfContainedSettings, IDotNetVersionSuffixSettings, IDotNetOutputSettings, IDotNetNoRestoreSettings, IDotNetNoBuildSettings,
    IDotNetFeedSettings, IDotNetSourcesSettings, IDotNetPackagesSettings, IDotNetVerbositySettings, IDotNetNoLogoSettings,
    IDotNetMSBuildSettings;

public static class DotNetPublishSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetPublishSettings
    {
        public string? Manifest => o.Get<string>("Manifest");
        public T SetManifest(string? value) => o.Set("Manifest", value);
        public T ResetManifest() => o.Set("Manifest", null);

        public IReadOnlyList<string> Targets => o.List<string>("Targets");
        public T SetTargets(params IEnumerable<string> values) => o.SetList("Targets", values);
        public T AddTargets(params IEnumerable<string> values) => o.AddList("Targets", values);
        public T RemoveTargets(params IEnumerable<string> values) => o.RemoveList("Targets", values);
        public T ClearTargets() => o.Set("Targets", null);
    }
}
