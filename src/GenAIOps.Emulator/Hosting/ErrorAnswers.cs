using System.Text.Json;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Turns what went wrong into Azure's answer for it.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, EmulatorInstance instance, ILogger<ErrorAnswers> logger)
{
    public const string FullCode = "InsufficientStorage";

    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            await Answer(error).WriteAsync(http);
        }
    }

    private AzureErrorException Answer(Exception error)
    {
        switch (error)
        {
            case AzureErrorException azure:
                return azure;
            case JsonException:
                return AzureErrorException.BadRequest("InvalidRequestContent", $"The request content was invalid and could not be deserialized: '{error.Message}'");
            case BadHttpRequestException bad:
                return new AzureErrorException(bad.StatusCode, "BadRequest", bad.Message);
            case not null when StateFile.IsFull(error):
                logger.LogError(error, "The disk is full.");
                return new AzureErrorException(StatusCodes.Status507InsufficientStorage, FullCode, FullMessage(instance.State, error));
            default:
                logger.LogError(error, "A request failed for a reason of the emulator's own.");
                return new AzureErrorException(500, "InternalServerError",
                    $"The emulator failed: {error!.Message} See {Path.Combine(instance.State, "logs", "emulator.log")}.");
        }
    }

    public static string FullMessage(string state, Exception error) =>
        $"The emulator cannot save this: the disk of {state} is full or over its quota ({error.Message}). "
        + "What was saved before is unharmed and nothing of this request was kept. Free some space and send it again.";
}
