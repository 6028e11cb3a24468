
namespace Nuke.Common.IO;

internal static class RootFinder
{
    /// <returns>The nearest directory, from <paramref name="start"/> upwards, that holds <c>.nuke</c>; null if there is none.</returns>
    public static AbsolutePath? Find(string start)
    {
        for (var directory = AbsolutePath.Create(start); directory is not null; directory = directory.Parent)
        {
            if (Path.Exists(directory / ".nuke")) return directory;
        }

        return null;
    }
}
