using CsCheck;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Testing;

namespace Nuke.Embedded.Tests;

/// <summary>Any build, at any width: dependencies are kept, locks are exclusive, and everything comes to an end.</summary>
public sealed class Schedules
{
    private const int Count = 8;

    /// <summary>What one target of the random build is.</summary>
    private sealed record Node(int[] Before, int Lock, bool Exclusive, bool Fails, bool Skipped, bool Assured);

    /// <summary>The nodes of the run, through the flow, as the build has no parameter for them.</summary>
    private static readonly AsyncLocal<(Node[] Nodes, List<string> Problems)> s_world = new();

    private sealed class Build : NukeBuild
    {
        private readonly Node[] _nodes = s_world.Value.Nodes;
        private readonly List<string> _problems = s_world.Value.Problems;
        private readonly HashSet<int> _inside = [];
        private readonly HashSet<int> _ended = [];

        public Target T0 => _ => Define(_, 0);
        public Target T1 => _ => Define(_, 1, T0);
        public Target T2 => _ => Define(_, 2, T0, T1);
        public Target T3 => _ => Define(_, 3, T0, T1, T2);
        public Target T4 => _ => Define(_, 4, T0, T1, T2, T3);
        public Target T5 => _ => Define(_, 5, T0, T1, T2, T3, T4);
        public Target T6 => _ => Define(_, 6, T0, T1, T2, T3, T4, T5);
        public Target T7 => _ => Define(_, 7, T0, T1, T2, T3, T4, T5, T6);

        private ITargetDefinition Define(ITargetDefinition definition, int number, params Target[] earlier)
        {
            var node = _nodes[number];
            definition.DependsOn([.. node.Before.Where(x => x < number).Distinct().Select(x => earlier[x])]);
            if (node.Lock > 0) definition.Locks($"lock{node.Lock}");
            if (node.Exclusive) definition.Exclusive();
            if (node.Assured) definition.AssuredAfterFailure();
            return definition.WhenSkipped(DependencyBehavior.Execute).OnlyWhenDynamic(() => !node.Skipped).Executes(async () =>
            {
                Enter(number);
                await Task.Yield();
                lock (_inside)
                {
                    _inside.Remove(number);
                    _ended.Add(number);
                }

                if (node.Fails) throw new InvalidOperationException("as the plan says");
            });
        }

        private void Enter(int number)
        {
            var node = _nodes[number];
            lock (_inside)
            {
                if (_inside.Any(x => node.Exclusive || _nodes[x].Exclusive || (node.Lock > 0 && _nodes[x].Lock == node.Lock))) _problems.Add($"T{number} is not alone");
                var anyFailed = _ended.Any(x => _nodes[x].Fails);
                if (!anyFailed && node.Before.Any(x => x < number && !_nodes[x].Skipped && !_ended.Contains(x))) _problems.Add($"T{number} did not wait");
                _inside.Add(number);
            }
        }
    }

    private static readonly Gen<Node> s_node = Gen.Select(Gen.Int[0, Count - 2].Array[0, 3], Gen.Int[0, 4], Gen.Int[0, 9], Gen.Int[0, 11], Gen.Int[0, 5], Gen.Int[0, 5])
        .Select((before, @lock, exclusive, fails, skipped, assured) => new Node(before, Math.Max(0, @lock - 2), exclusive == 0, fails == 0, skipped == 0, assured == 0));

    [Fact]
    public void EveryScheduleIsSound() => Gen.Select(s_node.Array[Count], Gen.Int[1, 6]).Sample(
        (nodes, width) =>
        {
            List<string> problems = [];
            s_world.Value = (nodes, problems);
            using BuildTest<Build> test = new();
            var result = test.RunAsync("T0 T1 T2 T3 T4 T5 T6 T7".Split(' ').Concat(["--parallel", $"{width}"]).ToArray()).GetAwaiter().GetResult();

            Assert.Empty(problems);
            var fails = nodes.Any(x => x.Fails && !x.Skipped);
            Assert.All(result.Build!.ExecutionPlan, target =>
            {
                var node = nodes[target.Name[1] - '0'];
                ExecutionStatus[] allowed = node.Skipped ? [ExecutionStatus.Skipped, ExecutionStatus.NotRun] : node.Fails ? [ExecutionStatus.Failed, ExecutionStatus.NotRun] : [ExecutionStatus.Succeeded, ExecutionStatus.NotRun];
                Assert.Contains(target.Status, allowed);
                if (!fails || node.Assured) Assert.NotEqual(ExecutionStatus.NotRun, target.Status);
            });
            Assert.Equal(fails ? 1 : 0, result.ExitCode);
        },
        iter: 300);
}
