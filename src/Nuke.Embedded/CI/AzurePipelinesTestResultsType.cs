namespace Nuke.Common.CI.AzurePipelines;

/// <summary>The formats of test results that Azure Pipelines reads.</summary>
public enum AzurePipelinesTestResultsType
{
    JUnit,
    NUnit,
    VSTest,
    XUnit,
    CTest,
}
