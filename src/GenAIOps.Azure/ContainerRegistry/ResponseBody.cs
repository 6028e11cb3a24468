using System.Buffers;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Reads answers whose length nobody vouches for.</summary>
internal static class ResponseBody
{
    private const int BufferSize = 128 << 10;

    /// <summary>Passes the body on, buffer by buffer.</summary>
    /// <exception cref="BrokenConnectionException">It ended early or stood still.</exception>
    public static async Task CopyAsync(HttpResponseMessage response, Func<ReadOnlyMemory<byte>, ValueTask> take, TimeSpan stall, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var guard = new StallGuard(stall, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(guard.Token);
            for (int read; (read = await ReadAsync(body, buffer, guard)) > 0;)
            {
                await take(buffer.AsMemory(0, read));
                guard.Moved();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="InvalidDataException">The body is larger than <paramref name="longest"/> bytes.</exception>
    /// <exception cref="BrokenConnectionException">It ended early or stood still.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int longest, TimeSpan stall, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await CopyAsync(response, part =>
        {
            if (content.Length + part.Length > longest)
            {
                throw new InvalidDataException($"The registry sent more than {longest} bytes where less was due. It was not used. Find out who changes the registry.");
            }

            content.Write(part.Span);
            return ValueTask.CompletedTask;
        }, stall, cancellationToken);
        return content.ToArray();
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, StallGuard guard)
    {
        try
        {
            return await body.ReadAsync(buffer, guard.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new BrokenConnectionException(e.Message.TrimEnd('.'), innerException: e);
        }
        catch (OperationCanceledException) when (guard.HasStalled)
        {
            throw guard.Stalled;
        }
    }
}
