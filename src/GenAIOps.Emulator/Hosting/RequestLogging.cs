namespace GenAIOps.Emulator.Hosting;

/// <summary>Adds each request of the APIs to the log before the first byte of its answer leaves, so that whoever has an answer finds its line.</summary>
internal sealed class RequestLogging(RequestDelegate next, RequestLog log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        bool isAdded = false;
        http.Response.OnStarting(() =>
        {
            Add();
            return Task.CompletedTask;
        });
        try
        {
            await next(http);
        }
        finally
        {
            // Nobody waits for the answer any more, so that none starts.
            if (http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted) Add();
        }

        void Add()
        {
            if (isAdded) return;
            isAdded = true;
            log.Add(http);
        }
    }
}
