namespace GenAIOps.Evaluation.Reports;

/// <summary>A file of a report: a reader sees the old one or the new one, never half of it.</summary>
internal static class ReportFile
{
    public static void Replace(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var draft = full + ".new";
        try
        {
            using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
            }

            File.Move(draft, full, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
