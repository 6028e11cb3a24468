using System.Linq.Expressions;
using System.Text;
using Nuke.Common.Sessions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Where a process's <c>Main</c> enters the engine.</summary>
internal static class BuildManager
{
    public static int Execute<T>(Expression<Func<T, Target>>[] defaults)
        where T : INukeBuild, new()
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        using ProcessSignals signals = new();
        using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        var (originalOut, originalError) = (Console.Out, Console.Error);
        try
        {
            return Create(BuildEnvironment.OfProcess(output, signals.Interrupt), defaults).RunAsync(ofProcess: true).GetAwaiter().GetResult();
        }
        finally
        {
            Console.SetOut(originalOut);
            Console.SetError(originalError);
        }
    }

    public static BuildRun Create<T>(BuildEnvironment environment, params Expression<Func<T, Target>>[] defaults)
        where T : INukeBuild, new() =>
        new(typeof(T), () => new T(), [.. defaults.Select(NameOf)], environment);

    private static string NameOf(LambdaExpression target) =>
        MemberExpressions.Find(target)?.Name
        ?? throw new ArgumentException($"Execute needs lambdas that name a target, not '{target}'.", nameof(target));
}
