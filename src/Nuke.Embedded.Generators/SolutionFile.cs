using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Nuke.Common.Generators;

/// <summary>A folder of a solution; the top one has no name.</summary>
internal sealed class SolutionFolder(string name)
{
    public string Name { get; } = name;
    public List<(string Name, string Path)> Projects { get; } = new();
    public List<SolutionFolder> Folders { get; } = new();
}

/// <summary>Reads .sln and .slnx as trees.</summary>
internal static class SolutionFile
{
    private const string FolderType = "{2150E333-8FDC-42A3-9474-1A3956D46DE8}";

    public static SolutionFolder Read(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".sln" => ReadSln(File.ReadAllText(file)),
        ".slnx" => ReadSlnx(XDocument.Load(file)),
        var extension => throw new InvalidDataException($"'{file}': extension '{extension}' is neither .sln nor .slnx"),
    };

    private static SolutionFolder ReadSln(string text)
    {
        SolutionFolder top = new("");
        Dictionary<string, SolutionFolder> folders = new(System.StringComparer.OrdinalIgnoreCase);
        var lines = Regex.Matches(text, """^\s*Project\("(?<type>[^"]+)"\)\s*=\s*"(?<name>[^"]*)"\s*,\s*"(?<path>[^"]*)"\s*,\s*"(?<id>[^"]*)""", RegexOptions.Multiline).Cast<Match>().ToArray();
        var nested = Regex.Match(text, @"GlobalSection\(NestedProjects\)(?<lines>.*?)EndGlobalSection", RegexOptions.Singleline).Groups["lines"].Value;
        var parents = Regex.Matches(nested, @"(?<child>\{[^}]+\})\s*=\s*(?<parent>\{[^}]+\})").Cast<Match>().ToDictionary(x => x.Groups["child"].Value, x => x.Groups["parent"].Value, System.StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Where(IsFolder)) folders[line.Groups["id"].Value] = new SolutionFolder(line.Groups["name"].Value);
        foreach (var line in lines)
        {
            var id = line.Groups["id"].Value;
            var parent = parents.TryGetValue(id, out var above) && folders.TryGetValue(above, out var folder) ? folder : top;
            if (IsFolder(line)) parent.Folders.Add(folders[id]);
            else parent.Projects.Add((line.Groups["name"].Value, line.Groups["path"].Value.Replace('\\', '/')));
        }

        return top;

        static bool IsFolder(Match line) => line.Groups["type"].Value.Equals(FolderType, System.StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Folders are flat there, with paths as names: <c>/src/tools/</c>.</summary>
    private static SolutionFolder ReadSlnx(XDocument document)
    {
        SolutionFolder top = new("");
        foreach (var project in document.Descendants("Project").Where(x => x.Attribute("Path") is not null))
        {
            var at = top;
            var names = ((string?)project.Parent?.Attribute("Name") ?? "").Split(new[] { '/' }, System.StringSplitOptions.RemoveEmptyEntries);
            foreach (var name in names)
            {
                var next = at.Folders.FirstOrDefault(x => x.Name == name);
                if (next is null) at.Folders.Add(next = new SolutionFolder(name));
                at = next;
            }

            var path = project.Attribute("Path")!.Value.Replace('\\', '/');
            at.Projects.Add(((string?)project.Attribute("DisplayName") ?? Path.GetFileNameWithoutExtension(path), path));
        }

        return top;
    }
}
