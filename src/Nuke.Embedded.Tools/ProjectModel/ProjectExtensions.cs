using System.ComponentModel;
using System.Text.Json;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;

namespace Nuke.Common.ProjectModel;

/// <summary>What MSBuild makes of a project. Each call evaluates it in a process of its own (about a second), with the SDK that also builds it.</summary>
public static class ProjectExtensions
{
    /// <returns>The evaluated value; null if it is empty or not set.</returns>
    /// <exception cref="ProcessException">The project cannot be evaluated.</exception>
    public static string? GetProperty(this Project project, string propertyName) => Properties(project, propertyName).GetValueOrDefault(propertyName);

    /// <inheritdoc cref="GetProperty(Project, string)"/>
    public static T? GetProperty<T>(this Project project, string propertyName) =>
        project.GetProperty(propertyName) is { } text ? (T?)TypeDescriptor.GetConverter(typeof(T)).ConvertFromInvariantString(text) : default;

    /// <returns><c>TargetFrameworks</c>, or the one <c>TargetFramework</c>.</returns>
    public static IReadOnlyCollection<string> GetTargetFrameworks(this Project project) => OneOrMore(project, "TargetFramework");

    /// <returns><c>RuntimeIdentifiers</c>, or the one <c>RuntimeIdentifier</c>.</returns>
    public static IReadOnlyCollection<string> GetRuntimeIdentifiers(this Project project) => OneOrMore(project, "RuntimeIdentifier");

    public static string? GetOutputType(this Project project) => project.GetProperty("OutputType");

    /// <returns>The items' identities, as written in the project after globs are resolved.</returns>
    public static IEnumerable<string> GetItems(this Project project, string itemGroupName) =>
        Items(project, itemGroupName).Select(x => x.GetProperty("Identity").GetString()!);

    /// <returns>The value for each item that has one.</returns>
    public static IEnumerable<string> GetItemMetadata(this Project project, string itemGroupName, string metadataName) =>
        Items(project, itemGroupName).Select(x => Metadata(x, metadataName)).OfType<string>();

    /// <returns>null if no such item has it.</returns>
    public static string? GetItemMetadataSingleOrDefault(this Project project, string itemGroupName, string includeName, string metadataName) =>
        Items(project, itemGroupName).Where(x => Is(x, includeName)).Select(x => Metadata(x, metadataName)).SingleOrDefault();

    public static bool HasPackageReference(this Project project, string packageId) => Items(project, "PackageReference").Any(x => Is(x, packageId));

    /// <returns>The version as it is written beside the reference; null if there is no such reference, or its version is managed elsewhere.</returns>
    public static string? GetPackageReferenceVersion(this Project project, string packageId) =>
        project.GetItemMetadataSingleOrDefault("PackageReference", packageId, "Version");

    private static string[] OneOrMore(Project project, string name)
    {
        var values = Properties(project, name + "s", name);
        return (values.GetValueOrDefault(name + "s") ?? values.GetValueOrDefault(name))
            ?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }

    /// <returns>The values that are not empty.</returns>
    private static Dictionary<string, string> Properties(Project project, params string[] names)
    {
        // Asked for one property alone, MSBuild answers with the bare value; for two, always with JSON.
        var answer = Evaluate(project, string.Join(' ', names.Append("MSBuildProjectName").Select(x => $"-getProperty:{x}")));
        return answer.GetProperty("Properties").EnumerateObject()
            .Where(x => x.Value.GetString() is { Length: > 0 })
            .ToDictionary(x => x.Name, x => x.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
    }

    private static JsonElement[] Items(Project project, string itemGroupName) =>
        [.. Evaluate(project, $"-getItem:{itemGroupName}").GetProperty("Items").GetProperty(itemGroupName).EnumerateArray()];

    private static JsonElement Evaluate(Project project, string questions)
    {
        var output = DotNetTasks.DotNet($"msbuild {project.Path} -nologo {questions:nq}", logOutput: false, logInvocation: false);
        using var document = JsonDocument.Parse(output.StdToText());
        return document.RootElement.Clone();
    }

    private static bool Is(JsonElement item, string identity) => item.GetProperty("Identity").GetString()!.Equals(identity, StringComparison.OrdinalIgnoreCase);

    private static string? Metadata(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
