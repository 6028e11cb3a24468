using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>Whether somebody was given the roles that evaluators need. Without them Foundry answers null and no error; so does this emulator.</summary>
/// <remarks>
/// The owner's token stands for every principal here, so an assignment counts whoever it is for. It counts where its scope is the project, its account, or above.
/// </remarks>
internal sealed class JudgeRoles(ResourceStore resources, ModelDeployments deployments)
{
    private const string Assignments = "Microsoft.Authorization/roleAssignments";
    private static readonly string[] CallsModels = ["5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", "a001fd3d-188f-4b5d-821b-7da978bf7442"]; // Cognitive Services OpenAI User, … Contributor
    private static readonly string[] UsesProject = ["53ca6127-db72-4b80-b1b0-d745d6d5456d"]; // Foundry User

    /// <returns>Why the criterion cannot score anything; null where it can.</returns>
    public UnscoredException? Problem(string project, Criterion criterion) => criterion.Need switch
    {
        EvaluatorNeed.Model => Deployment(project, criterion.Deployment!)
            ?? (Has(project, CallsModels) ? null : Denied($"Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action on '{criterion.Deployment}'")),
        EvaluatorNeed.SafetyService => Has(project, UsesProject) ? null : Denied($"Microsoft.CognitiveServices/accounts/AIServices/evaluations/write on '{project}'"),
        _ => null,
    };

    private UnscoredException? Deployment(string project, string name)
    {
        try
        {
            deployments.Find(project, name);
            return null;
        }
        catch (OpenAIErrorException missing)
        {
            return new UnscoredException("DeploymentNotFound", missing.Message);
        }
    }

    private bool Has(string project, string[] roles)
    {
        if (deployments.ProjectId(project) is not { } id) return false;
        string key = ResourceId.KeyOf(id);
        return resources.List(type: Assignments).Any(assignment => Covers(assignment, key) && Role(assignment) is { } role && roles.Any(each => role.EndsWith(each, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool Covers(JsonObject assignment, string project)
    {
        string id = ResourceId.KeyOf((string)assignment["id"]!);
        int end = id.LastIndexOf("/providers/microsoft.authorization/", StringComparison.Ordinal);
        string scope = end < 0 ? "/" : id[..end];
        return project == scope || project.StartsWith(scope + "/", StringComparison.Ordinal);
    }

    private static string? Role(JsonObject assignment) => OpenAIRequest.Text(assignment["properties"]?["roleDefinitionId"]);

    private static UnscoredException Denied(string action) => new("PermissionDenied", $"The principal lacks the required data action {action}.");
}
