using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Commands that take MSBuild properties. Values are written as they are: <see cref="DotNetTasks.EscapeMSBuild"/> escapes what MSBuild would read as syntax.</summary>
[Argument("Properties", "--property:{key}={value}")]
public interface IDotNetPropertiesSettings;

/// <summary>As <see cref="IDotNetPropertiesSettings"/>, with the common properties by name.</summary>
public interface IDotNetMSBuildSettings : IDotNetPropertiesSettings;

[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
public static class DotNetPropertiesSettingsExtensions
{
    extension<T>(T o)
        where T : ToolOptions, IDotNetPropertiesSettings
    {
        public IReadOnlyDictionary<string, object?> Properties => o.Pairs("Properties");
        public T SetProperties(IEnumerable<KeyValuePair<string, object?>> values) => o.SetPairs("Properties", values);
        public T SetProperty(string key, object? value) => o.SetPair("Properties", key, value);
        public T AddProperty(string key, object? value) => o.AddPair("Properties", key, value);
        public T RemoveProperty(string key) => o.RemovePair("Properties", key);
        public T ClearProperties() => o.Set("Properties", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetMSBuildSettings
    {
        public T SetVersion(string? value) => o.SetProperty("Version", value);
        public T ResetVersion() => o.RemoveProperty("Version");

        public T SetVersionPrefix(string? value) => o.SetProperty("VersionPrefix", value);
        public T ResetVersionPrefix() => o.RemoveProperty("VersionPrefix");

        public T SetAssemblyVersion(string? value) => o.SetProperty("AssemblyVersion", value);
        public T ResetAssemblyVersion() => o.RemoveProperty("AssemblyVersion");

        public T SetFileVersion(string? value) => o.SetProperty("FileVersion", value);
        public T ResetFileVersion() => o.RemoveProperty("FileVersion");

        public T SetInformationalVersion(string? value) => o.SetProperty("InformationalVersion", value);
        public T ResetInformationalVersion() => o.RemoveProperty("InformationalVersion");

        public T SetPackageId(string? value) => o.SetProperty("PackageId", value);
        public T ResetPackageId() => o.RemoveProperty("PackageId");

        public T SetTitle(string? value) => o.SetProperty("Title", value);
        public T ResetTitle() => o.RemoveProperty("Title");

        public T SetDescription(string? value) => o.SetProperty("Description", value);
        public T ResetDescription() => o.RemoveProperty("Description");

        public T SetCopyright(string? value) => o.SetProperty("Copyright", value);
        public T ResetCopyright() => o.RemoveProperty("Copyright");

        public T SetPackageLicenseUrl(string? value) => o.SetProperty("PackageLicenseUrl", value);
        public T ResetPackageLicenseUrl() => o.RemoveProperty("PackageLicenseUrl");

        public T SetPackageProjectUrl(string? value) => o.SetProperty("PackageProjectUrl", value);
        public T ResetPackageProjectUrl() => o.RemoveProperty("PackageProjectUrl");

        public T SetPackageIconUrl(string? value) => o.SetProperty("PackageIconUrl", value);
        public T ResetPackageIconUrl() => o.RemoveProperty("PackageIconUrl");

        public T SetPackageReleaseNotes(string? value) => o.SetProperty("PackageReleaseNotes", value);
        public T ResetPackageReleaseNotes() => o.RemoveProperty("PackageReleaseNotes");

        public T SetRepositoryUrl(string? value) => o.SetProperty("RepositoryUrl", value);
        public T ResetRepositoryUrl() => o.RemoveProperty("RepositoryUrl");

        public T SetRepositoryType(string? value) => o.SetProperty("RepositoryType", value);
        public T ResetRepositoryType() => o.RemoveProperty("RepositoryType");

        public T SetPublishProfile(string? value) => o.SetProperty("PublishProfile", value);
        public T ResetPublishProfile() => o.RemoveProperty("PublishProfile");

        public T SetPlatform(string? value) => o.SetProperty("Platform", value);
        public T ResetPlatform() => o.RemoveProperty("Platform");

        public T SetWarningLevel(int? value) => o.SetProperty("WarningLevel", value);
        public T ResetWarningLevel() => o.RemoveProperty("WarningLevel");

        public T SetSymbolPackageFormat(DotNetSymbolPackageFormat? value) => o.SetProperty("SymbolPackageFormat", value);
        public T ResetSymbolPackageFormat() => o.RemoveProperty("SymbolPackageFormat");

        public T SetTreatWarningsAsErrors(bool? value) => o.SetProperty("TreatWarningsAsErrors", value);
        public T ResetTreatWarningsAsErrors() => o.RemoveProperty("TreatWarningsAsErrors");
        public T EnableTreatWarningsAsErrors() => o.SetTreatWarningsAsErrors(true);
        public T DisableTreatWarningsAsErrors() => o.SetTreatWarningsAsErrors(false);
        public T ToggleTreatWarningsAsErrors() => o.SetTreatWarningsAsErrors(!o.IsTrue("TreatWarningsAsErrors"));

        public T SetRunCodeAnalysis(bool? value) => o.SetProperty("RunCodeAnalysis", value);
        public T ResetRunCodeAnalysis() => o.RemoveProperty("RunCodeAnalysis");
        public T EnableRunCodeAnalysis() => o.SetRunCodeAnalysis(true);
        public T DisableRunCodeAnalysis() => o.SetRunCodeAnalysis(false);
        public T ToggleRunCodeAnalysis() => o.SetRunCodeAnalysis(!o.IsTrue("RunCodeAnalysis"));

        public T SetPackageRequireLicenseAcceptance(bool? value) => o.SetProperty("PackageRequireLicenseAcceptance", value);
        public T ResetPackageRequireLicenseAcceptance() => o.RemoveProperty("PackageRequireLicenseAcceptance");
        public T EnablePackageRequireLicenseAcceptance() => o.SetPackageRequireLicenseAcceptance(true);
        public T DisablePackageRequireLicenseAcceptance() => o.SetPackageRequireLicenseAcceptance(false);
        public T TogglePackageRequireLicenseAcceptance() => o.SetPackageRequireLicenseAcceptance(!o.IsTrue("PackageRequireLicenseAcceptance"));

        public T SetPublishReadyToRun(bool? value) => o.SetProperty("PublishReadyToRun", value);
        public T ResetPublishReadyToRun() => o.RemoveProperty("PublishReadyToRun");
        public T EnablePublishReadyToRun() => o.SetPublishReadyToRun(true);
        public T DisablePublishReadyToRun() => o.SetPublishReadyToRun(false);
        public T TogglePublishReadyToRun() => o.SetPublishReadyToRun(!o.IsTrue("PublishReadyToRun"));

        public T SetPublishSingleFile(bool? value) => o.SetProperty("PublishSingleFile", value);
        public T ResetPublishSingleFile() => o.RemoveProperty("PublishSingleFile");
        public T EnablePublishSingleFile() => o.SetPublishSingleFile(true);
        public T DisablePublishSingleFile() => o.SetPublishSingleFile(false);
        public T TogglePublishSingleFile() => o.SetPublishSingleFile(!o.IsTrue("PublishSingleFile"));

        public T SetPublishTrimmed(bool? value) => o.SetProperty("PublishTrimmed", value);
        public T ResetPublishTrimmed() => o.RemoveProperty("PublishTrimmed");
        public T EnablePublishTrimmed() => o.SetPublishTrimmed(true);
        public T DisablePublishTrimmed() => o.SetPublishTrimmed(false);
        public T TogglePublishTrimmed() => o.SetPublishTrimmed(!o.IsTrue("PublishTrimmed"));

        public T SetContinuousIntegrationBuild(bool? value) => o.SetProperty("ContinuousIntegrationBuild", value);
        public T ResetContinuousIntegrationBuild() => o.RemoveProperty("ContinuousIntegrationBuild");
        public T EnableContinuousIntegrationBuild() => o.SetContinuousIntegrationBuild(true);
        public T DisableContinuousIntegrationBuild() => o.SetContinuousIntegrationBuild(false);
        public T ToggleContinuousIntegrationBuild() => o.SetContinuousIntegrationBuild(!o.IsTrue("ContinuousIntegrationBuild"));

        public T SetDeterministicSourcePaths(bool? value) => o.SetProperty("DeterministicSourcePaths", value);
        public T ResetDeterministicSourcePaths() => o.RemoveProperty("DeterministicSourcePaths");
        public T EnableDeterministicSourcePaths() => o.SetDeterministicSourcePaths(true);
        public T DisableDeterministicSourcePaths() => o.SetDeterministicSourcePaths(false);
        public T ToggleDeterministicSourcePaths() => o.SetDeterministicSourcePaths(!o.IsTrue("DeterministicSourcePaths"));

        public T SetDeterministic(bool? value) => o.SetProperty("Deterministic", value);
        public T ResetDeterministic() => o.RemoveProperty("Deterministic");
        public T EnableDeterministic() => o.SetDeterministic(true);
        public T DisableDeterministic() => o.SetDeterministic(false);
        public T ToggleDeterministic() => o.SetDeterministic(!o.IsTrue("Deterministic"));

        public T SetNoWarns(params IEnumerable<int> values) => o.Join("NoWarn", ';', Texts(values));
        public T AddNoWarns(params IEnumerable<int> values) => o.Join("NoWarn", ';', [.. o.Parts("NoWarn", ';'), .. Texts(values)]);
        public T RemoveNoWarns(params IEnumerable<int> values) => o.Join("NoWarn", ';', o.Parts("NoWarn", ';').Except(Texts(values)));
        public T ResetNoWarns() => o.RemoveProperty("NoWarn");

        public T SetWarningsAsErrors(params IEnumerable<int> values) => o.Join("WarningsAsErrors", ';', Texts(values));
        public T AddWarningsAsErrors(params IEnumerable<int> values) => o.Join("WarningsAsErrors", ';', [.. o.Parts("WarningsAsErrors", ';'), .. Texts(values)]);
        public T RemoveWarningsAsErrors(params IEnumerable<int> values) => o.Join("WarningsAsErrors", ';', o.Parts("WarningsAsErrors", ';').Except(Texts(values)));
        public T ResetWarningsAsErrors() => o.RemoveProperty("WarningsAsErrors");

        public T SetAuthors(params IEnumerable<string> values) => o.Join("Authors", ',', values);
        public T AddAuthors(params IEnumerable<string> values) => o.Join("Authors", ',', [.. o.Parts("Authors", ','), .. values]);
        public T RemoveAuthors(params IEnumerable<string> values) => o.Join("Authors", ',', o.Parts("Authors", ',').Except(values));
        public T ResetAuthors() => o.RemoveProperty("Authors");

        public T SetPackageTags(params IEnumerable<string> values) => o.Join("PackageTags", ' ', values);
        public T AddPackageTags(params IEnumerable<string> values) => o.Join("PackageTags", ' ', [.. o.Parts("PackageTags", ' '), .. values]);
        public T RemovePackageTags(params IEnumerable<string> values) => o.Join("PackageTags", ' ', o.Parts("PackageTags", ' ').Except(values));
        public T ResetPackageTags() => o.RemoveProperty("PackageTags");

        private bool IsTrue(string property) => o.Properties.TryGetValue(property, out var value) && value is true or "true" or "True";

        private T Join(string property, char separator, IEnumerable<string> values) => o.SetProperty(property, string.Join(separator, values));

        private string[] Parts(string property, char separator) =>
            o.Properties.GetValueOrDefault(property)?.ToString()?.Split(separator, StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    private static IEnumerable<string> Texts(IEnumerable<int> values) => values.Select(x => x.ToString(CultureInfo.InvariantCulture));
}
