namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>What a run may use: by the minute, and in total. For one thread at a time.</summary>
internal sealed class Budgets
{
    private readonly RunOptions _options;
    private readonly TokenBucket? _requestRate;
    private readonly TokenBucket? _tokenRate;
    private long _requests;
    private long _tokens;
    private double _cost;
    private long _answers;
    private long _answerTokens;

    public Budgets(RunOptions options, (long Requests, long Tokens, double Cost) spent)
    {
        _options = options;
        (_requests, _tokens, _cost) = spent;
        _requestRate = options.RequestsPerMinute is { } requests ? new TokenBucket(requests) : null;
        _tokenRate = options.TokensPerMinute is { } tokens ? new TokenBucket(tokens) : null;
    }

    /// <summary>What one answer has taken on average; 0 until there is one.</summary>
    public double Expected => _answers == 0 ? 0 : (double)_answerTokens / _answers;

    /// <summary>Which total is spent, in words; null while none is.</summary>
    public string? Spent =>
        _requests >= _options.TotalRequests ? FormattableString.Invariant($"the budget of {_options.TotalRequests} requests was spent")
        : _tokens >= _options.TotalTokens ? FormattableString.Invariant($"the budget of {_options.TotalTokens} tokens was spent")
        : _cost >= _options.TotalCost ? FormattableString.Invariant($"the budget of {_options.TotalCost} was spent")
        : null;

    /// <summary>How long until a request may be sent by the rates; zero where it may now.</summary>
    public TimeSpan Wait(TimeSpan now)
    {
        var requests = _requestRate?.WaitFor(1, now) ?? TimeSpan.Zero;
        var tokens = _tokenRate?.WaitFor(Math.Max(1, Expected), now) ?? TimeSpan.Zero;
        return requests > tokens ? requests : tokens;
    }

    /// <summary>A request is sent.</summary>
    /// <returns>The tokens that were set aside for it.</returns>
    public double OnSend(TimeSpan now)
    {
        var reserved = Expected;
        _requests++;
        _requestRate?.Take(1, now);
        _tokenRate?.Take(reserved, now);
        return reserved;
    }

    /// <summary>A request came back.</summary>
    /// <param name="reserved">What <see cref="OnSend"/> returned.</param>
    /// <param name="tokens">Used by the answer; null where there was none.</param>
    /// <param name="cost">Of the answer.</param>
    /// <param name="now">Now.</param>
    public void OnReturn(double reserved, long? tokens, double cost, TimeSpan now)
    {
        _tokenRate?.Take((tokens ?? 0) - reserved, now);
        _tokens += tokens ?? 0;
        _cost += cost;
        if (tokens is { } used)
        {
            _answers++;
            _answerTokens += used;
        }
    }
}
