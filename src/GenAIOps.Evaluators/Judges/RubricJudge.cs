using System.Globalization;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Judges;

/// <summary>
/// A model that scores answers from 1 to 5 by a rubric. What it is shown is data to it, never instructions. A judgement that cannot be had is an
/// error on the metric, never a score, and never an exception that ends a run.
/// </summary>
public sealed class RubricJudge : IJudge
{
    private readonly Rubric _rubric;
    private readonly IChatClient? _client;
    private readonly JudgeOptions _options;
    private readonly string _instructions;
    private readonly JudgeConversation _conversation;
    private readonly int _firstSample;

    /// <param name="rubric">What is judged.</param>
    /// <param name="client">The judge's model; null takes the one of the <see cref="ChatConfiguration"/> that comes with each answer.</param>
    /// <param name="options">How it is asked.</param>
    /// <exception cref="ArgumentException">The rubric or the options are not sound.</exception>
    public RubricJudge(Rubric rubric, IChatClient? client = null, JudgeOptions? options = null)
        : this(rubric, client, options, firstSample: 0)
    {
    }

    private RubricJudge(Rubric rubric, IChatClient? client, JudgeOptions? options, int firstSample)
    {
        ArgumentNullException.ThrowIfNull(rubric);
        _rubric = rubric.Checked();
        _client = client;
        _options = (options ?? new JudgeOptions()).Checked();
        _instructions = JudgePrompt.Of(rubric);
        _conversation = new JudgeConversation(_instructions, JudgementForm.Score, _options);
        _firstSample = firstSample;
        EvaluationMetricNames = [rubric.Name];
    }

    public IReadOnlyCollection<string> EvaluationMetricNames { get; }

    /// <summary>The rubric that it judges by.</summary>
    public Rubric Rubric => _rubric;

    /// <summary>
    /// Who judges, <c>name@version/model/sha256</c>: two scores are comparable only if theirs is the same, so it is a part of a run's identity. Where neither
    /// the options nor the client given at construction name the model, see <see cref="IdentityWith"/>.
    /// </summary>
    public string Identity => IdentityWith(_client);

    /// <summary>The identity with the client of a <see cref="ChatConfiguration"/>.</summary>
    public string IdentityWith(IChatClient? client) =>
        JudgePrompt.Identity(_rubric, _instructions, JudgementForm.Score.Schema, _conversation.ModelOf(_client ?? client), _options);

    public async ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(modelResponse);
        cancellationToken.ThrowIfCancellationRequested();
        var metric = new NumericMetric(_rubric.Name);
        try
        {
            var material = JudgeMaterial.From(messages, modelResponse, [.. additionalContext ?? []]);
            await JudgeAsync(metric, material, _client ?? chatConfiguration?.ChatClient, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(metric, $"the judge failed: {e.Message}");
        }

        return new EvaluationResult(metric);
    }

    /// <summary>The same judge, whose samples are counted from another number on, so that a repeat is a new judgement and not the cached one.</summary>
    public IEvaluator Repeat(int time) => new RubricJudge(_rubric, _client, _options, time * _options.Samples);

    private async Task JudgeAsync(NumericMetric metric, JudgeMaterial material, IChatClient? client, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            Fail(metric, $"{_rubric.Name} needs a model to judge, and got none; give the judge a chat client, or a ChatConfiguration with the answer.");
            return;
        }

        metric.AddOrUpdateMetadata("judge-identity", IdentityWith(client));
        if (JudgeNeeds.Missing(_rubric, material) is { } missing)
        {
            if (missing.IsError)
            {
                Fail(metric, missing.Reason);
            }
            else
            {
                metric.Reason = missing.Reason;
                metric.Interpretation = new EvaluationMetricInterpretation(EvaluationRating.Inconclusive, failed: false, missing.Reason);
            }

            return;
        }

        if (material.IsEmptyAnswer(_rubric.Shown))
        {
            Score(metric, 1, "the response is empty, so it was not sent to the judge");
            return;
        }

        await SampleAsync(metric, MaterialJson.Of(material, _rubric.Shown), client, cancellationToken);
    }

    private async Task SampleAsync(NumericMetric metric, string material, IChatClient client, CancellationToken cancellationToken)
    {
        var usage = new JudgeUsage();
        var scores = new List<(int Score, string Reason)>(_options.Samples);
        string? problem = null;
        for (var i = 0; i < _options.Samples && problem is null; i++)
        {
            var outcome = await _conversation.AskAsync(client, material, _firstSample + i, cancellationToken);
            usage += outcome.Usage;
            problem = outcome.Problem;
            if (outcome.Judgement is { } judgement)
            {
                scores.Add((int.Parse(judgement.Decision, CultureInfo.InvariantCulture), judgement.Reason));
            }
        }

        usage.Write(metric);
        metric.AddOrUpdateMetadata("judge-samples", string.Join(',', scores.Select(sample => sample.Score.ToString(CultureInfo.InvariantCulture))));
        if (problem is not null)
        {
            // Half a panel is no panel: a median of the samples that happened to succeed would depend on what failed.
            Fail(metric, problem);
            return;
        }

        var median = Median([.. scores.Select(sample => sample.Score).Order()]);
        Score(metric, median, scores.MinBy(sample => Math.Abs(sample.Score - median)).Reason);
    }

    private void Score(NumericMetric metric, double score, string reason)
    {
        var passed = score >= _rubric.PassAt;
        metric.Value = score;
        metric.Reason = reason;
        metric.Interpretation = new EvaluationMetricInterpretation(
            Rating(score), failed: !passed, passed ? reason : string.Create(CultureInfo.InvariantCulture, $"{score} of 5, and needs {_rubric.PassAt}: {reason}"));
    }

    private static void Fail(NumericMetric metric, string problem)
    {
        metric.Reason = problem;
        metric.Interpretation = new EvaluationMetricInterpretation(EvaluationRating.Inconclusive, failed: true, problem);
        metric.AddDiagnostics(EvaluationDiagnostic.Error(problem));
    }

    private static double Median(int[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;

    private static EvaluationRating Rating(double score) => score switch
    {
        >= 4.5 => EvaluationRating.Exceptional,
        >= 3.5 => EvaluationRating.Good,
        >= 2.5 => EvaluationRating.Average,
        >= 1.5 => EvaluationRating.Poor,
        _ => EvaluationRating.Unacceptable,
    };
}
