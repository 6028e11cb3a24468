using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Scoring;

/// <summary>What judging cost: requests that were really sent, the ones for repairs included, and their tokens.</summary>
public sealed record JudgeUsage
{
    /// <summary>Requests that were answered.</summary>
    public int Calls { get; init; }

    /// <summary>Of them, those whose tokens nobody reported: the sums below lack them.</summary>
    public int CallsWithoutUsage { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Judgements that came from the cache.</summary>
    public int Cached { get; init; }

    /// <summary>The model that says it answered; null where none says so.</summary>
    public string? Model { get; init; }

    /// <summary>Nobody was asked, and nothing was at hand.</summary>
    internal bool IsNothing => Calls == 0 && Cached == 0;

    public static JudgeUsage operator +(JudgeUsage left, JudgeUsage right) => Add(left, right);

    public static JudgeUsage Add(JudgeUsage left, JudgeUsage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new JudgeUsage
        {
            Calls = left.Calls + right.Calls,
            CallsWithoutUsage = left.CallsWithoutUsage + right.CallsWithoutUsage,
            InputTokens = left.InputTokens + right.InputTokens,
            OutputTokens = left.OutputTokens + right.OutputTokens,
            Cached = left.Cached + right.Cached,
            Model = right.Model ?? left.Model,
        };
    }

    /// <summary>What the judge spent on a metric, as <see cref="Write"/> noted it; nothing where no judge did.</summary>
    public static JudgeUsage Of(EvaluationMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        long Number(string name) => metric.Metadata?.TryGetValue(name, out var text) == true && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new JudgeUsage
        {
            Calls = (int)Number("judge-calls"),
            CallsWithoutUsage = (int)Number("judge-calls-without-usage"),
            InputTokens = Number("eval-input-tokens"),
            OutputTokens = Number("eval-output-tokens"),
            Cached = (int)Number("judge-cached"),
            Model = metric.Metadata?.TryGetValue("eval-model", out var model) == true ? model : null,
        };
    }

    /// <summary>What one request cost.</summary>
    public static JudgeUsage OfCall(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new JudgeUsage
        {
            Calls = 1,
            CallsWithoutUsage = response.Usage is null ? 1 : 0,
            InputTokens = response.Usage?.InputTokenCount ?? 0,
            OutputTokens = response.Usage?.OutputTokenCount ?? 0,
            Model = response.ModelId,
        };
    }

    /// <summary>Notes it on a metric, tokens and model by the names that Microsoft.Extensions.AI.Evaluation gives them.</summary>
    public void Write(EvaluationMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        void Note(string name, long number) => metric.AddOrUpdateMetadata(name, number.ToString(CultureInfo.InvariantCulture));
        if (Model is not null)
        {
            metric.AddOrUpdateMetadata("eval-model", Model);
        }

        Note("eval-input-tokens", InputTokens);
        Note("eval-output-tokens", OutputTokens);
        Note("eval-total-tokens", InputTokens + OutputTokens);
        Note("judge-calls", Calls);
        Note("judge-cached", Cached);
        if (CallsWithoutUsage > 0)
        {
            Note("judge-calls-without-usage", CallsWithoutUsage);
        }
    }
}
