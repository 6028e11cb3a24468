// The pipeline for people who use Cake: the same stages, by the same code, as ./build.sh. See docs/cake.md.
//   dotnet build src/GenAIOps.Cake -c Release && dotnet tool restore && dotnet cake build/build.cake
#reference "../src/GenAIOps.Cake/bin/Release/net10.0/GenAIOps.Cake.dll"

var root = MakeAbsolute(Directory(Argument("root", "..")));
var agent = new GenAIOpsSettings
{
    Root = root,
    Name = "support-agent",
    Title = "SupportAgent",
    Project = "src/SupportAgent",
    Solution = Argument("solution", "GenAIOps.sln"),
    Cloud = Argument<string>("cloud", null),
    Digest = Argument<string>("digest", null),
    Approve = Argument<string>("approve", null),
    EmulatorPort = Argument<int?>("emulator-port", null),
};
if (Argument<string>("tests", null) is { } tests)
{
    agent.Tests.Clear();
    agent.Tests.Add(tests);
}

Task("Test").Does(() => GenAIOpsTest(agent));
Task("Containerize").IsDependentOn("Test").Does(() => Information("{0}", GenAIOpsContainerize(agent).Digest));
Task("Provision").Does(() => GenAIOpsProvision(agent));
Task("Push").IsDependentOn("Containerize").IsDependentOn("Provision").Does(() => GenAIOpsPush(agent));
Task("DeployDev").IsDependentOn("Push").Does(() => GenAIOpsDeployDev(agent));
Task("EvaluateQa").IsDependentOn("DeployDev").Does(() => Information("{0}", GenAIOpsEvaluateQa(agent)));
Task("ReleaseProd").IsDependentOn("EvaluateQa").Does(() => Information("{0}", GenAIOpsReleaseProd(agent)));
Task("RegisterAlerts").IsDependentOn("ReleaseProd").Does(() => GenAIOpsRegisterAlerts(agent));
Task("Rollback").Does(() => GenAIOpsRollback(agent));
Task("GenerateCi").Does(() => GenAIOpsGenerateCi(agent, HasArgument("check")));
Task("VerifyReproducible").IsDependentOn("Containerize").Does(() => GenAIOpsVerifyReproducible(agent));
Task("LocalUp").Does(() => GenAIOpsLocalUp(agent));
Task("LocalDown").Does(() => GenAIOpsLocalDown(agent));
Task("Status").Does(() => GenAIOpsStatus(agent));
Task("Ship").IsDependentOn("RegisterAlerts");

try
{
    RunTarget(Argument("target", "Ship"));
}
catch (CakeReportException report) when (report.InnerException is CakeException cause)
{
    // Cake 7 ends with 1 whatever a task throws; what a task ended with is inside.
    throw cause;
}
