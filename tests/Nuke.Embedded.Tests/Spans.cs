using System.Net;
using System.Text;
using Nuke.Common;

namespace Nuke.Embedded.Tests;

/// <summary>Spans, as a collector receives them by OTLP over HTTP.</summary>
public sealed class Spans : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Traced : NukeBuild
    {
        [Parameter, Secret] public readonly string? ApiKey;

        public Target Fine => _ => _.Executes(() => { });
        public Target Broken => _ => _.After(Fine).Executes(() => throw new InvalidOperationException($"No luck with {ApiKey}"));
    }

    [Fact]
    public async Task ACollectorGetsASpanForTheRunAndOneForEachTarget()
    {
        await using Collector collector = new();
        // The exporter reads the process's own variables: this test alone sets them.
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        try
        {
            _world.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
            _world.Variables["TRACEPARENT"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
            _world.Variables["API_KEY"] = "hush-hush";
            Assert.Equal(1, (await _world.RunAsync<Traced>("Fine Broken")).ExitCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
        }

        var body = collector.Received;
        Assert.Equal("/v1/traces", collector.Path);
        foreach (var text in new[] { "RUN Traced", "RUN Fine", "RUN Broken", "cicd.pipeline.task.run.result", "No luck with ***" })
            Assert.Contains(text, body, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", body, StringComparison.Ordinal);

        // Every span belongs to the trace that the caller began.
        var trace = Encoding.Latin1.GetString(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c"));
        Assert.True(body.Split(trace).Length - 1 >= 3);
    }

    [Fact]
    public async Task ACollectorThatIsAwayChangesNothing()
    {
        _world.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9";
        Assert.Equal(0, (await _world.RunAsync<Traced>("Fine")).ExitCode);
    }

    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly StringBuilder _received = new();
        private readonly Task _serving;

        public Collector()
        {
            // A listener cannot choose a port by itself; the range is the dynamic one.
            for (var attempt = 0; ; attempt++)
            {
                Address = $"http://127.0.0.1:{Random.Shared.Next(49152, 65535)}";
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(Address + "/");
                try
                {
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException) when (attempt < 20)
                {
                    // Taken: another one.
                }
            }

            _serving = ServeAsync();
        }

        public string Address { get; }
        public string? Path { get; private set; }

        public string Received
        {
            get
            {
                lock (_received) return _received.ToString();
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        private async Task ServeAsync()
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                Path = context.Request.Url!.AbsolutePath;
                using StreamReader reader = new(context.Request.InputStream, Encoding.Latin1);
                var text = await reader.ReadToEndAsync();
                lock (_received) _received.Append(text);
                context.Response.Close();
            }
        }
    }
}
