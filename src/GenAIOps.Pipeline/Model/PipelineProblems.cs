namespace GenAIOps.Pipeline;

/// <summary>Everything that is wrong with a model, before anything runs: in words, each with its place in Build.cs.</summary>
internal static class PipelineProblems
{
    public static IEnumerable<string> Of(PipelineDefinition definition)
    {
        List<string> problems = [.. OfAgents(definition), .. OfCommandLine(definition)];
        return problems.Count > 0 || definition.Environments.Count == 0 ? problems : OfEnvironments(definition);
    }

    private static IEnumerable<string> OfAgents(PipelineDefinition definition)
    {
        if (definition.Agents.Count == 0) yield return "IShipAgents.Agents is empty: a pipeline ships at least one agent.";
        foreach (var same in definition.Agents.GroupBy(agent => agent.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)) yield return $"IShipAgents.Agents: '{same.Key}' is given {same.Count()} times.";
        foreach (var agent in definition.Agents)
        {
            if (definition.HasTests && agent.Tests.Count == 0)
                yield return $"{SourcePlace.Of(definition.Root, agent.File, agent.Line)}agent '{agent.Name}': Tests is empty, and the build runs tests (ITestAgent). Name the folders of its test projects, such as Tests = [\"tests/*.Tests\"], or leave ITestAgent out of the build.";
            foreach (var other in agent.HandsOffTo.Where(other => other == agent.Name || definition.Agents.All(known => known.Name != other)))
                yield return $"Agent '{agent.Name}' hands off to '{other}', which is no other agent of this pipeline; there are: {string.Join(", ", definition.Agents.Select(known => known.Name))}.";
        }
    }

    private static IEnumerable<string> OfCommandLine(PipelineDefinition definition)
    {
        if (definition.Environments.Count == 0) yield return "IShipAgents.Environments is empty: an agent is shipped to at least one environment.";
        if (definition.Cloud is not (null or "emulator" or "azure")) yield return $"--cloud {definition.Cloud} is unknown. Use emulator (the default) or azure.";
        if (definition.OnlyAgent is { } agent && definition.Agents.All(known => known.Name != agent)) yield return $"--agent {agent} is no agent of this pipeline; there are: {string.Join(", ", definition.Agents.Select(known => known.Name))}.";
        if (definition.OnlyEnvironment is { } environment && definition.Environments.All(known => known.Name != environment)) yield return $"--environment {environment} is no environment of this pipeline; there are: {string.Join(", ", definition.Environments.Select(known => known.Name))}.";
    }

    private static IEnumerable<string> OfEnvironments(PipelineDefinition definition)
    {
        var clouds = definition.Environments.Select(definition.CloudOf).Distinct().ToList();
        if (clouds.Count > 1)
            yield return $"{Place(definition, definition.Environments[^1])}the environments are in {string.Join(" and ", clouds)}, which share no registry. Put them into one cloud; --cloud emulator rehearses all of them on the emulator.";
        var needsSubscription = definition.Environments.Any(environment => definition.CloudOf(environment) != TargetCloud.Emulator && environment.SubscriptionId is null) && !Guid.TryParse(definition.SubscriptionId, out _);
        if (needsSubscription)
            yield return $"--azure-subscription-id is '{definition.SubscriptionId}', and environments in Azure need a subscription's GUID. Set it, or the variable AZURE_SUBSCRIPTION_ID, or SubscriptionId in Build.cs.";
        foreach (var same in definition.Environments.GroupBy(environment => environment.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            yield return $"{Place(definition, same.Last())}environment '{same.Key}' is given {same.Count()} times, first in {Place(definition, same.First()).TrimEnd(':', ' ')}.";
        var all = PipelineModel.Resolve(definition);
        foreach (var environment in all)
        {
            var problems = environment.Definition.Problems().Concat(environment.Estate.Problems()).Concat(OfJudges(definition, environment)).Where(problem => !needsSubscription || !IsOfSubscription(problem));
            foreach (var problem in problems.Distinct()) yield return $"{Place(definition, environment.Definition)}environment '{environment.Name}': {problem}";
        }

        foreach (var problem in OfPlaces(definition, all)) yield return problem;
    }

    private static bool IsOfSubscription(string problem) => problem.StartsWith("SubscriptionId", StringComparison.Ordinal) || problem.StartsWith("Registry: '/subscriptions//", StringComparison.Ordinal);

    /// <summary>An app is told by its group and, where others bring it, by its Container Apps environment: two environments must not be one.</summary>
    private static IEnumerable<string> OfPlaces(PipelineDefinition definition, IReadOnlyList<EnvironmentModel> all)
    {
        foreach (var same in all.DistinctBy(environment => environment.Name).GroupBy(environment => $"{environment.Estate.SubscriptionId}/{environment.Estate.ResourceGroup}".ToLowerInvariant()).Where(same => same.Count() > 1))
            yield return $"{Place(definition, same.Last().Definition)}environments {Names(same)} are in one resource group, '{same.First().Estate.ResourceGroup}', and would be one app. Give each a ResourceGroup of its own.";
        foreach (var same in all.DistinctBy(environment => environment.Name).Where(environment => environment.Estate.Existing.ContainerEnvironment is not null).GroupBy(environment => environment.Estate.Existing.ContainerEnvironment!.ToLowerInvariant()).Where(same => same.Count() > 1))
            yield return $"{Place(definition, same.Last().Definition)}environments {Names(same)} use one Container Apps environment, '{same.Key}', in which an app's name stands once. Give each its own.";
    }

    private static IEnumerable<string> OfJudges(PipelineDefinition definition, EnvironmentModel environment) => !environment.Does(EnvironmentStages.Evaluate)
        ? []
        : definition.Agents.Where(agent => agent.JudgeDeployment is { } judge && environment.Estate.Models.All(model => model.Name != judge))
            .Select(agent => $"JudgeDeployment '{agent.JudgeDeployment}' of agent '{agent.Name}' is none of its Models; it has {string.Join(", ", environment.Estate.Models.Select(model => $"'{model.Name}'"))}.");

    private static string Place(PipelineDefinition definition, DeploymentEnvironment environment) => environment.Place(definition.Root);

    private static string Names(IEnumerable<EnvironmentModel> environments) => string.Join(", ", environments.Select(environment => $"'{environment.Name}'"));
}
