using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SupportAgent.Answers;

namespace SupportAgent.Telemetry;

/// <summary>Traces, metrics and logs by OpenTelemetry's GenAI semantic conventions, to Application Insights. What customers write is not recorded.</summary>
internal static class AgentTelemetry
{
    /// <summary>The source and meter of the chat client and of the agent.</summary>
    public const string GenAI = "SupportAgent.GenAI";

    public static void AddAgentTelemetry(this WebApplicationBuilder builder, AgentSettings settings)
    {
        void Export(AzureMonitorExporterOptions options)
        {
            options.ConnectionString = settings.ConnectionString;
            options.EnableLiveMetrics = false;
        }

        var export = !string.IsNullOrEmpty(settings.ConnectionString);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("support-agent", serviceVersion: AgentSettings.Version, serviceInstanceId: settings.Revision ?? Environment.MachineName))
            .WithTracing(tracing =>
            {
                tracing.AddSource(GenAI)
                    .AddAspNetCoreInstrumentation(options => options.Filter = context => context.Request.Path.Value is not ("/healthz" or "/readyz" or "/version"))
                    .AddHttpClientInstrumentation();
                if (export)
                {
                    tracing.AddAzureMonitorTraceExporter(Export);
                }
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(GenAI, SupportAnswers.MeterName).AddAspNetCoreInstrumentation();
                if (export)
                {
                    metrics.AddAzureMonitorMetricExporter(Export);
                }
            });
        if (export)
        {
            builder.Logging.AddOpenTelemetry(logging => logging.AddAzureMonitorLogExporter(Export));
        }
    }
}
