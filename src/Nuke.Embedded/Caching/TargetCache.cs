using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Parameters;
using Nuke.Common.Sessions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Caching;

/// <summary>
/// Brings back what a target left behind when it ran on the same inputs, parameters, code and SDK. In doubt the target runs: a cache that
/// serves a wrong result is worse than none.
/// </summary>
internal sealed class TargetCache(BuildSession session, TargetKeys keys, ICacheStore store)
{
    /// <returns>Null if the cache is off.</returns>
    public static TargetCache? Open(INukeBuild build, BuildSession session, EngineSettings settings, ParameterValues parameters)
    {
        if (settings.NoCache || !build.ExecutionPlan.Any(x => x.Definition.IsCacheable)) return null;
        foreach (var target in build.ExecutionPlan.Where(x => x.Definition.IsCacheable)) TargetKeys.Check(target, session);
        FolderStore near = new(session.Root / ".nuke" / "temp" / "cache");
        return new TargetCache(session, new TargetKeys(build, session, parameters), settings.Cache switch
        {
            null => near,
            var address when (build as IOpenCacheStores)?.OpenCacheStore(address) is { } far => new LayeredStore(near, far, text => Warn(session, text)),
            var address when address.Contains("://", StringComparison.Ordinal) => throw new InvalidInputException(
                $"--cache: this build opens no '{address.Split("://")[0]}' stores. Give a folder, or let the build implement a component that opens them."),
            var folder => new FolderStore(AbsolutePath.Create(Path.GetFullPath(folder, session.Environment.WorkingDirectory))),
        });
    }

    /// <returns>Whether it was restored; if not, the key under which the run is to be stored, or null if it is not for the cache.</returns>
    public async Task<(bool Restored, TargetKey? Key)> TryRestoreAsync(ExecutableTarget target, CancellationToken cancellationToken)
    {
        if (!target.Definition.IsCacheable) return (false, null);
        TargetKey key;
        try
        {
            key = keys.Of(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(session, $"{target.Name} is not cached: {e.Message}");
            return (false, null);
        }

        if (key.Refusal is { } refusal)
        {
            Warn(session, $"{target.Name} is not cached: {refusal}.");
            return (false, null);
        }

        OutputFiles outputs = new(session.Root, target.Definition.OutputPatterns);
        if (await RestoreAsync(target, key, outputs, cancellationToken)) return (true, key);
        outputs.Delete();
        return (false, key);
    }

    public async Task StoreAsync(ExecutableTarget target, TargetKey key, CancellationToken cancellationToken)
    {
        try
        {
            if (!keys.Stands(target, key))
            {
                Warn(session, $"{target.Name} is not cached: its inputs changed while it ran.");
                return;
            }

            if (Entry(target, out var refusal) is not { } entry)
            {
                Warn(session, $"{target.Name} is not cached: {refusal}.");
                return;
            }

            await store.WriteAsync(key.Key, entry.ToJson(), Contents(entry), cancellationToken);
            KeyRecord.Write(session.Root, target, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(session, $"{target.Name} could not be kept in the cache: {e.Message}");
        }
    }

    /// <summary>Why a target would run, or not, in one line.</summary>
    public async Task<string> ExplainAsync(ExecutableTarget target, CancellationToken cancellationToken)
    {
        if (!target.Definition.IsCacheable) return "runs: it names no Inputs, so nothing tells whether it must";
        var key = keys.Of(target);
        if (key.Refusal is { } refusal) return $"runs: not cached, since {refusal}";
        if (await store.FindAsync(key.Key, cancellationToken) is not null) return $"cached: nothing has changed ({store.Name})";
        return "runs: " + (KeyRecord.Read(session.Root, target) is { } before ? KeyRecord.Difference(before, key) : "it has not run yet with these inputs");
    }

    private async Task<bool> RestoreAsync(ExecutableTarget target, TargetKey key, OutputFiles outputs, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.FindAsync(key.Key, cancellationToken) is not { } found) return false;
            var entry = CacheEntry.Parse(found, target.Name, outputs.Set);
            var result = entry.Result?.Read();
            var written = await outputs.RestoreAsync(entry, store, cancellationToken);
            target.Result = result;
            foreach (var (name, value) in entry.Summary) target.SummaryInformation[name] = value;
            target.Cached = written == 0 ? "nothing changed" : $"restored {written} {(written == 1 ? "file" : "files")}, {Size(entry.Outputs)}";
            KeyRecord.Write(session.Root, target, key);
            if (store is LayeredStore layered) await layered.KeepNearAsync(key.Key, found, Contents(entry), cancellationToken);
            return true;
        }
        catch (InvalidDataException e)
        {
            Warn(session, $"{target.Name} runs: the cache's entry cannot be used, since {e.Message}.");
            await store.RemoveAsync(key.Key, cancellationToken);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(session, $"{target.Name} runs: the cache cannot be read: {e.Message}");
            return false;
        }
    }

    private CacheEntry? Entry(ExecutableTarget target, out string refusal)
    {
        OutputFiles outputs = new(session.Root, target.Definition.OutputPatterns);
        var files = outputs.Read();
        var kept = TargetResult.Keep(target.Result, session.Output.Secrets);
        refusal = outputs.Set.Unmatched([.. files.Select(x => x.Path)]).FirstOrDefault() is { } pattern ? $"it left nothing at Outputs(\"{pattern}\")"
            : files.FirstOrDefault(x => x.Link is not null && !CacheEntry.IsLinkBelow(x)) is { } link ? $"its output {link.Path} is a link to {link.Link}, which is not below the root directory"
            : target.Result is not null && kept is null ? $"it returns a {target.Result.GetType().Name}, which cannot be kept as JSON (a record of simple values can)"
            : "";
        if (refusal.Length > 0) return null;
        var summary = target.SummaryInformation.ToDictionary(x => session.Output.Secrets.Apply(x.Key), x => session.Output.Secrets.Apply(x.Value ?? ""));
        return new CacheEntry(1, target.Name, session.Environment.Time.GetUtcNow(), files, summary, kept);
    }

    private Dictionary<string, Func<Stream>> Contents(CacheEntry entry) => entry.Outputs.Where(x => x.Link is null).DistinctBy(x => x.Digest).ToDictionary(
        x => x.Digest, x => (Func<Stream>)(() => new FileStream(session.Root / x.Path, FileMode.Open, FileAccess.Read, FileShare.Read)), StringComparer.Ordinal);

    private static string Size(IEnumerable<FileState> files)
    {
        var bytes = files.Sum(x => x.Size);
        return bytes < 1_000_000 ? FormattableString.Invariant($"{bytes / 1e3:0.0} kB") : FormattableString.Invariant($"{bytes / 1e6:0.0} MB");
    }

    private static void Warn(BuildSession session, string text) => session.Output.Write("warning: " + text, Tone.Warning);
}
