namespace GenAIOps.Benchmarks;

/// <summary>Packages of npm, which are measured beside ours or make what is measured.</summary>
internal static class Npm
{
    /// <param name="variable">An environment variable that may name a folder where it is installed; <c>none</c> leaves it out.</param>
    /// <param name="scratch">Else it is installed here.</param>
    /// <param name="name">The package that is wanted.</param>
    /// <param name="packages">What npm is to install.</param>
    /// <returns>The folder; null where it cannot be had, which is said.</returns>
    public static async Task<string?> InstalledAsync(string variable, string scratch, string name, params string[] packages)
    {
        var folder = Environment.GetEnvironmentVariable(variable) ?? Path.Combine(scratch, name);
        if (folder == "none")
        {
            Console.Error.WriteLine($"{name} is left out, as {variable} says.");
            return null;
        }

        if (Directory.Exists(Path.Combine(folder, "node_modules", name))) return folder;
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
            await Measured.OnceAsync(folder, ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", .. packages]);
            return folder;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine($"{name} is left out: npm could not install it ({e.Message.Split('\n')[0]}).");
            return null;
        }
    }
}
