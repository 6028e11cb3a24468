using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GenAIOps.Pipeline.Support;
using Serilog;

namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>
/// Results of modules that passed, by the fingerprints of their inputs and of what was around them. Each is sealed with a key of this folder, so that one
/// which was edited, or came from elsewhere, is not believed.
/// </summary>
/// <param name="folder">A file for each result.</param>
/// <param name="keyFile">The key; made when it is first needed.</param>
internal sealed class TestResults(string folder, string keyFile)
{
    private const int KeySize = 32;
    private const int MostOfAModule = 32;

    /// <returns>Null where there is none, or none that may be believed.</returns>
    public ModuleResult? Find(TestModule module, string fingerprint)
    {
        var file = FileOf(module, fingerprint);
        if (!File.Exists(file)) return null;
        if (JsonFile.Read<Sealed>(file) is { Result: { Succeeded: true, CarriedOver: false } result, Seal: { } seal } && ReadKey() is { } key
            && result.Module == module.Name && result.Fingerprint == fingerprint && SealOf(key, result, module) == seal)
        {
            return result;
        }

        Log.Warning("{File} is not what a build of this folder wrote: {Module} is run again", file, module.Name);
        return null;
    }

    /// <summary>What failed leaves no result of these inputs behind.</summary>
    public void Keep(TestModule module, ModuleResult result)
    {
        var file = FileOf(module, result.Fingerprint);
        if (!result.Succeeded)
        {
            File.Delete(file);
            return;
        }

        JsonFile.Write(file, new Sealed(result, SealOf(ReadKey() ?? MakeKey(), result, module)));
        foreach (var old in new DirectoryInfo(folder).EnumerateFiles($"{module.Name}-*.json").OrderByDescending(x => x.LastWriteTimeUtc).Skip(MostOfAModule)) old.Delete();
    }

    private string FileOf(TestModule module, string fingerprint) => Path.Combine(folder, $"{module.Name}-{fingerprint[..16]}-{module.Inputs.Surroundings()[..8]}.json");

    private static string SealOf(byte[] key, ModuleResult result, TestModule module) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(result, JsonFile.Options) + module.Inputs.Surroundings())));

    private byte[]? ReadKey() => File.Exists(keyFile) && File.ReadAllBytes(keyFile) is { Length: KeySize } key ? key : null;

    private byte[] MakeKey()
    {
        var key = RandomNumberGenerator.GetBytes(KeySize);
        Directory.CreateDirectory(Path.GetDirectoryName(keyFile)!);
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream file = new(keyFile, options);
        file.Write(key);
        return key;
    }

    private sealed record Sealed(ModuleResult? Result, string? Seal);
}
