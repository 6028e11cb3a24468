using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet pack</c>.</summary>
[Argument("IncludeSource", "--include-source")]
[Argument("IncludeSymbols", "--include-symbols")]
[Argument("Serviceable", "--serviceable")]
public class DotNetPackSettings() : DotNetOptions("pack"),
    IDotNetProjectSettings, IDotNetConfigurationSettings, IDotNetRuntimeSettings, IDotNetVersionSuffixSettings,
    IDotNetOutputDirectorySettings, IDotNetNoRestoreSettings, IDotNetNoBuildSettings, IDotNetFeedSettings, IDotNetSourcesSettings,
    IDotNetPackagesSettings, IDotNetVerbositySettings, IDotNetNoLogoSettings, IDotNetMSBuildSettings;

public static class DotNetPackSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetPackSettings
    {
        public bool? IncludeSource => o.Get<bool?>("IncludeSource");
        public T SetIncludeSource(bool? value) => o.Set("IncludeSource", value);
        public T ResetIncludeSource() => o.Set("IncludeSource", null);
        public T EnableIncludeSource() => o.Set("IncludeSource", true);
        public T DisableIncludeSource() => o.Set("IncludeSource", false);
        public T ToggleIncludeSource() => o.Toggle("IncludeSource");

        public bool? IncludeSymbols => o.Get<bool?>("IncludeSymbols");
        public T SetIncludeSymbols(bool? value) => o.Set("IncludeSymbols", value);
        public T ResetIncludeSymbols() => o.Set("IncludeSymbols", null);
        public T EnableIncludeSymbols() => o.Set("IncludeSymbols", true);
        public T DisableIncludeSymbols() => o.Set("IncludeSymbols", false);
        public T ToggleIncludeSymbols() => o.Toggle("IncludeSymbols");

        public bool? Serviceable => o.Get<bool?>("Serviceable");
        public T SetServiceable(bool? value) => o.Set("Serviceable", value);
        public T ResetServiceable() => o.Set("Serviceable", null);
        public T EnableServiceable() => o.Set("Serviceable", true);
        public T DisableServiceable() => o.Set("Serviceable", false);
        public T ToggleServiceable() => o.Toggle("Serviceable");
    }
}
