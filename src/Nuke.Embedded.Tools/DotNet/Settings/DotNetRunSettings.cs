using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet run</c>.</summary>
[Argument("DisableBuildServers", "--disable-build-servers")]
[Argument("LaunchProfile", "--launch-profile {value}")]
[Argument("NoLaunchProfile", "--no-launch-profile")]
[Argument("NoSelfContained", "--no-self-contained")]
[Argument("ApplicationArguments", "-- {value}", Position = -1, Separator = " ")]
[Argument("ProjectFile", "--project {value}")]
public class DotNetRunSettings() : DotNetOptions("run"),
    IDotNetProjectFileSettings, IDotNetConfigurationSettings, IDotNetFrameworkSettings, IDotNetRuntimeSettings, IDotNetArchitectureSettings,
    IDotNetSelfContainedSettings, IDotNetNoRestoreSettings, IDotNetNoBuildSettings, IDotNetFeedSettings, IDotNetSourcesSettings,
    IDotNetPackagesSettings, IDotNetInteractiveSettings, IDotNetVerbositySettings, IDotNetMSBuildSettings;

public static class DotNetRunSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetRunSettings
    {
        public bool? DisableBuildServers => o.Get<bool?>("DisableBuildServers");
        public T SetDisableBuildServers(bool? value) => o.Set("DisableBuildServers", value);
        public T ResetDisableBuildServers() => o.Set("DisableBuildServers", null);
        public T EnableDisableBuildServers() => o.Set("DisableBuildServers", true);
        public T DisableDisableBuildServers() => o.Set("DisableBuildServers", false);
        public T ToggleDisableBuildServers() => o.Toggle("DisableBuildServers");

        public string? LaunchProfile => o.Get<string>("LaunchProfile");
        public T SetLaunchProfile(string? value) => o.Set("LaunchProfile", value);
        public T ResetLaunchProfile() => o.Set("LaunchProfile", null);

        public bool? NoLaunchProfile => o.Get<bool?>("NoLaunchProfile");
        public T SetNoLaunchProfile(bool? value) => o.Set("NoLaunchProfile", value);
        public T ResetNoLaunchProfile() => o.Set("NoLaunchProfile", null);
        public T EnableNoLaunchProfile() => o.Set("NoLaunchProfile", true);
        public T DisableNoLaunchProfile() => o.Set("NoLaunchProfile", false);
        public T ToggleNoLaunchProfile() => o.Toggle("NoLaunchProfile");

        public bool? NoSelfContained => o.Get<bool?>("NoSelfContained");
        public T SetNoSelfContained(bool? value) => o.Set("NoSelfContained", value);
        public T ResetNoSelfContained() => o.Set("NoSelfContained", null);
        public T EnableNoSelfContained() => o.Set("NoSelfContained", true);
        public T DisableNoSelfContained() => o.Set("NoSelfContained", false);
        public T ToggleNoSelfContained() => o.Toggle("NoSelfContained");

        public IReadOnlyList<string> ApplicationArguments => o.List<string>("ApplicationArguments");
        public T SetApplicationArguments(params IEnumerable<string> values) => o.SetList("ApplicationArguments", values);
        public T AddApplicationArguments(params IEnumerable<string> values) => o.AddList("ApplicationArguments", values);
        public T RemoveApplicationArguments(params IEnumerable<string> values) => o.RemoveList("ApplicationArguments", values);
        public T ClearApplicationArguments() => o.Set("ApplicationArguments", null);
    }
}
