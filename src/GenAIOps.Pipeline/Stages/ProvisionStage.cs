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

/// <param name="Environment">Where.</param>
/// <param name="Provisioner">Writes it.</param>
/// <param name="Difference">What it would write.</param>
internal sealed record ProvisionPlan(EnvironmentModel Environment, Provisioner Provisioner, EnvironmentDifference Difference);

/// <summary>Shows what differs between the environments and their model, and makes them so once somebody agrees. The only stage that writes infrastructure.</summary>
internal static class ProvisionStage
{
    public static async Task<ProvisionResult> RunAsync(BuildContext context, ProvisionOptions options, CancellationToken cancellationToken)
    {
        var plans = await context.Ahead.ComparedAsync() ?? await CompareAsync(context, options.Allowed, BuildExtras.Progress, cancellationToken);
        EnvironmentDifference[] differences = [.. plans.Select(plan => plan.Difference)];
        var hash = EnvironmentDifference.HashOf(differences);
        Directory.CreateDirectory(context.Root / "artifacts");
        JsonFile.Write(context.Root / "artifacts" / "provision.json", DifferenceReport.Json(differences, hash));
        foreach (var line in DifferenceReport.Lines(differences)) Log.Information("{Line}", line);
        var isAttended = !context.Build.IsServerBuild && !Console.IsInputRedirected && !Console.IsOutputRedirected;
        Agreement.Require(differences, plans.Where(plan => plan.Environment.IsEmulated).Select(plan => plan.Environment.Name), options, isAttended ? Ask : null);
        var kept = differences.SelectMany(difference => difference.Resources).Sum(resource => resource.Kept.Count);
        if (differences.All(difference => !difference.HasChanges))
        {
            BuildExtras.MarkCached("every resource is as described");
            context.Report("Resources", $"all as described{Kept(kept)}");
            return new ProvisionResult(hash, 0, kept);
        }

        var written = 0;
        foreach (var (environment, provisioner, difference) in plans)
        {
            written += (await CheckedAsync(() => provisioner.ApplyAsync(difference, resource => BuildExtras.Progress($"{environment.Name}: {resource}"), cancellationToken))).Count;
            foreach (var omitted in await provisioner.OmittedAsync(cancellationToken)) Log.Warning("{Environment}: left out {Omitted}", environment.Name, omitted);
        }

        context.Clouds.Forget();
        context.Report("Resources", $"{written} created or changed{Kept(kept)}");
        return new ProvisionResult(hash, written, kept);
    }

    /// <summary>Looks at each environment that this run is about. Writes nothing.</summary>
    public static async Task<IReadOnlyList<ProvisionPlan>> CompareAsync(BuildContext context, IReadOnlyList<string> allowed, Action<string> progress, CancellationToken cancellationToken)
    {
        List<ProvisionPlan> plans = [];
        foreach (var environment in await EnvironmentPrincipalsOf.FillAsync(context, cancellationToken))
        {
            progress($"comparing {environment.Name}");
            var cloud = await context.Clouds.OpenAsAdministratorAsync(environment, cancellationToken);
            var provisioner = Checked(() => new Provisioner(cloud, environment.Estate, allowed, makesSubscriptions: environment.IsEmulated));
            plans.Add(new ProvisionPlan(environment, provisioner, await CheckedAsync(() => provisioner.CompareAsync(cancellationToken))));
        }

        return plans;
    }

    private static bool Ask(string names)
    {
        Console.Write($"Write this to {names}? Type yes: ");
        return Console.ReadLine()?.Trim() is "yes";
    }

    private static string Kept(int kept) => kept > 0 ? $"; {kept} settings of others kept" : "";

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
