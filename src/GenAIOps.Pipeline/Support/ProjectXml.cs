using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace GenAIOps.Pipeline.Support;

/// <summary>What one MSBuild file names, as it stands there, with forward slashes; null: a path that only MSBuild could tell.</summary>
/// <param name="Imports">Other MSBuild files; those that come with the SDK or a package are left out.</param>
/// <param name="Items">Projects, and files and folders outside of the project's folder.</param>
/// <param name="Reads">Of items <c>TestReads</c>.</param>
/// <param name="Variables">Of items <c>TestReadsVariable</c>.</param>
internal sealed partial record ProjectXml(IReadOnlyList<string?> Imports, IReadOnlyList<string?> Items, IReadOnlyList<string?> Reads, IReadOnlyList<string> Variables)
{
    private const int MostDepth = 8;
    private static readonly ProjectXml s_nothing = new([], [], [], []);

    /// <summary>Items that are no files.</summary>
    private static readonly HashSet<string> s_names = new(
        ["PackageReference", "PackageVersion", "PackageDownload", "GlobalPackageReference", "FrameworkReference", "InternalsVisibleTo", "Using", "AssemblyMetadata", "AssemblyAttribute",
         "ProjectCapability", "RuntimeHostConfigurationOption", "SupportedPlatform", "TrimmerRootAssembly"],
        StringComparer.Ordinal);

    /// <summary>Nothing, where there is no such file or it is no XML: compiling it says what is wrong.</summary>
    public static ProjectXml Read(string file)
    {
        if (!File.Exists(file)) return s_nothing;
        try
        {
            return Read(XDocument.Load(file));
        }
        catch (XmlException)
        {
            return s_nothing;
        }
    }

    private static ProjectXml Read(XDocument xml)
    {
        List<string?> imports = [], items = [], reads = [];
        List<string> variables = [];
        var properties = Properties(xml);
        foreach (var element in xml.Descendants())
        {
            var include = Filled((string?)element.Attribute("Include"), properties);
            switch (element.Name.LocalName)
            {
                case "Import" when element.Attribute("Sdk") is null:
                    imports.AddRange(Paths(Filled((string?)element.Attribute("Project"), properties)));
                    break;
                case "TestReads":
                    reads.AddRange(Paths(include));
                    break;
                case "TestReadsVariable":
                    variables.AddRange(include.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                    break;
                case "HintPath":
                    items.AddRange(Paths(Filled(element.Value, properties)).Where(IsElsewhere));
                    break;
                case var name when !s_names.Contains(name):
                    items.AddRange(Paths(include).Where(IsElsewhere));
                    break;
            }
        }

        return new ProjectXml(imports, items, reads, variables);
    }

    /// <summary>Those that the file gives one value.</summary>
    private static Dictionary<string, string> Properties(XDocument xml) => xml.Descendants().Where(element => element.Parent?.Name.LocalName == "PropertyGroup")
        .GroupBy(element => element.Name.LocalName, element => element.Value.Trim(), StringComparer.OrdinalIgnoreCase)
        .Where(values => values.Distinct(StringComparer.Ordinal).Count() == 1)
        .ToDictionary(values => values.Key, values => values.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Values may name properties in turn; one that names itself ends there.</summary>
    private static string Filled(string? text, Dictionary<string, string> properties)
    {
        var filled = text ?? "";
        for (var depth = 0; depth < MostDepth && filled.Contains("$(", StringComparison.Ordinal); depth++)
        {
            filled = Property().Replace(filled, match => properties.GetValueOrDefault(match.Groups[1].Value, match.Value));
        }

        return filled;
    }

    private static IEnumerable<string?> Paths(string list)
    {
        foreach (var part in list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Varying().Replace(part.Replace('\\', '/'), "*");
            // Other items stand for themselves.
            if (path.StartsWith('@') || Made().IsMatch(path)) continue;
            yield return Here().Replace(path, "").Contains("$(", StringComparison.Ordinal) ? null : path;
        }
    }

    /// <summary>The project's folder counts in any case.</summary>
    private static bool IsElsewhere(string? path) =>
        path is null || path.Contains("..", StringComparison.Ordinal) || path.Contains("$(", StringComparison.Ordinal) || Path.IsPathRooted(path) || ProjectGraph.IsProject(path);

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Property();

    /// <summary>Known without MSBuild.</summary>
    [GeneratedRegex(@"\$\((MSBuildThisFileDirectory|MSBuildProjectDirectory|ProjectDir)\)", RegexOptions.IgnoreCase)]
    private static partial Regex Here();

    /// <summary>A part of a name that may be anything.</summary>
    [GeneratedRegex(@"\$\((AssemblyName|RootNamespace|MSBuildProjectName|Configuration|Platform|TargetFramework|RuntimeIdentifier)\)", RegexOptions.IgnoreCase)]
    private static partial Regex Varying();

    /// <summary>What compiling makes, and what comes with the SDK or a package: lock file and global.json stand for that. Files of the folders above are looked for there.</summary>
    [GeneratedRegex(@"^\$\((OutDir|OutputPath|BaseOutputPath|TargetDir|PublishDir|IntermediateOutputPath|BaseIntermediateOutputPath|NuGetPackageRoot|Pkg\w+|MSBuildExtensionsPath\w*|MSBuildToolsPath|MSBuildBinPath|VSToolsPath|NetCoreTargetingPackRoot)\)|^\$\(\[MSBuild\]::(GetPathOfFileAbove\('?Directory\.|EnsureTrailingSlash\('\$\(NuGetPackageRoot\))", RegexOptions.IgnoreCase)]
    private static partial Regex Made();
}
