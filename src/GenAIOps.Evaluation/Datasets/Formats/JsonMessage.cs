using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>What the JSON reader says, without the places that it adds.</summary>
internal static class JsonMessage
{
    public static string Of(JsonException e) => e.Message.Split(" LineNumber", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
}
