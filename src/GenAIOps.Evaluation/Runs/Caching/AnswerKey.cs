using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Runs.Caching;

/// <summary>Under which an answer is cached: SHA-256 of who answers and of all that is sent or may be.</summary>
internal static class AnswerKey
{
    /// <summary>Raised when the key's parts or the answer's form change.</summary>
    private const string Version = "answer/1";

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    /// <param name="source">The agent's own identity.</param>
    /// <param name="model">What that does not fix; null where it fixes all.</param>
    /// <param name="row">What is asked.</param>
    /// <param name="repeat">Which time, from 0: repeats are samples of their own.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(string source, string? model, EvaluationCase row, int repeat)
    {
        var to = s_buffer ??= new ArrayBufferWriter<byte>(4096);
        to.ResetWrittenCount();
        Add(to, Version);
        Add(to, source);
        Add(to, model);
        Add(to, repeat);
        Add(to, row.Query);
        Add(to, row.History.Count);
        foreach (var message in row.History)
        {
            Add(to, message.Role);
            Add(to, message.Text);
            Add(to, message.ToolCallId);
            Add(to, message.ToolCalls.Count);
            foreach (var call in message.ToolCalls)
            {
                Add(to, call.Name);
                Add(to, call.Id);
                Add(to, call.Arguments);
            }
        }

        Add(to, row.Attachments.Count);
        foreach (var attachment in row.Attachments)
        {
            Add(to, attachment.Name);
            Add(to, attachment.Text);
        }

        Add(to, row.ToolDefinitions.Count);
        foreach (var tool in row.ToolDefinitions)
        {
            Add(to, tool.Name);
            Add(to, tool.Description);
            Add(to, tool.Parameters);
        }

        // A source may send columns of its own.
        Add(to, row.Fields.Count);
        foreach (var (name, value) in row.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            Add(to, name);
            Add(to, value);
        }

        return SHA256.HashData(to.WrittenSpan);
    }

    private static void Add(ArrayBufferWriter<byte> to, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(4), number);
        to.Advance(4);
    }

    private static void Add(ArrayBufferWriter<byte> to, JsonElement element) => Add(to, element.ValueKind == JsonValueKind.Undefined ? null : element.GetRawText());

    /// <summary>With its length, so that no two lists of texts give the same bytes.</summary>
    private static void Add(ArrayBufferWriter<byte> to, string? text)
    {
        Add(to, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is { Length: > 0 })
        {
            to.Advance(Encoding.UTF8.GetBytes(text, to.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
        }
    }
}
