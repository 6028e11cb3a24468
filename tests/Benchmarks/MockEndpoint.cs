using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GenAIOps.Benchmarks;

/// <summary>
/// An agent that answers after a while, always the same to the same question, in a process of its own: <c>Benchmarks.dll --mock latency faults</c>.
/// With faults, 5 % of the attempts are answered 429 with <c>Retry-After: 1</c>, 1 % with 500, and 0.5 % are reset, by the hash of question and attempt.
/// </summary>
internal static class MockEndpoint
{
    public const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    public static async Task<int> ServeAsync(string[] args)
    {
        var latency = TimeSpan.FromMilliseconds(double.Parse(args[0], CultureInfo.InvariantCulture));
        var faults = args[1] == "faults";
        var asked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var waits = new Waits(latency);
        long requests = 0, ticks = 0, inFlight = 0, peak = 0;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(http => http.Request.Path.Value switch
        {
            "/ask" => AskAsync(http),
            "/stats" => http.Response.WriteAsync(Stats()),
            "/reset" => ResetAsync(),
            _ => NotFoundAsync(http),
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadLineAsync();
        return 0;

        string Stats() => new JsonObject
        {
            ["requests"] = requests,
            ["rows"] = asked.Count,
            ["needless"] = asked.Sum(row => row.Value - Required(row.Key, faults)),
            ["peak"] = peak,
            ["latency"] = requests == 0 ? 0 : ticks * 1000.0 / Stopwatch.Frequency / requests,
        }.ToJsonString();

        Task ResetAsync()
        {
            asked.Clear();
            (requests, ticks, peak) = (0, 0, 0);
            return Task.CompletedTask;
        }

        static Task NotFoundAsync(HttpContext http)
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        async Task AskAsync(HttpContext http)
        {
            var started = Stopwatch.GetTimestamp();
            var now = Interlocked.Increment(ref inFlight);
            for (var was = Interlocked.Read(ref peak); now > was && Interlocked.CompareExchange(ref peak, now, was) != was;)
            {
                was = Interlocked.Read(ref peak);
            }

            var question = (string?)(await JsonNode.ParseAsync(http.Request.Body))?["question"] ?? "";
            var attempt = asked.AddOrUpdate(question, 1, (_, count) => count + 1);
            if (latency > TimeSpan.Zero)
            {
                var wait = waits.Next();
                await Task.Delay(wait);
                waits.Took(Stopwatch.GetElapsedTime(started));
            }

            Interlocked.Decrement(ref inFlight);
            Interlocked.Increment(ref requests);
            Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - started);
            switch (faults ? Fate(question, attempt) : 0)
            {
                case 429:
                    http.Response.StatusCode = 429;
                    http.Response.Headers.RetryAfter = "1";
                    break;
                case 500:
                    http.Response.StatusCode = 500;
                    break;
                case -1:
                    http.Abort();
                    break;
                default:
                    http.Response.ContentType = "application/json";
                    await http.Response.WriteAsync(
                        $$$"""{"answer":"You have thirty days to return it. [returns]","answered":true,"citations":["returns"],"context":[{"id":"returns","text":"You have thirty days to return it."}],"usage":{"input_tokens":40,"output_tokens":9},"version":{"image_digest":"{{{Digest}}}"}}""");
                    break;
            }
        }
    }

    /// <returns>0: an answer; -1: a reset; else the status.</returns>
    private static int Fate(string question, int attempt) => (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{question}#{attempt}")) % 1000) switch
    {
        < 50 => 429,
        < 60 => 500,
        < 65 => -1,
        _ => 0,
    };

    /// <summary>How often the question must be asked to be answered.</summary>
    private static int Required(string question, bool faults)
    {
        var attempt = 1;
        while (faults && Fate(question, attempt) != 0)
        {
            attempt++;
        }

        return attempt;
    }

    /// <summary>Timers fire up to two milliseconds late. Waits are shortened by what the last ones took too long, so that the mean is what was asked for.</summary>
    private sealed class Waits(TimeSpan wanted)
    {
        private readonly Lock _lock = new();
        private double _late = 1;
        private double _rest;

        /// <returns>Whole milliseconds, as timers have them.</returns>
        public TimeSpan Next()
        {
            lock (_lock)
            {
                var exact = wanted.TotalMilliseconds - _late + _rest;
                var whole = Math.Max(0, Math.Floor(exact));
                _rest = Math.Clamp(exact - whole, 0, 1);
                return TimeSpan.FromMilliseconds(whole);
            }
        }

        public void Took(TimeSpan taken)
        {
            lock (_lock)
            {
                _late = Math.Clamp(_late + 0.02 * (taken - wanted).TotalMilliseconds, 0, 5);
            }
        }
    }
}
