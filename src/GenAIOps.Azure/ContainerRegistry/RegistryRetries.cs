using System.Net;
using System.Net.Http.Headers;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>What may pass, and how long to wait for it.</summary>
internal static class RegistryRetries
{
    public const int Attempts = 4;

    /// <summary>A build rather ends than waits longer than this at a time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <param name="asked">Seconds or a date; null: twice as long after each attempt, from the cloud's own pause.</param>
    /// <param name="cloud">Whose clock and pause are used.</param>
    /// <param name="attempt">1 after the first.</param>
    /// <returns>Null if the registry asks for more than two minutes.</returns>
    public static TimeSpan? Pause(RetryConditionHeaderValue? asked, AzureCloud cloud, int attempt)
    {
        var pause = asked?.Delta ?? (asked?.Date - cloud.Time.GetUtcNow());
        return pause is null ? Backoff(cloud, attempt)
            : pause > Longest ? null
            : pause < TimeSpan.Zero ? TimeSpan.Zero
            : pause;
    }

    /// <summary>Spread by a quarter, so that blobs that broke off together do not come back together.</summary>
    public static TimeSpan Backoff(AzureCloud cloud, int attempt) => cloud.RetryDelay * Math.Pow(2, attempt - 1) * (1 + (Random.Shared.NextDouble() / 4));
}
