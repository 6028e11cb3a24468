using System.Globalization;
using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace GenAIOps.Cake.Tests;

/// <summary>A script's context: a folder, and a log that is kept.</summary>
internal sealed class FakeCake : IDisposable
{
    public FakeCake()
    {
        Context = Proxy.Of<ICakeContext>(name => name switch { "get_Log" => Proxy.Log(Lines), "get_Environment" => Environment, _ => null });
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("cake-").FullName;
    public List<string> Lines { get; } = [];
    public ICakeContext Context { get; }

    private ICakeEnvironment Environment => Proxy.Of<ICakeEnvironment>(name => name switch { "get_WorkingDirectory" => new DirectoryPath(Root), _ => null });

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>An interface of which a few members answer.</summary>
    /// <remarks>Not sealed: the proxy is made by deriving from it.</remarks>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852")]
    internal class Proxy : DispatchProxy
    {
        private Func<string, object?[], object?> _answer = (_, _) => null;

        public static T Of<T>(Func<string, object?> answer)
            where T : class => Make<T>((name, _) => answer(name));

        public static ICakeLog Log(List<string> lines) => Make<ICakeLog>((name, arguments) =>
        {
            if (name == "get_Verbosity") return Verbosity.Diagnostic;
            if (name == "Write") lines.Add($"{arguments[1]} {string.Format(CultureInfo.InvariantCulture, (string)arguments[2]!, (object?[])arguments[3]!)}");
            return null;
        });

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!.Name, args ?? []);

        private static T Make<T>(Func<string, object?[], object?> answer)
            where T : class
        {
            var proxy = Create<T, Proxy>();
            ((Proxy)(object)proxy)._answer = answer;
            return proxy;
        }
    }
}
