using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace GenAIOps.Azure;

/// <summary>Outermost: tells "the cloud did not answer" and "nobody is signed in" from an answer one does not like.</summary>
internal sealed class UnusableCloudPolicy(AzureCloud cloud) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (AuthenticationFailedException failed)
        {
            throw NotSignedIn(failed);
        }
        catch (Exception failed) when (IsUnreachable(failed) && !message.CancellationToken.IsCancellationRequested)
        {
            throw Unreachable(message.Request, failed);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (AuthenticationFailedException failed)
        {
            throw NotSignedIn(failed);
        }
        catch (Exception failed) when (IsUnreachable(failed) && !message.CancellationToken.IsCancellationRequested)
        {
            throw Unreachable(message.Request, failed);
        }
    }

    // Retries that all failed arrive as one AggregateException; a timed-out attempt as TaskCanceledException.
    private static bool IsUnreachable(Exception exception) => exception switch
    {
        RequestFailedException failed => failed.Status == 0,
        AggregateException several => several.InnerExceptions.Count > 0 && several.InnerExceptions.All(IsUnreachable),
        HttpRequestException or IOException or TaskCanceledException => true,
        _ => false,
    };

    private AzureCloudException Unreachable(Request request, Exception failed)
    {
        var cause = failed is AggregateException several ? several.InnerExceptions[^1] : failed;
        var next = cloud.IsEmulator
            ? "Restart the emulator; its state is kept."
            : "Check the network and the proxy settings.";
        return new AzureCloudException(
            $"Cloud '{cloud.Name}' did not answer {request.Method} {request.Uri.Scheme}://{request.Uri.Host}:{request.Uri.Port}{request.Uri.Path}: {cause.Message.TrimEnd('.')}. The request may or may not have been carried out; running again is safe. {next}",
            failed);
    }

    private AzureCloudException NotSignedIn(AuthenticationFailedException failed) =>
        new($"Cloud '{cloud.Name}': no token could be had: {failed.Message.Split('\n')[0].Trim()} Nothing was sent. Sign in with 'az login', or give the pipeline a federated identity.", failed);
}
