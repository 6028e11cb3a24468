namespace SupportAgent.Knowledge;

/// <summary>A help article.</summary>
/// <param name="Id">Its file name without the extension; what answers cite.</param>
/// <param name="Title">For people and for retrieval.</param>
/// <param name="Text">The body, Markdown.</param>
internal sealed record Article(string Id, string Title, string Text)
{
    /// <summary>Reads Markdown with front matter (<c>id</c>, <c>title</c>, <c>tags</c>).</summary>
    /// <exception cref="InvalidDataException">The front matter is missing or incomplete.</exception>
    public static Article Parse(string file, string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');
        var end = lines.Length > 0 && lines[0] == "---" ? Array.IndexOf(lines, "---", 1) : -1;
        if (end < 0)
        {
            throw new InvalidDataException($"{file}:1: front matter is missing. Begin the article with ---, id:, title:, ---.");
        }

        string Field(string name) => lines[1..end].Where(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault()
            ?? throw new InvalidDataException($"{file}: the front matter has no {name}. Add a line '{name}: ...'.");
        return new Article(Field("id"), Field("title"), string.Join('\n', lines[(end + 1)..]).Trim());
    }
}
