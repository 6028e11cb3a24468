using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;

namespace GenAIOps.Cake;

/// <summary>
/// Runs the pipeline in a load context of its own: Cake brings other versions of libraries that the pipeline uses. This assembly is loaded there a second time, and
/// only types of .NET cross the border.
/// </summary>
internal static class IsolatedPipeline
{
    private delegate Task<int> Run(string root, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> agent, Action<string> line, CancellationToken cancellationToken);

    private static readonly Lazy<Run> s_run = new(() =>
    {
        var file = typeof(IsolatedPipeline).Assembly.Location;
        var host = new Context(file).LoadFromAssemblyPath(file).GetType("GenAIOps.Cake.Isolated.PipelineHost", throwOnError: true)!;
        return host.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Run>();
    });

    public static Task<int> RunAsync(string root, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> agent, Action<string> line, CancellationToken cancellationToken)
    {
        try
        {
            return s_run.Value(root, arguments, agent, line, cancellationToken);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private sealed class Context(string file) : AssemblyLoadContext("GenAIOps")
    {
        private readonly AssemblyDependencyResolver _resolver = new(file);

        protected override Assembly? Load(AssemblyName assemblyName) => _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) => _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
