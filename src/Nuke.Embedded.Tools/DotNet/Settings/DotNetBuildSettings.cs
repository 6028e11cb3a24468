using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet build</c>.</summary>
[Argument("NoIncremental", "--no-incremental")]
[Argument("NoConsoleLogger", "/noconsolelogger")]
public class DotNetBuildSettings() : DotNetOptions("build"),
    IDotNetProjectFileSettings, IDotNetConfigurationSettings, IDotNetFrameworkSettings, IDotNetRuntimeSettings,
    IDotNetSelfContainedSettings, IDotNetVersionSuffixSettings, IDotNetOutputDirectorySettings, IDotNetNoRestoreSettings,
    IDotNetFeedSettings, IDotNetSourcesSettings, IDotNetPackagesSettings, IDotNetVerbositySettings, IDotNetNoLogoSettings,
    IDotNetLoggersSettings, IDotNetBinaryLogSettings, IDotNetMSBuildSettings;

public static class DotNetBuildSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetBuildSettings
    {
        public bool? NoIncremental => o.Get<bool?>("NoIncremental");
        public T SetNoIncremental(bool? value) => o.Set("NoIncremental", value);
        public T ResetNoIncremental() => o.Set("NoIncremental", null);
        public T EnableNoIncremental() => o.Set("NoIncremental", true);
        public T DisableNoIncremental() => o.Set("NoIncremental", false);
        public T ToggleNoIncremental() => o.Toggle("NoIncremental");

        public bool? NoConsoleLogger => o.Get<bool?>("NoConsoleLogger");
        public T SetNoConsoleLogger(bool? value) => o.Set("NoConsoleLogger", value);
        public T ResetNoConsoleLogger() => o.Set("NoConsoleLogger", null);
        public T EnableNoConsoleLogger() => o.Set("NoConsoleLogger", true);
        public T DisableNoConsoleLogger() => o.Set("NoConsoleLogger", false);
        public T ToggleNoConsoleLogger() => o.Toggle("NoConsoleLogger");
    }
}
