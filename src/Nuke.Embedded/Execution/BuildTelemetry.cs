using System.Diagnostics;
using Nuke.Common.Sessions;
using Nuke.Common.Targets;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Nuke.Common.Execution;

/// <summary>
/// A span for the run and one for each target, by OpenTelemetry's CI/CD conventions (opentelemetry.io/docs/specs/semconv/cicd).
/// They are exported by OTLP when OTEL_EXPORTER_OTLP_ENDPOINT (or its TRACES form) is set. Export never changes how a build ends.
/// </summary>
internal sealed class BuildTelemetry : IDisposable
{
    private const int FlushMilliseconds = 3000;
    private static readonly ActivitySource s_source = new("Nuke.Embedded", typeof(BuildTelemetry).Assembly.GetName().Version?.ToString(3));

    private readonly IDisposable? _export;
    private readonly Activity? _run;

    public BuildTelemetry(string build, BuildEnvironment environment)
    {
        _export = Export(environment.Variables);
        var isRemote = ActivityContext.TryParse(environment.Variables.GetValueOrDefault("TRACEPARENT"), environment.Variables.GetValueOrDefault("TRACESTATE"), isRemote: true, out var parent);
        _run = s_source.StartActivity($"RUN {build}", ActivityKind.Server, isRemote ? parent : default);
        _run?.SetTag("cicd.pipeline.name", build);
        _run?.SetTag("cicd.pipeline.run.id", Guid.NewGuid().ToString("n"));
    }

    public Activity? Start(ExecutableTarget target)
    {
        // Targets are side by side: the parent is the run, whatever the flow says.
        var span = _run is null ? null : s_source.StartActivity($"RUN {target.Name}", ActivityKind.Internal, _run.Context);
        span?.SetTag("cicd.pipeline.task.name", target.Name);
        return span;
    }

    public static void End(Activity? span, ExecutableTarget target, string? cause)
    {
        if (span is null) return;
        span.SetTag("cicd.pipeline.task.run.result", ResultOf(target.Status));
        span.SetTag("nuke.target.cached", target.Cached is not null);
        if (cause is not null) span.SetStatus(ActivityStatusCode.Error, cause);
        span.Dispose();
    }

    public void End(BuildOutcome outcome, SecretMask secrets)
    {
        _run?.SetTag("cicd.pipeline.result", outcome.Status switch { "Succeeded" => "success", "Cancelled" => "cancellation", _ => "failure" });
        _run?.SetTag("process.exit.code", outcome.ExitCode);
        if (outcome.Cause is { } cause) _run?.SetStatus(ActivityStatusCode.Error, secrets.Apply(cause));
    }

    public void Dispose()
    {
        _run?.Dispose();
        _export?.Dispose();
    }

    private static string ResultOf(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => "success",
        ExecutionStatus.Aborted => "cancellation",
        ExecutionStatus.Skipped => "skip",
        _ => "failure",
    };

    /// <summary>In a method of its own, so that a build that exports nothing does not load the exporter.</summary>
    private static IDisposable? Export(IReadOnlyDictionary<string, string> variables) =>
        (variables.GetValueOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ?? variables.GetValueOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT")) is { Length: > 0 }
        && variables.GetValueOrDefault("OTEL_SDK_DISABLED") is not "true"
            ? Exporting.Start()
            : null;

    private static class Exporting
    {
        public static IDisposable Start() => new Provider(Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("nuke-build").AddEnvironmentVariableDetector())
            .AddSource(s_source.Name)
            .AddOtlpExporter()
            .Build());

        private sealed class Provider(TracerProvider provider) : IDisposable
        {
            public void Dispose()
            {
                provider.ForceFlush(FlushMilliseconds);
                provider.Shutdown(FlushMilliseconds);
                provider.Dispose();
            }
        }
    }
}
