using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Tests.Releases;

/// <summary>Whose fault it is, as requests tell that an ingress sends to one revision or the other by their shares.</summary>
public sealed class FaultsOfBlue
{
    /// <summary>Half the requests of users fail while both serve; the mended agent takes over all the same.</summary>
    [Fact]
    public async Task TheMendedAgentTakesOverFromOneThatAnswersWithFaults()
    {
        var host = new FakeHost().With("blue", 100);
        using Ingress ingress = new(host, failing: ["blue"]);

        var report = await ReleaseAsync(host, ingress);

        Assert.Equal((ReleaseOutcome.Released, 100), (report.Outcome, host.WeightOf("green")));
        Assert.Contains(report.Steps, step => step.Step.Contains("blue answers with faults itself (blue.host answered 500): they are not green's", StringComparison.Ordinal));
        Assert.True(report.RequestsFailed > 0);
        Assert.True(ingress.Answered["blue"] > 0 && ingress.Answered["green"] > 0);
    }

    /// <summary>Alone it answers well, and users of the app meet a fault that is not blue's either.</summary>
    [Fact]
    public async Task AFaultUnderTrafficThatIsNotBluesIsGreens()
    {
        var host = new FakeHost().With("blue", 100);
        using Ingress ingress = new(host, failing: []) { FailsBehindTheApp = "green" };

        var report = await ReleaseAsync(host, ingress);

        Assert.Equal((ReleaseOutcome.RolledBack, 100), (report.Outcome, host.WeightOf("blue")));
        Assert.DoesNotContain(report.Steps, step => step.Step.Contains("answers with faults itself", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AGreenThatFailsAloneIsNotExcusedByABlueThatFailsToo()
    {
        var host = new FakeHost().With("blue", 100);
        using Ingress ingress = new(host, failing: ["blue", "green"]);

        var report = await ReleaseAsync(host, ingress);

        Assert.NotEqual(ReleaseOutcome.Released, report.Outcome);
        Assert.Equal(0, host.WeightOf("green"));
    }

    private static async Task<ReleaseReport> ReleaseAsync(FakeHost host, Ingress ingress)
    {
        using HttpClient http = new(ingress, disposeHandler: false);
        ReleaseDriver driver = new(host, new HttpProbe(http, ["May I return it?"]), _ => Task.FromResult(FakeHost.Open), new ReleasePace { Drain = TimeSpan.Zero, Poll = TimeSpan.Zero, Probes = 20, StartDeadline = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);
        return await driver.ReleaseAsync(new Desired("green", "sha256:green"), TestContext.Current.CancellationToken);
    }

    /// <summary>Each revision has an address; the app's goes to one of them in turn, by their shares.</summary>
    private sealed class Ingress(FakeHost host, IReadOnlyCollection<string> failing) : HttpMessageHandler
    {
        private readonly Lock _lock = new();
        private int _turn;

        /// <summary>A revision that fails only those requests that come by the app's address.</summary>
        public string? FailsBehindTheApp { get; init; }

        public Dictionary<string, int> Answered { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                var isApp = request.RequestUri!.Host == "app.host";
                var revision = isApp ? Next() : request.RequestUri.Host[..^".host".Length];
                Answered[revision] = Answered.GetValueOrDefault(revision) + 1;
                return Task.FromResult(failing.Contains(revision) || (isApp && FailsBehindTheApp == revision)
                    ? new HttpResponseMessage(HttpStatusCode.InternalServerError)
                    : new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new JsonObject { ["answer"] = "Yes.", ["version"] = new JsonObject { ["image_digest"] = $"sha256:{revision}" } }) });
            }
        }

        private string Next()
        {
            // 37 and 100 share no divisor, so that 100 requests in a row meet each share exactly.
            var at = _turn++ * 37 % 100;
            foreach (var share in host.Traffic)
            {
                at -= share.Percent;
                if (at < 0) return share.Revision!;
            }

            throw new InvalidOperationException("The shares do not add up to 100.");
        }
    }
}
