namespace GenAIOps.Emulator.Registry;

/// <summary>A folder that stands for <c>/</c>. Paths of layers are followed inside it, symbolic links included, and never lead out.</summary>
internal sealed class ImageRoot(string root)
{
    private const int MostLinks = 40;
    private readonly string _root = Path.GetFullPath(root);

    /// <summary>The parts of a path in a layer, relative to the root.</summary>
    /// <exception cref="InvalidDataException">The path climbs with <c>..</c>, or has characters no path has.</exception>
    public static string[] Parts(string path, string entry)
    {
        string[] parts = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ".")];
        bool unsafePart = parts.Any(part => part is ".." || part.Contains('\0', StringComparison.Ordinal)
            || (OperatingSystem.IsWindows() && part.AsSpan().ContainsAny("\\:")));
        return unsafePart ? throw Escape(entry) : parts;
    }

    /// <summary>The real folder that the parts lead to; folders that are missing are made.</summary>
    public string Enter(IEnumerable<string> parts, string entry)
    {
        LinkedList<string> rest = new(parts);
        string at = _root;
        int links = 0;
        while (rest.First is { } first)
        {
            rest.RemoveFirst();
            if (first.Value is "..")
            {
                at = at == _root ? throw Escape(entry) : Path.GetDirectoryName(at)!;
                continue;
            }
            string next = Path.Combine(at, first.Value);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                if (!Directory.Exists(next)) MakeFolder(next, entry);
                at = next;
                continue;
            }
            if (++links > MostLinks) throw new InvalidDataException($"layer entry '{entry}' follows more than {MostLinks} symbolic links.");
            if (Path.IsPathRooted(target)) throw Escape(entry);
            foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ".").Reverse()) rest.AddFirst(part);
        }
        return at;
    }

    /// <summary>What a symbolic link in <paramref name="folder"/> must point at: always relative, an absolute target counted from the root.</summary>
    public string LinkTarget(string[] folder, string target, string entry)
    {
        string[] steps = [.. target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ".")];
        // The link lies in a real folder, which may be less deep than its name in the layer says.
        string real = Path.GetRelativePath(_root, Enter(folder, entry));
        int depth = real is "." ? 0 : real.Split(Path.DirectorySeparatorChar).Length;
        int at = target.StartsWith('/') ? 0 : depth;
        foreach (string step in steps)
        {
            at += step is ".." ? -1 : 1;
            if (at < 0) throw Escape(entry);
        }
        string[] way = target.StartsWith('/') ? [.. Enumerable.Repeat("..", depth), .. steps] : steps;
        return way.Length == 0 ? "." : string.Join('/', way);
    }

    public static bool IsRealFolder(string path) => new DirectoryInfo(path) is { Exists: true, LinkTarget: null };

    /// <summary>Removes what is at the path, itself: a link, not its target.</summary>
    public static void Remove(string path)
    {
        if (IsRealFolder(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

    private static void MakeFolder(string path, string entry)
    {
        if (File.Exists(path)) throw new InvalidDataException($"layer entry '{entry}' is below a file.");
        Directory.CreateDirectory(path);
    }

    private static InvalidDataException Escape(string entry) => new($"layer entry '{entry}' reaches outside the image.");
}
