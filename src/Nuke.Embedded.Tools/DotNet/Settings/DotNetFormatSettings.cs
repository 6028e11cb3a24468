using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet format</c>.</summary>
[Argument("Severity", "--severity {value}")]
[Argument("VerifyNoChanges", "--verify-no-changes")]
[Argument("Include", "--include {value}")]
[Argument("Exclude", "--exclude {value}")]
[Argument("IncludeGenerated", "--include-generated")]
[Argument("Report", "--report {value}")]
[Argument("BinaryLog", "--binarylog {value}")]
public class DotNetFormatSettings() : DotNetOptions("format"),
    IDotNetProjectSettings, IDotNetNoRestoreSettings, IDotNetVerbositySettings, IDotNetBinaryLogSettings, IDotNetMSBuildSettings;

public static class DotNetFormatSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetFormatSettings
    {
        public DotNetFormatSeverity? Severity => o.Get<DotNetFormatSeverity>("Severity");
        public T SetSeverity(DotNetFormatSeverity? value) => o.Set("Severity", value);
        public T ResetSeverity() => o.Set("Severity", null);

        public bool? VerifyNoChanges => o.Get<bool?>("VerifyNoChanges");
        public T SetVerifyNoChanges(bool? value) => o.Set("VerifyNoChanges", value);
        public T ResetVerifyNoChanges() => o.Set("VerifyNoChanges", null);
        public T EnableVerifyNoChanges() => o.Set("VerifyNoChanges", true);
        public T DisableVerifyNoChanges() => o.Set("VerifyNoChanges", false);
        public T ToggleVerifyNoChanges() => o.Toggle("VerifyNoChanges");

        public IReadOnlyList<string> Include => o.List<string>("Include");
        public T SetInclude(params IEnumerable<string> values) => o.SetList("Include", values);
        public T AddInclude(params IEnumerable<string> values) => o.AddList("Include", values);
        public T RemoveInclude(params IEnumerable<string> values) => o.RemoveList("Include", values);
        public T ClearInclude() => o.Set("Include", null);

        public IReadOnlyList<string> Exclude => o.List<string>("Exclude");
        public T SetExclude(params IEnumerable<string> values) => o.SetList("Exclude", values);
        public T AddExclude(params IEnumerable<string> values) => o.AddList("Exclude", values);
        public T RemoveExclude(params IEnumerable<string> values) => o.RemoveList("Exclude", values);
        public T ClearExclude() => o.Set("Exclude", null);

        public bool? IncludeGenerated => o.Get<bool?>("IncludeGenerated");
        public T SetIncludeGenerated(bool? value) => o.Set("IncludeGenerated", value);
        public T ResetIncludeGenerated() => o.Set("IncludeGenerated", null);
        public T EnableIncludeGenerated() => o.Set("IncludeGenerated", true);
        public T DisableIncludeGenerated() => o.Set("IncludeGenerated", false);
        public T ToggleIncludeGenerated() => o.Toggle("IncludeGenerated");

        public string? Report => o.Get<string>("Report");
        public T SetReport(string? value) => o.Set("Report", value);
        public T ResetReport() => o.Set("Report", null);
    }
}
