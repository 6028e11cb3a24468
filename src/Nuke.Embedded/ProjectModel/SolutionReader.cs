using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

/// <summary>Reading solutions without MSBuild.</summary>
public static partial class SolutionModelExtensions
{
    private const string SolutionFolder = "{2150E333-8FDC-42A3-9474-1A3956D46DE8}";

    /// <exception cref="InvalidDataException">The file is neither a .sln nor a .slnx.</exception>
    public static Solution ReadSolution(this AbsolutePath path) => path.Extension.ToLowerInvariant() switch
    {
        ".sln" => new Solution(path, ReadSln(path)),
        ".slnx" => new Solution(path, ReadSlnx(path)),
        var extension => throw new InvalidDataException($"Solution '{path}': extension '{extension}' is neither .sln nor .slnx."),
    };

    private static IEnumerable<(string Name, string RelativePath)> ReadSln(AbsolutePath path)
    {
        var text = File.ReadAllText(path);
        if (!text.Contains("Microsoft Visual Studio Solution File", StringComparison.Ordinal))
            throw new InvalidDataException($"Solution '{path}': the header 'Microsoft Visual Studio Solution File' is missing.");

        return ProjectLine().Matches(text)
            .Where(match => !match.Groups["type"].ValueSpan.Equals(SolutionFolder, StringComparison.OrdinalIgnoreCase))
            .Select(match => (match.Groups["name"].Value, match.Groups["path"].Value.Replace('\\', '/')));
    }

    private static IEnumerable<(string Name, string RelativePath)> ReadSlnx(AbsolutePath path)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(path);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"Solution '{path}': not XML ({e.Message})", e);
        }

        return document.Descendants("Project")
            .Where(project => project.Attribute("Path") is not null)
            .Select(project => (Path: project.Attribute("Path")!.Value.Replace('\\', '/'), Name: (string?)project.Attribute("DisplayName")))
            .Select(project => (project.Name ?? Path.GetFileNameWithoutExtension(project.Path), project.Path));
    }

    [GeneratedRegex("""^\s*Project\("(?<type>[^"]+)"\)\s*=\s*"(?<name>[^"]*)"\s*,\s*"(?<path>[^"]*)"\s*,""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
