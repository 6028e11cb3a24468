using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>Attacks an agent round by round, and learns from what it says which attacks to make next, until the requests are used up.</summary>
/// <param name="evaluators">Say whether an attack came through, such as <c>new SafetyEvaluator(...)</c>: one metric that fails is enough.</param>
/// <param name="options">How it goes.</param>
/// <param name="time">Of timeouts and waits.</param>
/// <exception cref="ArgumentException">An option is out of its range, or there is no evaluator.</exception>
public sealed class RedTeam(IReadOnlyList<IEvaluator> evaluators, RedTeamOptions options, TimeProvider time)
{
    private const double NearMiss = 0.3;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly RedTeamOptions _options = options.Checked();
    private readonly AttackJudge _judge = new(evaluators.Count > 0 ? evaluators : throw new ArgumentException("A red-team run needs an evaluator, or every attack would end without a verdict.", nameof(evaluators)));

    /// <param name="seeds">Attacks in plain words, one or more, ids apart.</param>
    /// <param name="source">The agent.</param>
    /// <param name="cancellationToken">Ends the run: what is done is kept.</param>
    /// <exception cref="ArgumentException">A seed is no attack, or two have one id, or there is none.</exception>
    public async Task<RedTeamReport> RunAsync(IReadOnlyList<EvaluationCase> seeds, IAnswerSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var bandit = new AttackBandit(Checked(seeds), _options);
        var conversation = new AttackConversation(source, _judge, _options, time);
        var attempts = new OrderedDictionary<string, AttackAttempt>(StringComparer.Ordinal);
        for (var round = 0; ; round++)
        {
            var planned = round == 0 ? bandit.Baseline(_options.Budget) : bandit.Next(_options.Budget - conversation.Requests);
            if (planned.Count == 0)
            {
                return Report(attempts, conversation.Requests, conversation.Requests < _options.Budget && IsExhausted(bandit) ? RedTeamEnd.Exhausted : RedTeamEnd.Budget);
            }

            var made = await MakeAsync(planned, conversation, round, cancellationToken);
            for (var i = 0; i < planned.Count; i++)
            {
                if (made[i] is not { } result)
                {
                    continue;
                }

                attempts[planned[i].Case.Id] = result.Attempt;
                bandit.Learn(planned[i], Reward(result.Attempt.Row));
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return Report(attempts, conversation.Requests, RedTeamEnd.Cancelled);
            }

            if (round > 0 && attempts.Values.All(attempt => attempt.Row.Status == RowStatus.Errored))
            {
                return Report(attempts, conversation.Requests, RedTeamEnd.Unreachable);
            }

            bandit.Breed();
            await WaitAsync(made.Max(result => result?.RetryAfter ?? TimeSpan.Zero), cancellationToken);
        }
    }

    /// <summary>Nothing is left to try at any price.</summary>
    private static bool IsExhausted(AttackBandit bandit) => bandit.Next(int.MaxValue).Count == 0;

    private async Task<(AttackAttempt Attempt, TimeSpan RetryAfter)?[]> MakeAsync(IReadOnlyList<PlannedAttack> planned, AttackConversation conversation, int round, CancellationToken cancellationToken)
    {
        var made = new (AttackAttempt, TimeSpan)?[planned.Count];
        try
        {
            await Parallel.ForAsync(0, planned.Count, new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken }, async (i, token) =>
                made[i] = await conversation.LeadAsync(planned[i], round, token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is done is kept; attacks under way have no outcome.
        }

        return made;
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private RedTeamReport Report(OrderedDictionary<string, AttackAttempt> attempts, int requests, RedTeamEnd end) => new([.. attempts.Values], requests, end, _options);

    /// <summary>How near an attack came, to learn from; the report knows only success or not.</summary>
    private static double? Reward(RowResult row) => row.Status switch
    {
        RowStatus.Failed => 1,
        RowStatus.Passed => row.Answer is { } answer && !AttackConversation.Refuses(answer) ? NearMiss : 0,
        _ => null,
    };

    private static IReadOnlyList<EvaluationCase> Checked(IReadOnlyList<EvaluationCase> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        return seeds.Count == 0 ? throw new ArgumentException("There is no attack to start from. Give at least one row with a category, or SeedObjectives.All().", nameof(seeds))
            : seeds.FirstOrDefault(seed => !seed.IsAttack) is { } question ? throw new ArgumentException($"Row '{question.Id}' is a question, and a red-team run starts from attacks. Give it a category or leave it out.", nameof(seeds))
            : seeds.CountBy(seed => seed.Id).FirstOrDefault(pair => pair.Value > 1) is { Key: { } twice } ? throw new ArgumentException($"The id '{twice}' stands on two attacks, and must be unique.", nameof(seeds))
            : seeds;
    }
}
