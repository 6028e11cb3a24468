using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GenAIOps.Evaluation.Judges;

namespace GenAIOps.Evaluation.Runs;

/// <summary>The numbers of a row's record: what a run needs to go on. The answer beside them is read only when the row is.</summary>
internal class RowNumbers
{
    /// <summary><c>row * repeats + repeat</c>, from 0.</summary>
    public required int Item { get; init; }

    public required RowStatus Status { get; init; }

    /// <summary>For an errored row without an answer: another attempt may succeed, so running again asks it again.</summary>
    public bool Again { get; init; }

    /// <summary>Requests sent for it.</summary>
    public int Attempts { get; init; }

    /// <summary>The answer was at hand already, in the cache or in an earlier record, so that it took nothing from the budgets.</summary>
    public bool IsFree { get; init; }

    /// <summary>Input and output, as the model counts.</summary>
    public long Tokens { get; init; }

    /// <summary>In the unit of <see cref="RunOptions.Cost"/>.</summary>
    public double Cost { get; init; }

    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether the agent answered; it is not asked again then.</summary>
    public bool HasAnswer { get; init; }
}

/// <summary>All that a run keeps of a row.</summary>
internal sealed class RowRecord : RowNumbers
{
    /// <summary>Latency in ticks of 100 ns.</summary>
    public long Ticks { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    public AgentAnswer? Answer { get; init; }

    /// <summary>What judges spent on it; null where none was asked.</summary>
    public JudgeUsage? Judges { get; init; }
}

/// <summary>JSON as a run's files have it.</summary>
internal static class RunJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new OptionalElement() },
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <exception cref="JsonException">It is something else.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("null where a record is expected");

    /// <summary>An element that may be undefined, which JSON cannot say: it stands as null.</summary>
    private sealed class OptionalElement : JsonConverter<JsonElement>
    {
        public override bool HandleNull => true;

        public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? default : JsonElement.ParseValue(ref reader);

        public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options)
        {
            if (value.ValueKind == JsonValueKind.Undefined)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }
}
