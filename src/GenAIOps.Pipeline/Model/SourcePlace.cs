namespace GenAIOps.Pipeline;

/// <summary>Where in the build's sources something is said.</summary>
internal static class SourcePlace
{
    // The root, as deterministic compilations write it.
    private const string MappedRoot = "/_/";

    /// <returns>Such as <c>build/Build.cs, line 12: </c>; empty where nobody said it.</returns>
    public static string Of(string root, string file, int line)
    {
        if (file.Length == 0) return "";
        var path = file.StartsWith(MappedRoot, StringComparison.Ordinal) ? file[MappedRoot.Length..]
            : Path.IsPathRooted(file) && Path.GetRelativePath(root, file) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative
            : file;
        return $"{path}, line {line}: ";
    }
}
