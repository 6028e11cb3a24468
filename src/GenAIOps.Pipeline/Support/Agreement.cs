using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Stages;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Support;

/// <summary>Whether what differs may be written: somebody agreed to it, or nobody has to. No cloud, no disk.</summary>
internal static class Agreement
{
    /// <param name="differences">What would be written.</param>
    /// <param name="emulated">Names of the environments on the emulator: there a first provisioning needs no leave.</param>
    /// <param name="options">What the command line says.</param>
    /// <param name="ask">Asks a person at a terminal, given the environments' names; null: nobody is there.</param>
    /// <exception cref="ExitCodeException">It may not. Nothing was written; exit code 3.</exception>
    public static void Require(IReadOnlyList<EnvironmentDifference> differences, IEnumerable<string> emulated, ProvisionOptions options, Func<string, bool>? ask)
    {
        RefuseLowering(differences);
        var hash = EnvironmentDifference.HashOf(differences);
        var names = string.Join(", ", differences.Where(difference => difference.HasChanges && !(difference.IsFirst && emulated.Contains(difference.Environment))).Select(difference => difference.Environment));
        if (options.Plan is { } plan)
        {
            // Also where nothing differs: then the difference that was agreed to is another one.
            if (plan.Equals(hash, StringComparison.OrdinalIgnoreCase)) return;
            throw Refused($"--apply-plan is {plan}, and the difference is {hash} now{(differences.Any(difference => difference.HasChanges) ? "" : ", which writes nothing")}: something changed since it was shown. Nothing was written. Read the difference above, and apply that one.");
        }

        if (options.Yes || names.Length == 0) return;
        if (ask is null)
            throw Refused($"{names} would change as shown above, and nobody is at a terminal to agree. Nothing was written. Run ./build.sh Provision --apply-plan {hash} to write exactly this, or --yes to write whatever differs.");
        if (!ask(names)) throw Refused($"Nobody agreed to the difference above. Nothing was written to {names}.");
    }

    private static void RefuseLowering(IEnumerable<EnvironmentDifference> differences)
    {
        string[] lowered = [.. differences.SelectMany(difference => difference.Resources).Where(resource => resource.Lowered.Count > 0).Select(resource => $"{resource.Name}: {string.Join(", ", resource.Lowered.Select(change => $"{change.Path} {change.Old} -> {change.New}"))} (--allow {resource.Name})")];
        if (lowered.Length > 0) throw Refused($"The model opens what others closed, or changes a content filter: {string.Join("; ", lowered)}. Nothing was written. Take it out of Build.cs, or name the resource.");
    }

    private static ExitCodeException Refused(string message) => new(ExitCodes.GateRefused, message);
}
