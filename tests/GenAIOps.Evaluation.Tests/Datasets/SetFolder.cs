using System.Text;

namespace GenAIOps.Evaluation.Tests.Datasets;

/// <summary>A folder for the files of one test.</summary>
internal sealed class SetFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("genaiops-").FullName;

    public string Root => _folder;

    public string Path(string name) => System.IO.Path.Combine(_folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text, new UTF8Encoding(false));
        return Path(name);
    }

    public static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "GenAIOps.sln"))) folder = System.IO.Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("GenAIOps.sln is in no parent folder.");
        return folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
