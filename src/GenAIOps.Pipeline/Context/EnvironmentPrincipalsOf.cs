using Serilog;

namespace GenAIOps.Pipeline.Context;

/// <summary>Who gets roles: the object ids of the identities that the model names, each in its own environment, and in another only to see what is live.</summary>
internal static class EnvironmentPrincipalsOf
{
    /// <returns>The environments that this run is about, with their principals. On the emulator an identity's token tells its object id.</returns>
    public static async Task<IReadOnlyList<EnvironmentModel>> FillAsync(BuildContext context, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> ids = [];
        foreach (var environment in context.Model.Environments) ids[environment.Name] = await IdAsync(context, environment, cancellationToken);
        return
        [
            .. context.Model.Environments.Where(environment => context.Build.OnlyEnvironment is null || environment.Name == context.Build.OnlyEnvironment).Select(environment => environment with
            {
                Estate = environment.Estate with
                {
                    Principals = environment.Estate.Principals with
                    {
                        Deployer = ids[environment.Name],
                        LiveReaders = environment.Does(EnvironmentStages.Release)
                            ? [.. context.Model.Environments.Where(other => other.Name != environment.Name && other.Does(EnvironmentStages.Evaluate)).Select(other => ids[other.Name]).OfType<string>().Where(id => id != ids[environment.Name])]
                            : [],
                    },
                },
            }),
        ];
    }

    private static async Task<string?> IdAsync(BuildContext context, EnvironmentModel environment, CancellationToken cancellationToken)
    {
        if (environment.Identity is not { } identity) return null;
        // First: the emulator gives its identities object ids of its own.
        if (environment.IsEmulated) return await (await context.Clouds.OpenAsync(environment, cancellationToken)).ObjectIdAsync(cancellationToken);
        if (identity.ObjectId is { } known) return known;
        Log.Warning("{Environment}: Identity has no ObjectId in Build.cs, so no role is assigned to {ClientId}. Give it, or have an administrator see to the roles", environment.Name, identity.ClientId);
        return null;
    }
}
