using System.Globalization;

namespace Nuke.Common.CI.Bamboo;

/// <summary>Bamboo, by its variables (confluence.atlassian.com/bamboo, "Bamboo variables").</summary>
public sealed class Bamboo : Host, IBuildServer
{
    internal Bamboo(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new Bamboo? Instance => Host.Instance as Bamboo;

    public long AgentId => GetNumber("bamboo_agentId");
    public string AgentWorkingDirectory => Get("bamboo_agentWorkingDirectory");
    public string AgentHome => Get("BAMBOO_AGENT_HOME");
    public string BuildKey => Get("bamboo_buildKey");
    public long BuildNumber => GetNumber("bamboo_buildNumber");
    public string BuildPlanName => Get("bamboo_buildPlanName");
    public string BuildResultsKey => Get("bamboo_buildResultKey");
    public string BuildResultsUrl => Get("bamboo_buildResultsUrl");
    public DateTime BuildTimeStamp => DateTime.TryParse(Get("bamboo_buildTimeStamp"), CultureInfo.InvariantCulture, out var time) ? time : default;
    public string BuildWorkingDirectory => Get("bamboo_build_working_directory");
    public bool BuildFailed => GetFlag("bamboo_buildFailed");
    public string PlanKey => Get("bamboo_planKey");
    public string ShortPlanKey => Get("bamboo_shortPlanKey");
    public string PlanName => Get("bamboo_planName");
    public string ShortPlanName => Get("bamboo_shortPlanName");
    public string PlanStorageTag => Get("bamboo_plan_storageTag");
    public string PlanResultsUrl => Get("bamboo_resultsUrl");
    public string ShortJobKey => Get("bamboo_shortJobKey");
    public string ShortJobName => Get("bamboo_shortJobName");

    string? IBuildServer.Branch => GetIfAny("bamboo_planRepository_branchName");
    string? IBuildServer.Commit => GetIfAny("bamboo_planRepository_revision");
}
