namespace Nuke.Common.CI.AzurePipelines;

/// <summary>The formats of code coverage that Azure Pipelines reads.</summary>
public enum AzurePipelinesCodeCoverageToolType
{
    JaCoCo,
    Cobertura,
}
