using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;

namespace GenAIOps.Evaluators.Judges.Pairwise;

/// <summary>
/// A model that says which of two answers to a row is better by a rubric. Models favour a position (Zheng et al. 2023), so it is asked in both orders, and only
/// what wins in both has won.
/// </summary>
public sealed class PairwiseJudge
{
    private readonly Rubric _rubric;
    private readonly IChatClient _client;
    private readonly PairwiseOptions _options;
    private readonly string _instructions;
    private readonly JudgeConversation _conversation;

    /// <param name="rubric">By what the answers are compared. A rubric that does not look at the response cannot compare any.</param>
    /// <param name="client">The judge's model.</param>
    /// <param name="options">How it is asked.</param>
    /// <exception cref="ArgumentException">The rubric or the options are not sound.</exception>
    public PairwiseJudge(Rubric rubric, IChatClient client, PairwiseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rubric);
        ArgumentNullException.ThrowIfNull(client);
        _rubric = rubric.Checked();
        if ((rubric.Shown & (JudgeInputs.Response | JudgeInputs.Context)) == JudgeInputs.None)
        {
            throw new ArgumentException($"Rubric '{rubric.Name}' sees neither response nor context, so two answers are the same to it; add JudgeInputs.Response to what it needs.", nameof(rubric));
        }

        _client = client;
        _options = options ?? new PairwiseOptions();
        _options.Judge.Checked();
        _instructions = JudgePrompt.OfPair(rubric);
        _conversation = new JudgeConversation(_instructions, JudgementForm.Better, _options.Judge);
    }

    /// <summary>Who compares, <c>pairwise:name@version/model/sha256</c>: a part of a run's identity.</summary>
    public string Identity => "pairwise:" + JudgePrompt.Identity(
        _rubric, _instructions, string.Create(CultureInfo.InvariantCulture, $"{JudgementForm.Better.Schema} {_options.BothOrders} {_options.OrderSeed}"), _conversation.ModelOf(_client), _options.Judge);

    /// <summary>Compares two answers to one row. A judge that fails gives an outcome in error; only cancelling throws.</summary>
    public async ValueTask<PairwiseOutcome> CompareAsync(EvaluationCase row, AgentAnswer candidate, AgentAnswer baseline, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(baseline);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var (ours, theirs) = (JudgeMaterial.Of(row, candidate), JudgeMaterial.Of(row, baseline));
            return WithoutAsking(row, ours, theirs) ?? await AskAsync(row, ours, theirs, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Error(row, $"the judge failed: {e.Message}", [], new JudgeUsage());
        }
    }

    /// <summary>Whether the candidate comes first, in the order that is asked first.</summary>
    internal static bool IsCandidateFirst(long seed, string rowId) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{rowId}")))[0] & 1) == 0;

    private PairwiseOutcome? WithoutAsking(EvaluationCase row, JudgeMaterial ours, JudgeMaterial theirs)
    {
        if ((JudgeNeeds.Missing(_rubric, ours) ?? JudgeNeeds.Missing(_rubric, theirs)) is { } missing)
        {
            return new PairwiseOutcome(row.Id, null, missing.Reason, [], new JudgeUsage()) { IsError = missing.IsError };
        }

        if (MaterialJson.Of(ours, _rubric.Shown) == MaterialJson.Of(theirs, _rubric.Shown))
        {
            return new PairwiseOutcome(row.Id, 0.5, "the answers are the same", [], new JudgeUsage());
        }

        return (ours.IsEmptyAnswer(_rubric.Shown), theirs.IsEmptyAnswer(_rubric.Shown)) switch
        {
            (true, true) => new PairwiseOutcome(row.Id, 0.5, "both answers are empty", [], new JudgeUsage()),
            (true, false) => new PairwiseOutcome(row.Id, 0, "the candidate's answer is empty", [], new JudgeUsage()),
            (false, true) => new PairwiseOutcome(row.Id, 1, "the baseline's answer is empty", [], new JudgeUsage()),
            _ => null,
        };
    }

    private async Task<PairwiseOutcome> AskAsync(EvaluationCase row, JudgeMaterial ours, JudgeMaterial theirs, CancellationToken cancellationToken)
    {
        var first = IsCandidateFirst(_options.OrderSeed, row.Id);
        var usage = new JudgeUsage();
        var votes = new List<PairwiseVote>(2);
        foreach (var isCandidateFirst in _options.BothOrders ? [first, !first] : new[] { first })
        {
            var material = isCandidateFirst ? MaterialJson.Of(ours, theirs, _rubric.Shown) : MaterialJson.Of(theirs, ours, _rubric.Shown);
            var (vote, problem, spent) = await VoteAsync(material, isCandidateFirst, cancellationToken);
            usage += spent;
            if (vote is null)
            {
                return Error(row, problem!, votes, usage);
            }

            votes.Add(vote);
        }

        var score = PairwiseOutcome.ScoreOf(votes);
        var reason = votes is [var one, var other] && one.Preferred != other.Preferred
            ? $"a tie, since the orders disagree: {one.Preferred} in one, {other.Preferred} in the other"
            : votes[0].Reason;
        return new PairwiseOutcome(row.Id, score, reason, votes, usage);
    }

    private async Task<(PairwiseVote? Vote, string? Problem, JudgeUsage Usage)> VoteAsync(string material, bool isCandidateFirst, CancellationToken cancellationToken)
    {
        var usage = new JudgeUsage();
        var samples = new List<PairwiseVote>(_options.Judge.Samples);
        for (var i = 0; i < _options.Judge.Samples; i++)
        {
            var outcome = await _conversation.AskAsync(_client, material, i, cancellationToken);
            usage += outcome.Usage;
            if (outcome.Judgement is not { } judgement)
            {
                return (null, outcome.Problem, usage);
            }

            var preferred = judgement.Decision == "tie" ? Preference.Tie : (judgement.Decision == "first") == isCandidateFirst ? Preference.Candidate : Preference.Baseline;
            samples.Add(new PairwiseVote(isCandidateFirst, preferred, judgement.Reason));
        }

        var majority = samples.GroupBy(sample => sample.Preferred).FirstOrDefault(group => group.Count() * 2 > samples.Count);
        return (majority?.First() ?? new PairwiseVote(isCandidateFirst, Preference.Tie, "no side has more than half of the samples"), null, usage);
    }

    private static PairwiseOutcome Error(EvaluationCase row, string problem, IReadOnlyList<PairwiseVote> votes, JudgeUsage usage) =>
        new(row.Id, null, problem, votes, usage) { IsError = true };
}
