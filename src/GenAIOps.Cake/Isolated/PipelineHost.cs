using GenAIOps.Pipeline;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Cake.Isolated;

/// <summary>The other side of <see cref="IsolatedPipeline"/>.</summary>
internal static class PipelineHost
{
    /// <param name="root">The repository's root.</param>
    /// <param name="arguments">As on the command line of <c>./build.sh</c>.</param>
    /// <param name="agent">name, title, project, solution, emulator, and tests (one a line).</param>
    /// <param name="line">Takes each line of output.</param>
    /// <param name="cancellationToken">What Ctrl-C is.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string root, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> agent, Action<string> line, CancellationToken cancellationToken)
    {
        AgentDefinition definition = new(agent["name"], AbsolutePath.Create(agent["project"]), file: "")
        {
            Title = agent["title"],
            Solution = AbsolutePath.Create(agent["solution"]),
            Tests = agent["tests"].Split('\n', StringSplitOptions.RemoveEmptyEntries),
            EmulatorBinaries = AbsolutePath.Create(agent["emulator"]),
        };
        await using LineWriter output = new(line);
        return await BuildHost.RunAsync(() => new CakeBuild(definition), AbsolutePath.Create(root), arguments, output, cancellationToken);
    }

    private sealed class LineWriter(Action<string> take) : TextWriter
    {
        private readonly System.Text.StringBuilder _line = new();

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value)
        {
            if (value != '\n')
            {
                if (value != '\r') _line.Append(value);
                return;
            }

            var line = _line.ToString();
            _line.Clear();
            if (line.Length > 0) take(line);
        }
    }
}

/// <summary>Every component that an alias stands for.</summary>
[Unlocked(nameof(IRunLocally.Status), nameof(IReleaseProd.ExplainGate))]
internal sealed class CakeBuild(AgentDefinition agent)
    : NukeBuild, ITestAgent, IContainerize, IPush, IProvision, IDeployDev, IEvaluateQa, IReleaseProd, IRegisterAlerts, IExperiment, IRedTeam, IEvaluateInFoundry, IWatchDrift, IRunLocally, IGenerateCi
{
    AgentDefinition IShipAgents.Agent => agent;
}
