namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>Units of the metrics whose names the field fixes.</summary>
internal static class MetricUnits
{
    public static string Of(string metric) => metric switch
    {
        "latency_ms" => "ms",
        "cost" => "cost",
        "tokens_per_second" => "tokens/s",
        "input_tokens" or "output_tokens" or "total_tokens" => "tokens",
        _ => "score",
    };

    public static bool SmallerIsBetter(string metric) => Of(metric) is "ms" or "cost" or "tokens";
}
