using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What the command line says of a provisioning.</summary>
/// <param name="Yes">Whether the difference is agreed to before it is shown.</param>
/// <param name="Plan">The hash of a difference that an earlier run showed: only that very one is applied.</param>
/// <param name="Allowed">Resources whose security may be lowered.</param>
internal sealed record ProvisionOptions(bool Yes, string? Plan, IReadOnlyList<string> Allowed);

/// <summary>Shows what differs between the environments and their model, and makes them so once somebody agrees. The only stage that writes infrastructure.</summary>
internal static class ProvisionStage
{
    public static async Task RunAsync(BuildContext context, ProvisionOptions options, CancellationToken cancellationToken)
    {
        List<(EnvironmentModel Environment, Provisioner Provisioner, EnvironmentDifference Difference)> plans = [];
        foreach (var environment in await EnvironmentPrincipalsOf.FillAsync(context, cancellationToken))
        {
            BuildExtras.Progress($"comparing {environment.Name}");
            var cloud = await context.Clouds.OpenAsAdministratorAsync(environment, cancellationToken);
            await SubscriptionsOf.EnsureAsync(cloud, environment, cancellationToken);
            var provisioner = Checked(() => new Provisioner(cloud, environment.Estate, options.Allowed));
            plans.Add((environment, provisioner, await CheckedAsync(() => provisioner.CompareAsync(cancellationToken))));
        }

        EnvironmentDifference[] differences = [.. plans.Select(plan => plan.Difference)];
        var hash = EnvironmentDifference.HashOf(differences);
        Directory.CreateDirectory(context.Root / "artifacts");
        JsonFile.Write(context.Root / "artifacts" / "provision.json", DifferenceReport.Json(differences, hash));
        foreach (var line in DifferenceReport.Lines(differences)) Log.Information("{Line}", line);
        RefuseLowering(differences);
        if (differences.All(difference => !difference.HasChanges))
        {
            BuildExtras.MarkCached("every resource is as described");
            context.Report("Resources", $"all as described{Kept(differences)}");
            return;
        }

        Agree(context, plans.Where(plan => plan.Difference.HasChanges && !(plan.Environment.IsEmulated && plan.Difference.IsFirst)).Select(plan => plan.Environment.Name), options, hash);
        var written = 0;
        foreach (var (environment, provisioner, difference) in plans)
        {
            written += (await CheckedAsync(() => provisioner.ApplyAsync(difference, resource => BuildExtras.Progress($"{environment.Name}: {resource}"), cancellationToken))).Count;
            foreach (var omitted in await provisioner.OmittedAsync(cancellationToken)) Log.Warning("{Environment}: left out {Omitted}", environment.Name, omitted);
        }

        context.Clouds.Forget();
        context.Report("Resources", $"{written} created or changed{Kept(differences)}");
    }

    /// <summary>Somebody agrees, or nothing is written.</summary>
    private static void Agree(BuildContext context, IEnumerable<string> asked, ProvisionOptions options, string hash)
    {
        var names = string.Join(", ", asked);
        if (options.Plan is { } plan)
        {
            if (!plan.Equals(hash, StringComparison.OrdinalIgnoreCase))
                throw new ExitCodeException(ExitCodes.GateRefused, $"--apply-plan is {plan}, and the difference is {hash} now: something changed since it was shown. Nothing was written. Read the difference above, and apply that one.");
            return;
        }

        if (options.Yes || names.Length == 0) return;
        if (!context.Build.IsServerBuild && !Console.IsInputRedirected && !Console.IsOutputRedirected)
        {
            Console.Write($"Write this to {names}? Type yes: ");
            if (Console.ReadLine()?.Trim() is "yes") return;
            throw new ExitCodeException(ExitCodes.GateRefused, $"Nobody agreed to the difference above. Nothing was written to {names}.");
        }

        throw new ExitCodeException(ExitCodes.GateRefused, $"{names} would change as shown above, and nobody is at a terminal to agree. Nothing was written. Run ./build.sh Provision --apply-plan {hash} to write exactly this, or --yes to write whatever differs.");
    }

    private static void RefuseLowering(IEnumerable<EnvironmentDifference> differences)
    {
        string[] lowered = [.. differences.SelectMany(difference => difference.Resources).Where(resource => resource.Lowered.Count > 0).Select(resource => $"{resource.Name}: {string.Join(", ", resource.Lowered.Select(change => $"{change.Path} {change.Old} -> {change.New}"))} (--allow {resource.Name})")];
        if (lowered.Length > 0) throw new ExitCodeException(ExitCodes.GateRefused, $"The model opens what others closed, or changes a content filter: {string.Join("; ", lowered)}. Nothing was written. Take it out of Build.cs, or name the resource.");
    }

    private static string Kept(IEnumerable<EnvironmentDifference> differences) => differences.SelectMany(difference => difference.Resources).Sum(resource => resource.Kept.Count) is > 0 and var kept ? $"; {kept} settings of others kept" : "";

    private static T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static async Task<T> CheckedAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            throw new ExitCodeException(ExitCodes.GateRefused, e.Message);
        }
    }
}
