using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>Texts from <c>.nuke/parameters.json</c> and the chosen profiles; the last profile wins.</summary>
internal sealed class ParameterFiles
{
    private readonly List<Entry> _entries = [];

    private ParameterFiles() { }

    public IReadOnlyList<Entry> Entries => _entries;

    public static ParameterFiles Read(AbsolutePath root, IReadOnlyList<string> profiles, List<string> problems)
    {
        ParameterFiles files = new();
        files.Add(root, ".nuke/parameters.json", isOptional: true, problems);
        foreach (var profile in profiles) files.Add(root, $".nuke/parameters.{profile}.json", isOptional: false, problems);
        return files;
    }

    /// <returns>null if no file names it.</returns>
    public Entry? Find(string name) => _entries.FindLast(x => Kebab.Same(x.Name, name));

    private void Add(AbsolutePath root, string name, bool isOptional, List<string> problems)
    {
        var path = root / name;
        if (!path.FileExists())
        {
            if (!isOptional) problems.Add($"--profile: '{name}' does not exist.");
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(
                path.ReadAllText(),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("The outermost value must be an object.");
            foreach (var property in document.RootElement.EnumerateObject().Where(x => x.Name != "$schema"))
                Add(property, name, problems);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"{name}: cannot be read: {e.Message}");
        }
    }

    private void Add(JsonProperty property, string file, List<string> problems)
    {
        var texts = property.Value.ValueKind == JsonValueKind.Array
            ? property.Value.EnumerateArray().Select(Text).ToArray()
            : [Text(property.Value)];
        if (property.Value.ValueKind == JsonValueKind.Null) return;

        var known = texts.OfType<string>().ToArray();
        if (known.Length < texts.Length) problems.Add($"{file}: {property.Name}: must be a text, a number, true, false, or a list of these.");
        else _entries.Add(new Entry(property.Name, known, file));
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    internal sealed record Entry(string Name, string[] Texts, string File);
}
