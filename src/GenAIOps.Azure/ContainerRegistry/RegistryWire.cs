using System.Runtime.ExceptionServices;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Sends requests, counts them, and repeats those that may be repeated while what stops them may pass.</summary>
/// <param name="http">Has no timeout of its own and follows no redirects.</param>
/// <param name="cloud">Whose clock and pauses are used.</param>
/// <param name="stall">How long a request may stand still.</param>
internal sealed class RegistryWire(HttpClient http, AzureCloud cloud, TimeSpan stall)
{
    private int _requests;

    public int Requests => _requests;

    public TimeSpan Stall => stall;

    /// <param name="make">Makes the request anew for each try.</param>
    /// <param name="mayRepeat">Whether sending it twice does what sending it once does.</param>
    /// <param name="cancellationToken">Cancels the request and the pauses.</param>
    /// <returns>The answer, its body not read yet: also a refusal, and what did not pass.</returns>
    /// <exception cref="BrokenConnectionException">There is no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, bool mayRepeat, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? pause;
            try
            {
                var response = await SendOnceAsync(make, cancellationToken);
                if (!mayRepeat || attempt == RegistryRetries.Attempts || !RegistryRetries.MayPass(response.StatusCode))
                {
                    return response;
                }

                pause = RegistryRetries.Pause(response.Headers.RetryAfter, cloud, attempt);
                if (pause is null)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (BrokenConnectionException) when (mayRepeat && attempt < RegistryRetries.Attempts)
            {
                pause = RegistryRetries.Pause(null, cloud, attempt);
            }

            await Task.Delay(pause ?? TimeSpan.Zero, cloud.Time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        using var request = make();
        using var guard = new StallGuard(stall, cancellationToken);
        if (request.Content is BlobContent blob)
        {
            blob.Moved = guard.Moved;
        }

        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, guard.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is AzureCloudException or InvalidDataException)
        {
            // Our own content refused to go on.
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
        catch (HttpRequestException e)
        {
            throw new BrokenConnectionException(e.Message.TrimEnd('.'), innerException: e);
        }
        catch (OperationCanceledException) when (guard.HasStalled)
        {
            throw guard.Stalled;
        }
    }
}
